"""Addresses of the room."""

from __future__ import annotations

from django.urls import URLPattern, path

from kuulo.journeys.views.figures import download, figures
from kuulo.journeys.views.journeys import edit, journeys, new
from kuulo.journeys.views.touchpoints import edit_touchpoint, new_touchpoint, order, touchpoints
from kuulo.journeys.views.traffic import traffic

app_name = "journeys"
urlpatterns: list[URLPattern] = [
    path("", journeys, name="list"),
    path("new/", new, name="new"),
    path("traffic/", traffic, name="traffic"),
    path("touchpoints/", touchpoints, name="touchpoints"),
    path("touchpoints/order/", order, name="order"),
    path("touchpoints/new/", new_touchpoint, name="new_touchpoint"),
    path("touchpoints/<slug:slug>/", edit_touchpoint, name="touchpoint"),
    path("<slug:slug>/", figures, name="journey"),
    path("<slug:slug>/edit/", edit, name="edit"),
    path("<slug:slug>/table.csv", download, name="download"),
]
