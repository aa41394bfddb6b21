"""What words call for: an answer, a change, thanks, or a person now."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CallKind(StrEnum):
    """The kinds of calls."""

    QUESTION = "question"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    LEAVING = "leaving"
    DANGER = "danger"
    COMPLAINT = "complaint"


PERSON_NEEDED = frozenset({CallKind.LEAVING, CallKind.DANGER, CallKind.COMPLAINT})
"""The calls that somebody of the organisation should answer now."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call in a text: what for, how probably, where (code points, end exclusive).

    Praise stands at the name of the person where there is one, else at the words that praise; others at their words.
    """

    kind: CallKind
    probability: float
    start: int
    end: int
