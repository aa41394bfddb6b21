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
    path("record/", keeping.record, name="record"),
    path("texts/", keeping.texts, name="texts"),
]
