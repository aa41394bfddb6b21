"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.ideas.views import coming

app_name = "ideas"
urlpatterns = [
    path("", coming.ideas, name="ideas"),
]
