"""Reads of the room: claims with where they stand now, fragments as a reader may see them, questions to customers."""

from __future__ import annotations

from kuulo.claims.queries.claims import (
    Wanted,
    claim,
    claims,
    claims_numbered,
    count_claims,
    evidence_of,
    owners,
    standings_of,
    states_of,
    wordings,
)
from kuulo.claims.queries.fragments import draft_view, estimate_of, figure_words, fragment
from kuulo.claims.queries.questions import count_unjudged, questions_of, unjudged_of
from kuulo.claims.queries.reader import Reader

__all__ = [
    "Reader",
    "Wanted",
    "claim",
    "claims",
    "claims_numbered",
    "count_claims",
    "count_unjudged",
    "draft_view",
    "estimate_of",
    "evidence_of",
    "figure_words",
    "fragment",
    "owners",
    "questions_of",
    "standings_of",
    "states_of",
    "unjudged_of",
    "wordings",
]
