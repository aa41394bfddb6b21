"""Addresses by which participants join and leave a study, with a key of their own in each and no sign-in."""

from __future__ import annotations

from django.urls import path

from kuulo.studies.views import public

app_name = "own_study"
urlpatterns = [
    path("join/<str:token>/", public.join, name="join"),
    path("join/<str:token>/mine/", public.mine, name="mine"),
    path("join/<str:token>/leave/", public.leave, name="leave"),
    path("join/<str:token>/do/", public.deed, name="deed"),
]
