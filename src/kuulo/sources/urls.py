"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.sources.views import coming, media

app_name = "sources"
urlpatterns = [
    path("<slug:slug>/sources/", coming.sources, name="sources"),
    path("<slug:slug>/sources/<str:key>/media/", media.media, name="media"),
]
