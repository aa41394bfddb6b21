"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("<int:import_id>/", views.import_detail, name="import_detail"),
    path("<int:import_id>/columns/", views.settle_columns, name="settle_columns"),
    path("<int:import_id>/start/", views.start, name="start"),
    path("<int:import_id>/discard/", views.discard, name="discard"),
    path("<int:import_id>/rejected/", views.rejected_rows, name="rejected_rows"),
    path("<int:import_id>/mapping/", views.mapping_file, name="mapping_file"),
]
