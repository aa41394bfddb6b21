"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.decisions.views import pages, papers, steps

app_name = "decisions"
urlpatterns = [
    path("", pages.decision_list, name="decisions"),
    path("list.json", pages.decision_list_json, name="decisions_json"),
    path("new/", pages.new, name="new"),
    path("learning/", papers.learning, name="learning"),
    path("learning.json", papers.learning_json, name="learning_json"),
    path("claims/<str:number>/dossier/", papers.claim_dossier_page, name="claim_dossier"),
    path("claims/<str:number>/dossier.pdf", papers.claim_dossier_pdf, name="claim_dossier_pdf"),
    path("<str:number>/", pages.one_decision, name="decision"),
    path("<str:number>/decision.json", pages.one_decision_json, name="decision_json"),
    path("<str:number>/change/", pages.change, name="change"),
    path("<str:number>/meeting/", steps.meeting, name="meeting"),
    path("<str:number>/begin/", steps.begin, name="begin"),
    path("<str:number>/postpone/", steps.postpone, name="postpone"),
    path("<str:number>/compute/", steps.compute, name="compute"),
    path("<str:number>/confirm/", steps.confirm, name="confirm"),
    path("<str:number>/single/", steps.single, name="single"),
    path("<str:number>/double/", steps.double, name="double"),
    path("<str:number>/dossier/", papers.dossier, name="dossier"),
    path("<str:number>/dossier.pdf", papers.dossier_pdf, name="dossier_pdf"),
]
