"""What is known of customers over time, as arrays: what they answered, when they came and left, what they bought.

Times are days since 1 January 1970 in UTC, with fractions. Persons are numbered from 0; nothing here names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import Definition

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Truths = NDArray[np.bool_]

STILL_THERE: Final = np.inf
# A change counts as one when it is at least this part of the scale: 2 of 0–10, 1 of 1–5.
CHANGED: Final = 0.15


@dataclass(frozen=True, kw_only=True)
class History:
    """Customers' answers and acts; the arrays of one kind have one length.

    Attributes:
        since: When each person became a customer; −inf where it is not known.
        until: When each left; inf for those who are still there.
        person: Whose each answer is, sorted by person and time.
        at: When it was given.
        score: What it was, on the scale of the definition.
        buyer: Whose each purchase is, sorted by person and time; empty where no purchases are known.
        bought: When.
        amount: For how much; cancellations are negative.
        order: Number of the order each line belongs to.
        bringer: Who brought each new customer that was brought.
        brought: When the new one became a customer.
        begin: The first day of which purchases are known.
        now: The last moment of the data.
    """

    since: Floats
    until: Floats
    person: Integers
    at: Floats
    score: Floats
    buyer: Integers
    bought: Floats
    amount: Floats
    order: Integers
    bringer: Integers
    brought: Floats
    begin: float
    now: float

    def __len__(self) -> int:
        return len(self.since)

    @property
    def has_purchases(self) -> bool:
        """Whether anything is known of what customers bought."""
        return len(self.buyer) > 0

    @cached_property
    def _revenue(self) -> Ledger:
        return Ledger(self.buyer, self.bought, self.amount)

    @cached_property
    def _orders(self) -> Ledger:
        """Each order counts once, at its first line; what was only cancelled is no order."""
        kept = self.amount >= 0
        _numbers, first = np.unique(self.order[kept], return_index=True)
        places = np.sort(np.flatnonzero(kept)[first])
        return Ledger(self.buyer[places], self.bought[places], np.ones(len(places)))

    @cached_property
    def _brought(self) -> Ledger:
        order = np.lexsort((self.brought, self.bringer))
        return Ledger(self.bringer[order], self.brought[order], np.ones(len(order)))

    def revenue(self, person: Integers, start: Floats, end: Floats) -> Floats:
        """Return what each person spent after ``start`` up to ``end``."""
        return self._revenue.between(person, start, end)

    def orders(self, person: Integers, start: Floats, end: Floats) -> Floats:
        """Return how many orders each person made after ``start`` up to ``end``."""
        return self._orders.between(person, start, end)

    def newcomers(self, person: Integers, start: Floats, end: Floats) -> Floats:
        """Return how many new customers each person brought after ``start`` up to ``end``."""
        return self._brought.between(person, start, end)

    def is_there(self, person: Integers, at: Floats) -> Truths:
        """Return whether each person was a customer at a time."""
        there: Truths = (self.since[person] <= at) & (self.until[person] > at)
        return there


class Ledger:
    """Sums of amounts by person between two times, without a loop: running sums over rows sorted by person and time."""

    SPAN: Final = 1e6  # days; far beyond any date, so that one number orders by person, then time

    def __init__(self, person: Integers, at: Floats, amount: Floats) -> None:
        self._keys = person * self.SPAN + at
        self._sums = np.concatenate([[0.0], np.cumsum(amount)])

    def between(self, person: Integers, start: Floats, end: Floats) -> Floats:
        """Return the sum of each person's amounts after ``start`` up to ``end``."""
        last = np.searchsorted(self._keys, person * self.SPAN + end, side="right")
        first = np.searchsorted(self._keys, person * self.SPAN + start, side="right")
        found: Floats = self._sums[last] - self._sums[first]
        return found


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Answers that are read together: ``key`` is favourable, middle or unfavourable; both ends belong to it."""

    key: str
    low: float
    high: float
    label: Text


NPS_NAMES: Final = {
    "favourable": _("Promoters ({low}–{high})"),
    "middle": _("Passives ({low}–{high})"),
    "unfavourable": _("Detractors ({low}–{high})"),
}
OTHER_NAMES: Final = dict.fromkeys(NPS_NAMES, _("Scores {low}–{high}"))


def score_groups(definition: Definition) -> tuple[ScoreGroup, ...]:
    """Return the groups of a definition's answers, the favourable first.

    A net score brings its own. Of a share the unfavourable ones are as many answers at the other end; of a mean, those
    on the worse side of the middle of the scale.

    Raises:
        DefinitionError: The definition has no closed scale.
    """
    low, high = definition.scale_min, definition.scale_max
    if low is None or high is None:
        raise DefinitionError(
            _("{definition} has no closed scale, so its answers make no groups."),
            _("Choose a measure on a scale, such as nps@1 or csat.top2@1."),
            definition=definition.id,
        )
    good, bad = _ends(definition, low, high)
    middle = (min(good[1], bad[1]) + 1, max(good[0], bad[0]) - 1)
    names = NPS_NAMES if definition.family in {"nps", "enps"} else OTHER_NAMES
    spans = {"favourable": good, "middle": middle, "unfavourable": bad}
    return tuple(
        ScoreGroup(
            key,
            *span,
            say(names[key] if span[0] < span[1] else _one(names[key]), low=f"{span[0]:g}", high=f"{span[1]:g}"),
        )
        for key, span in spans.items()
        if span[0] <= span[1]
    )


def _one(name: str) -> str:
    return _("Score {low}") if name == OTHER_NAMES["middle"] else name


def _ends(definition: Definition, low: float, high: float) -> tuple[tuple[float, float], tuple[float, float]]:
    if definition.favourable is not None:
        good = definition.favourable
        mirrored = (low + high - good[1], low + high - good[0])
        return good, definition.unfavourable or mirrored
    middle = (low + high) / 2
    upper, lower = (float(np.floor(middle + 1)), high), (low, float(np.ceil(middle - 1)))
    return (upper, lower) if definition.direction > 0 else (lower, upper)


def group_of(groups: tuple[ScoreGroup, ...], score: Floats) -> Integers:
    """Return the place of each score's group; what lies between whole numbers belongs to the middle."""
    keys = [group.key for group in groups]
    rest = keys.index("middle") if "middle" in keys else len(keys) - 1
    found = np.full(len(score), rest, dtype=np.int64)
    for place, group in enumerate(groups):
        found[(score >= group.low) & (score <= group.high)] = place
    return found


