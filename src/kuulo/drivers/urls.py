"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuulo.drivers.views.change import change, change_csv, change_json
from kuulo.drivers.views.drivers import drivers, drivers_csv, drivers_json

app_name = "drivers"
urlpatterns: list[URLPattern] = [
    path("", drivers, name="drivers"),
    path("drivers.json", drivers_json, name="drivers_json"),
    path("drivers.csv", drivers_csv, name="drivers_csv"),
    path("change/", change, name="change"),
    path("change.json", change_json, name="change_json"),
    path("change.csv", change_csv, name="change_csv"),
]
