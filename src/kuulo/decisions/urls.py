"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.decisions.views import coming

app_name = "decisions"
urlpatterns = [
    path("", coming.decisions, name="decisions"),
]
