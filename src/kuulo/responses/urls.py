"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.responses import views

app_name = "responses"
urlpatterns = [
    path("instruments/<slug:slug>/preview/", views.pending, name="preview"),
    path("instruments/<slug:slug>/ways-in/", views.pending, name="ways_in"),
    path("instruments/<slug:slug>/results/", views.pending, name="results"),
    path("instruments/<slug:slug>/answers/", views.pending, name="answers"),
]
