"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.figures.views import downloads, explore, knowing

app_name = "figures"
urlpatterns = [
    path("", explore.explore, name="explore"),
    path("know/", knowing.know, name="know"),
    path("know/compare/", knowing.compare, name="compare"),
    path("know.json", knowing.know_json, name="know_json"),
    path("figures.json", explore.figures_json, name="figures_json"),
    path("figures.csv", downloads.download_csv, name="download_csv"),
    path("figures.xlsx", downloads.download_xlsx, name="download_xlsx"),
]
