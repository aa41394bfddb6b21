"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.discussions.views import coming

app_name = "discussions"
urlpatterns = [
    path("<slug:slug>/discussion/", coming.rooms, name="rooms"),
]
