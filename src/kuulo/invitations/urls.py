"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.invitations import views

app_name = "invitations"
urlpatterns = [
    path("", views.pending, name="rounds"),
    path("for/<slug:slug>/", views.pending, name="instrument"),
]
