"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.people, name="people"),
    path("keys/", views.keys, name="keys"),
    path("keys/<int:key_id>/revoke/", views.revoke_key, name="revoke_key"),
    path("<int:user_id>/role/", views.change_role, name="change_role"),
]
