"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.passages.views import coming

app_name = "passages"
urlpatterns = [
    path("<slug:slug>/coding/", coming.codings, name="codings"),
]
