"""Addresses that customers open; they stand beside the pages of staff."""

from __future__ import annotations

from django.urls import path

from kuulo.rights.views import own, own_deeds

app_name = "own"
urlpatterns = [
    path("me/", own.ask, name="ask"),
    path("me/code/", own.code, name="code"),
    path("me/done/<str:reference>/", own.done, name="done"),
    path("me/<str:token>/", own.page, name="page"),
    path("me/<str:token>/decide/", own_deeds.decide, name="decide"),
    path("me/<str:token>/correct/", own_deeds.correct, name="correct"),
    path("me/<str:token>/data.json", own_deeds.export_json, name="export_json"),
    path("me/<str:token>/data.html", own_deeds.export_html, name="export_html"),
    path("me/<str:token>/erase/", own_deeds.erase, name="erase"),
]
