"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.sources.views import coming

app_name = "sources"
urlpatterns = [
    path("<slug:slug>/sources/", coming.sources, name="sources"),
]
