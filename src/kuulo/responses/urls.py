"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.responses.views import answers, kiosk, preview, public, results, suspects, ways_in, widget

app_name = "responses"
urlpatterns = [
    path("a/<str:token>", public.way_in, name="way_in"),
    path("p/<str:token>", public.personal, name="personal"),
    path("r/<str:key>", public.response, name="response"),
    path("instruments/<slug:slug>/preview/", preview.preview, name="preview"),
    path("instruments/<slug:slug>/preview/page/", preview.preview_page, name="preview_page"),
    path("instruments/<slug:slug>/ways-in/", ways_in.ways_in, name="ways_in"),
    path("instruments/<slug:slug>/ways-in/<int:pk>/close/", ways_in.close_way_in, name="close_way_in"),
    path("instruments/<slug:slug>/ways-in/<int:pk>/open/", ways_in.reopen_way_in, name="reopen_way_in"),
    path("instruments/<slug:slug>/ways-in/<int:pk>/poster/", ways_in.poster, name="poster"),
    path("instruments/<slug:slug>/ways-in/<int:pk>/try/", ways_in.try_widget, name="try_widget"),
    path("instruments/<slug:slug>/results/", results.results, name="results"),
    path("instruments/<slug:slug>/results/release/", suspects.release, name="release"),
    path("w/kuulo.js", widget.widget, name="widget"),
    path("k/worker.js", kiosk.worker, name="kiosk_worker"),
    path("k/<str:token>", kiosk.kiosk, name="kiosk"),
    path("k/<str:token>/app.webmanifest", kiosk.manifest, name="kiosk_manifest"),
    path("instruments/<slug:slug>/answers/", answers.answers, name="answers"),
    path("instruments/<slug:slug>/answers/<slug:format>/", answers.answers_file, name="answers_file"),
]
