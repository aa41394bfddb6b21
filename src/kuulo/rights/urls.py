"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.rights.views import keeping, requests

app_name = "rights"
urlpatterns = [
    path("", requests.listing, name="requests"),
    path("new/<int:party_id>/", requests.new, name="new"),
    path("requests/<str:reference>/", requests.request_page, name="request"),
    path("requests/<str:reference>/data.json", requests.export, name="export"),
    path("receipts/<str:reference>/", requests.receipt, name="receipt"),
    path("periods/", keeping.retention, name="retention"),
    path("periods/set/", keeping.set_period, name="set_period"),
    path("record/facts/", keeping.set_facts, name="set_facts"),
    path("texts/keep/", keeping.keep_text, name="keep_text"),
    path("record/", keeping.record, name="record"),
    path("texts/", keeping.texts, name="texts"),
]
