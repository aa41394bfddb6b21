"""What an earlier follow-up of the silent can teach: who of those drawn was heard at the ordinary effort; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.correction.rules.attributes import EARLIER
from kuulo.measures.correction import Categorical, Features, Lesson

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Those whom that follow-up did not hear either teach nothing. Where half answered at once and the odds of hearing the
# others go with the score by half as much again, a fifth unheard moves the learnt log odds by less than 0.2: no more
# than the allowance that its interval makes for drift.
REACHED: Final = 0.8
# Persons heard at once and persons heard later: fewer carry no odds.
OF_EACH: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A lesson, and the first day of the follow-up it comes from."""

    lesson: Lesson
    on: date

    @property
    def month(self) -> str:
        """The month of that follow-up, as ``2026-03``."""
        return f"{self.on:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """An earlier follow-up, one element a person drawn.

    Attributes:
        at: When it began.
        person: Numbers; below 0 where nobody knows any more who it was.
        score: What each answered in it; not a number where nothing.
        reminders: Reminders each got before answering, or in all.
    """

    at: datetime
    person: Codes
    score: Floats
    reminders: Codes


def reached(followed: Round) -> bool:
    """Return whether the follow-up heard enough of those drawn."""
    heard = ~np.isnan(followed.score)
    return bool(len(heard)) and float(heard.mean()) >= REACHED


def tells_apart(at_once: Flags, floor: int) -> bool:
    """Return whether enough were heard at the ordinary effort and enough only at more.

    Args:
        at_once: Of each person heard, whether the ordinary effort was enough.
        floor: Fewest persons anything may be said about.
    """
    return min(int(at_once.sum()), int((~at_once).sum())) >= max(OF_EACH, floor)


def as_today(now: Features, whole: Features, rows: Codes, then: Features) -> Features:
    """Return what is known of some rows of the frame, in the names and levels of today's figure.

    Args:
        now: What today's figure goes by, one row each of the frame.
        whole: The same before levels were joined.
        rows: Rows of the frame.
        then: What was known of these rows at that time, in levels of ``whole``; of what is not in it, today's is taken.
    """
    found = {}
    for name, held in now.categorical.items():
        if name == EARLIER:
            continue
        codes = held.codes[rows]
        if name in then.categorical:
            before = whole.categorical[name]
            joined = np.full(len(before.levels) + 1, -1, dtype=np.int64)
            joined[before.codes] = held.codes  # a missing level, −1, is the last place
            codes = joined[then.categorical[name].codes]
        found[name] = Categorical(codes, held.levels)
    return Features(found)