def better(definition: Definition, score: Floats) -> Floats:
    """Return scores turned so that a higher one is always the better answer."""
    first = definition.favourable is not None and definition.favourable[0] == definition.scale_min
    return -score if first or definition.direction < 0 else score


def least_change(definition: Definition) -> float:
    """Return from how many points on a score has risen or fallen."""
    return float(np.ceil(CHANGED * ((definition.scale_max or 0) - (definition.scale_min or 0))))


def first_answers(history: History, *, before: float = np.inf, after: float = -np.inf) -> Integers:
    """Return the place of each person's first answer given as a customer in a time; one row a person."""
    inside = history.is_there(history.person, history.at) & (history.at >= after) & (history.at <= before)
    places = np.flatnonzero(inside)
    _persons, first = np.unique(history.person[places], return_index=True)
    return places[first]


def answer_pairs(history: History, *, before: float, after: float, apart: float) -> tuple[Integers, Integers]:
    """Return the places of each person's first and last answer in a time, where they lie far enough apart."""
    inside = history.is_there(history.person, history.at) & (history.at >= after) & (history.at <= before)
    places = np.flatnonzero(inside)
    _persons, first = np.unique(history.person[places], return_index=True)
    last = np.concatenate([first[1:], [len(places)]]) - 1 if len(first) else first
    one, two = places[first], places[last]
    far = history.at[two] - history.at[one] >= apart
    return one[far], two[far]
