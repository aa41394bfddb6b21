"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.sources.views import lists, media, notes, source

app_name = "sources"
urlpatterns = [
    path("<slug:slug>/sources/", lists.sources, name="sources"),
    path("<slug:slug>/sources.json", lists.sources_json, name="sources_json"),
    path("<slug:slug>/sources/add/", lists.add, name="add"),
    path("<slug:slug>/sources/<str:key>/", source.source, name="source"),
    path("<slug:slug>/sources/<str:key>.json", source.source_json, name="source_json"),
    path("<slug:slug>/sources/<str:key>/media/", media.media, name="media"),
    path("<slug:slug>/sources/<str:key>/speakers/", source.speakers, name="speakers"),
    path("<slug:slug>/sources/<str:key>/erase/", source.erase, name="erase"),
    path("<slug:slug>/notes/", notes.notes, name="notes"),
    path("<slug:slug>/notes/worker.js", notes.worker, name="notes_worker"),
    path("<slug:slug>/notes/app.webmanifest", notes.manifest, name="notes_manifest"),
    path("<slug:slug>/notes/take/", notes.take, name="take_notes"),
]
