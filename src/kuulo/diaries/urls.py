"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.diaries.views import coming

app_name = "diaries"
urlpatterns = [
    path("<slug:slug>/diary/", coming.diary, name="diary"),
]
