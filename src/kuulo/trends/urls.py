"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuulo.trends.views import acts, pages

app_name = "trends"
urlpatterns: list[URLPattern] = [
    path("", pages.trends, name="trends"),
    path("trends.json", pages.trends_json, name="trends_json"),
    path("series/", pages.series, name="series"),
    path("series.json", pages.series_json, name="series_json"),
    path("rate/", acts.set_rate, name="rate"),
    path("look/", acts.look, name="look"),
    path("alarms/<int:alarm_id>/seen/", acts.seen, name="seen"),
]
