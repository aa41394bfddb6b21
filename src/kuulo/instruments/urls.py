"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.instruments import views

app_name = "instruments"
urlpatterns = [
    path("", views.pending, name="list"),
    path("<slug:slug>/", views.pending, name="build"),
]
