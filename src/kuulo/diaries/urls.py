"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.diaries.views import changing, page

app_name = "diaries"
urlpatterns = [
    path("<slug:slug>/diary/", page.diary, name="diary"),
    path("<slug:slug>/diary/diary.json", page.diary_json, name="diary_json"),
    path("<slug:slug>/diary/settings/", changing.settings, name="settings"),
    path("<slug:slug>/diary/questions/new/", changing.new_question, name="new_question"),
    path("<slug:slug>/diary/questions/<slug:key>/", changing.step_question, name="step_question"),
    path("<slug:slug>/diary/prompts/new/", changing.new_prompt, name="new_prompt"),
    path("<slug:slug>/diary/prompts/<slug:key>/", changing.retire_prompt, name="retire_prompt"),
    path("<slug:slug>/diary/messages/<int:message_id>/", changing.send_again, name="send_again"),
]
