"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.audit.views import log

app_name = "audit"
urlpatterns = [
    path("", log.log, name="log"),
    path("log.json", log.log_json, name="log_json"),
]
