"""Reads of the room: decisions, those that rest on fallen claims, what was learnt, dossiers."""

from __future__ import annotations

from kuulo.decisions.queries.checking import CheckResult, check_effect
from kuulo.decisions.queries.decisions import (
    FELL,
    Flag,
    Wanted,
    checks_of,
    count_decisions,
    decision,
    decisions,
    decisions_between,
    decisions_numbered,
    decisions_on,
    flagged,
    flags_of,
    owners,
    to_check,
)
from kuulo.decisions.queries.dossiers import claim_dossier, decision_dossier
from kuulo.decisions.queries.learning import Fallen, Learning, read_learning
from kuulo.decisions.queries.offering import Offer, offer
from kuulo.decisions.queries.printing import pdf_of

__all__ = [
    "FELL",
    "CheckResult",
    "Fallen",
    "Flag",
    "Learning",
    "Offer",
    "Wanted",
    "check_effect",
    "checks_of",
    "claim_dossier",
    "count_decisions",
    "decision",
    "decision_dossier",
    "decisions",
    "decisions_between",
    "decisions_numbered",
    "decisions_on",
    "flagged",
    "flags_of",
    "offer",
    "owners",
    "pdf_of",
    "read_learning",
    "to_check",
]
