"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.studies.views import coming

app_name = "studies"
urlpatterns = [
    path("", coming.studies, name="studies"),
    path("<slug:slug>/", coming.study, name="study"),
    path("<slug:slug>/participants/", coming.participants, name="participants"),
    path("<slug:slug>/sessions/", coming.sessions, name="sessions"),
]
