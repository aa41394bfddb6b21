"""Addresses participants use, with a key of their own in each and no sign-in."""

from __future__ import annotations

from django.urls import path

from kuulo.diaries.views import public, public_deeds, public_media

app_name = "own_diary"
urlpatterns = [
    path("diary/worker.js", public.worker, name="worker"),
    path("diary/<str:token>/", public.diary, name="diary"),
    path("diary/<str:token>/entries/", public.entries, name="entries"),
    path("diary/<str:token>/media/<str:key>/", public_media.media, name="media"),
    path("diary/<str:token>/app.webmanifest", public.manifest, name="manifest"),
    path("diary/<str:token>/erase/", public_deeds.erase, name="erase"),
    path("diary/<str:token>/remind/", public_deeds.remind, name="remind"),
    path("diary/<str:token>/leave/", public_deeds.leave, name="leave"),
]
