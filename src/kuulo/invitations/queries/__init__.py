"""Reads of rounds, triggers, invitations and the budget; what crosses to other rooms is frozen rows."""

from __future__ import annotations

from kuulo.invitations.queries.rounds import RoundView, StratumView, list_rounds, round_view
from kuulo.invitations.queries.tokens import invitations_by_token, views_of
from kuulo.invitations.queries.views import InvitationView

__all__ = [
    "InvitationView",
    "RoundView",
    "StratumView",
    "invitations_by_token",
    "list_rounds",
    "round_view",
    "views_of",
]
