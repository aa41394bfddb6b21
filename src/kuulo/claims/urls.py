"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.claims.views import acts, cutting, mapping, pages

app_name = "claims"
urlpatterns = [
    path("", pages.claims, name="claims"),
    path("claims.json", pages.claims_json, name="claims_json"),
    path("new/", pages.new, name="new"),
    path("cut/", cutting.cut, name="cut"),
    path("map/", mapping.assumption_map, name="map"),
    path("map.json", mapping.map_json, name="map_json"),
    path("map/<str:number>/", mapping.place, name="place"),
    path("<str:number>/", pages.claim, name="claim"),
    path("<str:number>.json", pages.claim_json, name="claim_json"),
    path("<str:number>/change/", pages.change, name="change"),
    path("<str:number>/step/", acts.step, name="step"),
    path("<str:number>/take-over/", acts.take_over, name="take_over"),
    path("<str:number>/attach/", acts.attach, name="attach"),
    path("<str:number>/evidence/<int:evidence>/detach/", acts.detach, name="detach"),
    path("<str:number>/evidence/<int:evidence>/again/", acts.attach_again, name="attach_again"),
    path("<str:number>/ask/", acts.ask, name="ask"),
    path("<str:number>/answers/<int:answer>/aside/", acts.set_aside, name="set_aside"),
    path("<str:number>/questions/<int:question>/close/", acts.close_question, name="close_question"),
    path("<str:number>/fragments/<int:fragment>/share/", acts.share, name="share"),
]
