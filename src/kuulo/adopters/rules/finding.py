"""Early adopters by what they do and say: among the first with new things that others took up after them; pure.

Of those who were customers when a thing appeared and came to use it, the first 16 % are early: innovators and early
adopters of Rogers (Diffusion of Innovations, 1962). A thing counts only where others followed: it has users enough, and
half of them came at least a week after the early ones. Somebody's early days are compared with how many chance alone
would give a customer who took up new things on as many days, so that being active is not being early; by a
Poisson law, which for a sum of chances is careful (Le Cam 1960; its variance is the larger one).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil, exp
from typing import Final

import numpy as np
from numpy.typing import NDArray

EARLY: Final = 0.16
FEWEST_USERS: Final = 20
LEAD_IN: Final = timedelta(days=60)
"""What is there from the beginning of the data is not new: it may be older than the data."""
FOLLOWED_AFTER: Final = timedelta(days=7)
FEWEST_DAYS: Final = 2
CHANCE: Final = 0.05
MOST: Final = 200
MOST_REASONS: Final = 8
MICROSECONDS: Final = 1_000_000
A_DAY: Final = 86_400 * MICROSECONDS


class ItemKind(StrEnum):
    """What kind of thing was new."""

    EVENT = "event"
    PRODUCT = "product"
    TOUCHPOINT = "touchpoint"
    THEME = "theme"
    """Not used but spoken of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstUses:
    """When each customer first did, or spoke of, each thing.

    Attributes:
        parties: Number of the customer, a row each.
        items: Place of the thing in `names`.
        moments: Microseconds since 1970.
        names: ``kind:name`` of each thing.
        seen: Customer → when they were first seen at all, microseconds since 1970.
        suggestions: Customer → how many suggestions they made.
        begins: When the data begin, microseconds since 1970.
    """

    parties: NDArray[np.int64]
    items: NDArray[np.int64]
    moments: NDArray[np.int64]
    names: Sequence[str]
    seen: Mapping[int, int]
    suggestions: Mapping[int, int] = field(default_factory=dict)
    begins: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A new thing that others took up after the first.

    Attributes:
        appeared: When anybody first used it.
        users: Customers who were there when it appeared and came to use it.
        early: Who of them was early, with the moment (microseconds since 1970).
        takers: All of them, with the moment.
    """

    kind: ItemKind
    name: str
    appeared: int
    users: int
    early: Mapping[int, int] = field(repr=False)
    takers: Mapping[int, int] = field(repr=False)

    @property
    def at(self) -> datetime:
        """Return when it appeared."""
        return _moment(self.appeared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """That somebody was among the first with one thing."""

    kind: ItemKind
    name: str
    at: datetime
    place: int
    users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who may be an early adopter.

    Attributes:
        party: Number of the customer.
        days: On how many days they were among the first with most of what they took up.
        expected: How many such days chance gives a customer who took up new things on as many days.
        chance: How likely so many days, or more, are by chance alone.
        suggestions: How many suggestions they made.
        reasons: The things, those fewest were before with first.
    """

    party: int
    days: int
    expected: float
    chance: float
    suggestions: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found: the new things that spread, who was first, and how many chance alone would call first."""

    items: tuple[Item, ...]
    candidates: tuple[Candidate, ...]
    by_chance: float = 0.0


def find_adopters(uses: FirstUses) -> Found:
    """Return the new things that spread and those who were first with them more often than by chance."""
    items = new_items(uses)
    early = {party for item in items for party in item.early}
    taken: dict[int, list[Item]] = {}
    for item in items:
        for party in early.intersection(item.takers):
            taken.setdefault(party, []).append(item)
    found = [_candidate(party, theirs, uses) for party, theirs in taken.items()]
    kept = sorted((one for one in found if is_likely(one)), key=lambda one: (one.chance, -one.suggestions, one.party))
    return Found(items=items, candidates=tuple(kept[:MOST]), by_chance=expected_by_chance(items))


def expected_by_chance(items: Sequence[Item]) -> float:
    """Return how many customers would be proposed for what they do if being first were chance alone."""
    if not items:
        return 0.0
    parties = np.concatenate([np.fromiter(item.takers, np.int64, len(item.takers)) for item in items])
    moments = np.concatenate([np.fromiter(item.takers.values(), np.int64, len(item.takers)) for item in items])
    pairs = np.unique(np.stack([parties, moments // A_DAY], axis=1), axis=0)
    _parties, days = np.unique(pairs[:, 0], return_counts=True)
    sizes, customers = np.unique(days, return_counts=True)
    chances = [chance_of_proposal(EARLY * int(size)) for size in sizes]
    return float(np.dot(chances, customers))


def chance_of_proposal(expected: float) -> float:
    """Return how likely chance alone has somebody proposed for what they do."""
    fewest = FEWEST_DAYS
    while at_least(fewest, expected) > CHANCE:
        fewest += 1
    return at_least(fewest, expected)


def is_likely(one: Candidate) -> bool:
    """Return whether somebody is proposed: early more often than chance gives, or early and with suggestions."""
    by_doing = one.days >= FEWEST_DAYS and one.chance <= CHANCE
    by_saying = one.suggestions > 0 and one.chance <= 2 * CHANCE
    return by_doing or by_saying


def new_items(uses: FirstUses) -> tuple[Item, ...]:
    """Return things that appeared after the data began and that others took up after the first, oldest first."""
    order = np.lexsort((uses.moments, uses.items))
    items, parties, moments = uses.items[order], uses.parties[order], uses.moments[order]
    edges = np.flatnonzero(np.diff(items)) + 1
    found = []
    for start, end in zip([0, *edges], [*edges, len(items)], strict=True):
        if end - start >= FEWEST_USERS:
            item = _item(uses, int(items[start]), parties[start:end], moments[start:end])
            found += [item] if item is not None else []
    return tuple(sorted(found, key=lambda item: (item.appeared, item.kind, item.name)))


def _item(uses: FirstUses, place: int, parties: NDArray[np.int64], moments: NDArray[np.int64]) -> Item | None:
    """Return a thing with who was early; None where it is as old as the data, has few users, or nobody followed."""
    appeared = int(moments[0])
    if appeared - uses.begins < _micro(LEAD_IN):
        return None
    there = np.array([uses.seen.get(int(party), appeared) < appeared for party in parties], bool)
    parties, moments = parties[there], moments[there]
    if len(parties) < FEWEST_USERS:
        return None
    first = ceil(EARLY * len(parties))
    if moments[len(parties) // 2] - moments[first - 1] < _micro(FOLLOWED_AFTER):
        return None
    kind, _colon, name = uses.names[place].partition(":")
    return Item(
        kind=ItemKind(kind),
        name=name,
        appeared=appeared,
        users=len(parties),
        early=dict(zip(parties[:first].tolist(), moments[:first].tolist(), strict=True)),
        takers=dict(zip(parties.tolist(), moments.tolist(), strict=True)),
    )


def _candidate(party: int, theirs: Sequence[Item], uses: FirstUses) -> Candidate:
    """Return how often somebody was early, against chance.

    One basket holds many things, so a day is the unit: it is an early one where more than half of the new things taken
    up on it were. However the things of a day hang together, chance makes it so at most as often as one thing alone.
    """
    by_day = Counter(_moment(item.takers[party]).date() for item in theirs)
    early = [item for item in theirs if party in item.early]
    hits = Counter(_moment(item.early[party]).date() for item in early)
    days = sum(2 * count > by_day[day] for day, count in hits.items())
    expected = EARLY * len(by_day)
    reasons = sorted((_reason(party, item) for item in early), key=lambda one: (one.place / one.users, one.at))
    return Candidate(
        party=party,
        days=days,
        expected=expected,
        chance=at_least(days, expected),
        suggestions=uses.suggestions.get(party, 0),
        reasons=tuple(reasons[:MOST_REASONS]),
    )


def _reason(party: int, item: Item) -> Reason:
    at = item.early[party]
    place = 1 + sum(moment < at for moment in item.early.values())
    return Reason(kind=item.kind, name=item.name, at=_moment(at), place=place, users=item.users)


def at_least(count: int, expected: float) -> float:
    """Return how likely a Poisson law of this mean gives at least so many; 0–1."""
    term = total = exp(-expected)
    for number in range(1, count):
        term *= expected / number
        total += term
    return max(1.0 - total, 0.0) if count else 1.0


def _micro(span: timedelta) -> int:
    return round(span.total_seconds() * MICROSECONDS)


def _moment(microseconds: int) -> datetime:
    return EPOCH + timedelta(microseconds=microseconds)


EPOCH: Final = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
