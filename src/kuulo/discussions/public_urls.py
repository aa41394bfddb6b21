"""Addresses participants use, with a key of their own in each and no sign-in."""

from __future__ import annotations

from django.urls import path

from kuulo.discussions.views import public, public_deeds

app_name = "talk"
urlpatterns = [
    path("talk/<str:token>/", public.talk, name="talk"),
    path("talk/<str:token>/name/", public_deeds.name, name="name"),
    path("talk/<str:token>/topic/", public_deeds.topic, name="topic"),
    path("talk/<str:token>/seen/", public_deeds.seen, name="seen"),
    path("talk/<str:token>/vote/<str:poll>/", public_deeds.vote, name="vote"),
    path("talk/<str:token>/message/<str:key>/", public_deeds.message, name="message"),
    path("talk/<str:token>/<str:thread>/", public.thread, name="thread"),
    path("talk/<str:token>/<str:thread>/new/", public.news, name="news"),
]
