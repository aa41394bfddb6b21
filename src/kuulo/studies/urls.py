"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.studies.views import people, sessions, studies, study

app_name = "studies"
urlpatterns = [
    path("", studies.studies, name="studies"),
    path("studies.json", studies.studies_json, name="studies_json"),
    path("new/", studies.new, name="new"),
    path("<slug:slug>/", study.study, name="study"),
    path("<slug:slug>/study.json", study.study_json, name="study_json"),
    path("<slug:slug>/change/", studies.change, name="change"),
    path("<slug:slug>/step/", study.step, name="step"),
    path("<slug:slug>/result/", study.result, name="result"),
    path("<slug:slug>/team/", study.team, name="team"),
    path("<slug:slug>/texts/", study.texts, name="texts"),
    path("<slug:slug>/texts.json", study.texts_json, name="texts_json"),
    path("<slug:slug>/participants/", people.participants, name="participants"),
    path("<slug:slug>/participants.json", people.participants_json, name="participants_json"),
    path("<slug:slug>/participants/draw/", people.draw, name="draw"),
    path("<slug:slug>/participants/add/", people.add, name="add"),
    path("<slug:slug>/participants/link/", people.link, name="link"),
    path("<slug:slug>/participants/<int:participant_id>/", people.deed, name="participant_deed"),
    path("<slug:slug>/sessions/", sessions.sessions, name="sessions"),
    path("<slug:slug>/sessions.json", sessions.sessions_json, name="sessions_json"),
    path("<slug:slug>/sessions/new/", sessions.new_session, name="new_session"),
    path("<slug:slug>/sessions/<int:number>/", sessions.session_page, name="session"),
    path("<slug:slug>/sessions/<int:number>/session.json", sessions.session_json, name="session_json"),
    path("<slug:slug>/sessions/<int:number>/change/", sessions.change_session, name="change_session"),
    path("<slug:slug>/sessions/<int:number>/do/", sessions.session_deed, name="session_deed"),
]
