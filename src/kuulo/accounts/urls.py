"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("<int:user_id>/role/", views.change_role, name="change_role"),
]
