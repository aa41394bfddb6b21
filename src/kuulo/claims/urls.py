"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.claims.views import coming

app_name = "claims"
urlpatterns = [
    path("cut/", coming.cut, name="cut"),
    path("", coming.claims, name="claims"),
]
