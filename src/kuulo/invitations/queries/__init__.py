"""Reads of rounds, triggers, invitations and the budget; what crosses to other rooms is frozen rows."""

from __future__ import annotations

from kuulo.invitations.queries.messages import MessageView, invitation_ids_of, messages_to
from kuulo.invitations.queries.rounds import RoundView, StratumView, list_rounds, round_view
from kuulo.invitations.queries.tokens import invitations_by_token, views_of
from kuulo.invitations.queries.triggers import TriggerView, list_triggers, trigger_of_token, trigger_view
from kuulo.invitations.queries.turnout import Turnout, turnout
from kuulo.invitations.queries.views import InvitationView

__all__ = [
    "InvitationView",
    "MessageView",
    "RoundView",
    "StratumView",
    "TriggerView",
    "Turnout",
    "invitation_ids_of",
    "invitations_by_token",
    "list_rounds",
    "list_triggers",
    "messages_to",
    "round_view",
    "trigger_of_token",
    "trigger_view",
    "turnout",
    "views_of",
]
