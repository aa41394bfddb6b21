"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from kuulo.invitations.views import budget, messages, people, planning, quiet, rounds, triggers

app_name = "invitations"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("budget/", budget.budget, name="budget"),
    path("people/", people.people, name="people"),
    path("for/<slug:slug>/", rounds.of_instrument, name="instrument"),
    path("for/<slug:slug>/new/", planning.new_round, name="new_round"),
    path("for/<slug:slug>/new-trigger/", triggers.new_trigger, name="new_trigger"),
    path("for/<slug:slug>/message/", messages.message, name="message"),
    path("<int:round_id>/", rounds.round_page, name="round"),
    path("<int:round_id>/change/", planning.edit_round, name="edit_round"),
    path("<int:round_id>/step/", rounds.step, name="step"),
    path("<int:round_id>/test/", messages.send_test, name="send_test"),
    path("<int:round_id>/quiet/", quiet.quiet, name="quiet"),
    path("triggers/<int:trigger_id>/", triggers.trigger, name="trigger"),
    path("triggers/<int:trigger_id>/turn/", triggers.turn_trigger, name="turn_trigger"),
]
