"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.searches import views

app_name = "searches"
urlpatterns = [
    path("", views.search, name="search"),
    path("search.json", views.search_json, name="search_json"),
    path("save/", views.save, name="save"),
    path("write/", views.write, name="write"),
    path("saved/<slug:slug>/remove/", views.remove, name="remove"),
]
