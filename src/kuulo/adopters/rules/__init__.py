"""Pure rules of the room: who was among the first, how likely by chance, and what becomes of a proposal."""

from __future__ import annotations

from kuulo.adopters.rules.again import Again, again_of
from kuulo.adopters.rules.finding import EARLY, Candidate, FirstUses, Found, Item, ItemKind, Reason, find_adopters
from kuulo.adopters.rules.states import AdopterState, decided

__all__ = [
    "EARLY",
    "AdopterState",
    "Again",
    "Candidate",
    "FirstUses",
    "Found",
    "Item",
    "ItemKind",
    "Reason",
    "again_of",
    "decided",
    "find_adopters",
]
