"""Tables of asking: rounds, triggers, invitations and their messages, and the budget of contacts.

A row of another room is met by its key alone: `instruments.Instrument` and `customers.Party`.
"""

from __future__ import annotations

from kuulo.invitations.models.askings import Asking, Round, Trigger
from kuulo.invitations.models.budget import BudgetRule, Contact, Ledger
from kuulo.invitations.models.invitations import EVENT_LENGTH, TOKEN_LENGTH, Invitation, Mailing, NotAsked

__all__ = [
    "EVENT_LENGTH",
    "TOKEN_LENGTH",
    "Asking",
    "BudgetRule",
    "Contact",
    "Invitation",
    "Ledger",
    "Mailing",
    "NotAsked",
    "Round",
    "Trigger",
]
