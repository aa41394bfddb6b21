"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.ideas.views import changing, ideas, sign_changing, signs

app_name = "ideas"
urlpatterns = [
    path("", ideas.ideas_page, name="ideas"),
    path("ideas.json", ideas.ideas_json, name="ideas_json"),
    path("new/", changing.new, name="new"),
    path("signals/", signs.signs_page, name="signs"),
    path("signals/signals.json", signs.signs_json, name="signs_json"),
    path("signals/new/", sign_changing.new_sign, name="new_sign"),
    path("signals/<str:number>/", signs.sign_page, name="sign"),
    path("signals/<str:number>/signal.json", signs.sign_json, name="sign_json"),
    path("signals/<str:number>/judge/", sign_changing.judge, name="judge"),
    path("signals/<str:number>/step/", sign_changing.move_sign, name="move_sign"),
    path("signals/<str:number>/trend/", sign_changing.trend, name="trend"),
    path("tellers/<int:teller>/remove/", changing.remove_teller, name="remove_teller"),
    path("<str:number>/", ideas.idea_page, name="idea"),
    path("<str:number>/idea.json", ideas.idea_json, name="idea_json"),
    path("<str:number>/tell/", changing.tell, name="tell"),
    path("<str:number>/words/", changing.words, name="words"),
    path("<str:number>/need/", changing.need, name="need"),
    path("<str:number>/step/", changing.move, name="move"),
    path("<str:number>/merge/", changing.merge, name="merge"),
    path("<str:number>/part/", changing.part, name="part"),
]
