"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.adopters import views

app_name = "adopters"
urlpatterns = [
    path("", views.adopters, name="adopters"),
    path("adopters.json", views.adopters_json, name="adopters_json"),
    path("look/", views.look, name="look"),
    path("name/", views.name_by_hand, name="name"),
    path("<int:number>/decide/", views.decide, name="decide"),
]
