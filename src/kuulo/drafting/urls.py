"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.drafting import views

app_name = "drafting"
urlpatterns = [
    path("", views.drafting, name="drafting"),
    path("drafting.json", views.drafting_json, name="drafting_json"),
    path("try/", views.try_model, name="try"),
]
