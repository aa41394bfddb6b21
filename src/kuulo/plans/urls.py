"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.plans.views import coming

app_name = "plans"
urlpatterns = [
    path("", coming.plan, name="plan"),
]
