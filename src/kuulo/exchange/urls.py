"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.exchange.views import coming

app_name = "exchange"
urlpatterns = [
    path("<slug:slug>/exchange/", coming.exchange, name="exchange"),
]
