"""Addresses by which participants join and leave a study, with a key of their own in each and no sign-in."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
