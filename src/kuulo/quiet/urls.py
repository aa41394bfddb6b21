"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.quiet.views import page

app_name = "quiet"
urlpatterns = [
    path("", page.quiet, name="quiet"),
    path("quiet.json", page.quiet_json, name="quiet_json"),
]
