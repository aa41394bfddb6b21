"""Addresses participants use, with a key of their own in each and no sign-in."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
