"""Reads of the room."""

from __future__ import annotations

from kuulo.ideas.queries.ideas import (
    ORDERS,
    WantedIdeas,
    count_states,
    heads,
    idea,
    ideas,
    ideas_numbered,
    tellers_of,
)
from kuulo.ideas.queries.signs import judgements_of, sign, signs, trends
from kuulo.ideas.queries.weighing import reach_of, scored_measures, terms_of

__all__ = [
    "ORDERS",
    "WantedIdeas",
    "count_states",
    "heads",
    "idea",
    "ideas",
    "ideas_numbered",
    "judgements_of",
    "reach_of",
    "scored_measures",
    "sign",
    "signs",
    "tellers_of",
    "terms_of",
    "trends",
]
