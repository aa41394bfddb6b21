"""How much evidence there is for or against a claim, on a scale from 0 to 5; pure.

Each voice counts once, with the heaviest thing it said: one customer who says a thing ten times is one customer. What
is older than two years counts half. Every method beside the first adds half a step, since methods err in ways of their
own. With S the sum of weights and M the number of methods: min(5, log2(1 + S) + (M − 1) / 2), rounded. The rule is
Kuulo's own; it says how much was heard, not whether it is true.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

STRONGEST: Final = 5
AGED: Final = timedelta(days=730)
AGED_COUNTS: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One piece of evidence as its strength is read.

    Attributes:
        voice: Who says it: the same for all that one customer said.
        method: How it came: interview, diary, survey …
        weight: 1–3.
        at: When it was said.
    """

    voice: str
    method: str
    weight: int
    at: datetime


def strength_of(heard: Iterable[Heard], *, now: datetime) -> int:
    """Return how much evidence there is, 0 (none) to 5."""
    voices: dict[str, float] = {}
    methods: set[str] = set()
    for each in heard:
        counts = each.weight * (AGED_COUNTS if now - each.at > AGED else 1.0)
        voices[each.voice] = max(voices.get(each.voice, 0.0), counts)
        methods.add(each.method)
    if not voices:
        return 0
    return max(1, min(STRONGEST, round(math.log2(1 + sum(voices.values())) + (len(methods) - 1) / 2)))
