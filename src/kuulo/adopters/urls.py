"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.adopters.views import coming

app_name = "adopters"
urlpatterns = [
    path("", coming.adopters, name="adopters"),
]
