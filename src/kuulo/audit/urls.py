"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.audit.views import coming

app_name = "audit"
urlpatterns = [
    path("", coming.log, name="log"),
]
