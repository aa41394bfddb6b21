"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.feeds.views import feeds

app_name = "feeds"
urlpatterns = [
    path("", feeds.feeds, name="list"),
]
