"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.list_page, name="list"),
    path("<int:job_id>/", views.detail, name="detail"),
    path("<int:job_id>/repeat/", views.repeat, name="repeat"),
]
