"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.scales.views.pages import scales, scales_json

app_name = "scales"
urlpatterns = [
    path("", scales, name="scales"),
    path("scales.json", scales_json, name="scales_json"),
]
