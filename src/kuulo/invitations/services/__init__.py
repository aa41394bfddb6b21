"""Asking: rounds, triggers, the contact budget, and what became of each invitation."""

from __future__ import annotations

from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.services.outcomes import record_outcomes

__all__ = ["Outcome", "OutcomeEvent", "record_outcomes"]
