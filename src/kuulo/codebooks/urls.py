"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.codebooks.views import books, codes, coding, proposals

app_name = "codebooks"
urlpatterns = [
    path("", books.codebooks, name="codebooks"),
    path("list.json", books.codebooks_json, name="codebooks_json"),
    path("new/", books.new, name="new"),
    path("proposals/<int:proposal_id>/decide/", proposals.decide, name="decide"),
    path("<slug:slug>/", books.codebook, name="codebook"),
    path("<slug:slug>/codebook.json", books.codebook_json, name="codebook_json"),
    path("<slug:slug>/codes.csv", books.download, name="download"),
    path("<slug:slug>/change/", books.change, name="change"),
    path("<slug:slug>/remove/", books.remove, name="remove"),
    path("<slug:slug>/learn/", books.learn, name="learn"),
    path("<slug:slug>/import/", codes.import_codes, name="import_codes"),
    path("<slug:slug>/code/", coding.code, name="code"),
    path("<slug:slug>/disputes/", coding.disputes, name="disputes"),
    path("<slug:slug>/disputes/settle/", coding.settle, name="settle"),
    path("<slug:slug>/codes/new/", codes.new_code, name="new_code"),
    path("<slug:slug>/codes/<slug:key>/", codes.change_code, name="change_code"),
    path("<slug:slug>/codes/<slug:key>/move/", codes.move_code, name="move_code"),
    path("<slug:slug>/codes/<slug:key>/draft/", codes.draft_definition, name="draft_definition"),
    path("<slug:slug>/codes/<slug:key>/join/", codes.join_code, name="join_code"),
    path("<slug:slug>/codes/<slug:key>/remove/", codes.remove_code, name="remove_code"),
    path("<slug:slug>/codes/<slug:key>/proposals/", proposals.proposals, name="proposals"),
]
