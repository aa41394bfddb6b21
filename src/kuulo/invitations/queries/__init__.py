"""Reads of rounds, triggers, invitations and the budget; what crosses to other rooms is frozen rows."""

from __future__ import annotations

from kuulo.invitations.queries.tokens import invitations_by_token
from kuulo.invitations.queries.views import InvitationView

__all__ = ["InvitationView", "invitations_by_token"]
