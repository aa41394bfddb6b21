"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.events.views import sources

app_name = "events"
urlpatterns = [
    path("", sources.sources, name="sources"),
    path("new/", sources.new, name="new"),
    path("<slug:slug>/", sources.source, name="source"),
    path("<slug:slug>/turn/", sources.turn, name="turn"),
    path("<slug:slug>/keys/", sources.add_key, name="add_key"),
    path("<slug:slug>/keys/<int:pk>/revoke/", sources.revoke_key, name="revoke_key"),
]
