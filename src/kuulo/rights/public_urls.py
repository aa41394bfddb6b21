"""Addresses that customers open; they stand beside the pages of staff."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "own"
urlpatterns: list[URLPattern] = []
