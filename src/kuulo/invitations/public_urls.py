"""Addresses customers reach from their messages; mounted at the root of the site."""

from __future__ import annotations

from django.urls import path

from kuulo.invitations.views import public

app_name = "invited"
urlpatterns = [
    path("u/<str:token>", public.refuse, name="refuse"),
    path("o/<str:token>.gif", public.opened, name="opened"),
]
