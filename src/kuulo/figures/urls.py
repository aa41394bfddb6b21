"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.figures.views import downloads, explore

app_name = "figures"
urlpatterns = [
    path("", explore.explore, name="explore"),
    path("figures.csv", downloads.download_csv, name="download_csv"),
    path("figures.xlsx", downloads.download_xlsx, name="download_xlsx"),
]
