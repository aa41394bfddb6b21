"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.matching.views import proposals, runs, settings

app_name = "matching"
urlpatterns = [
    path("", proposals.proposals, name="list"),
    path("<int:proposal_id>/", proposals.proposal_page, name="proposal"),
    path("<int:proposal_id>/decide/", proposals.decide, name="decide"),
    path("runs/", runs.runs, name="runs"),
    path("runs/start/", runs.start, name="start"),
    path("runs/<int:run_id>/", runs.run_page, name="run"),
    path("runs/<int:run_id>/keep/", runs.keep, name="keep_model"),
    path("runs/<int:run_id>/model/<str:kind>/", runs.model_file, name="model_file"),
    path("settings/", settings.settings, name="settings"),
]
