"""Where a trend must not be read across: the wording, the scale or the way of asking changed; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

# Shares of fewer answers than these jump by chance; months are put together until there are as many.
LEAST = 20
RARE = 0.1
USUAL = 0.5
# A change of the mode that falls inside a month shows as one stretch of mixed answers; a slower change is no jump.
MIXED_STRETCHES = 1


class BreakKind(StrEnum):
    """What changed."""

    WORDING = "wording"
    SCALE = "scale"
    MODE = "mode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fed:
    """Answers of one month that feed a measure: one question in one wording on one scale, given by one mode.

    Attributes:
        source: Where they come from.
        question: Its stable key there.
        wording: Version of the wording.
        scale: The scale in a few characters.
        mode: The channel they were given on; ``None`` where it is not known.
        month: ``YYYY-MM``.
        answered: How many.
        first_at: When the first of them was given.
    """

    source: str
    question: str
    wording: str
    scale: str
    mode: str | None
    month: str
    answered: int
    first_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """From ``since`` on, answers cannot be compared with those before, for the reason in ``text``."""

    since: datetime
    kind: BreakKind
    text: Text


@dataclass(slots=True)
class Stretch:
    """Months in a row with enough answers to tell the share of each mode."""

    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, datetime] = field(default_factory=dict)

    def share(self, mode: str) -> float:
        """Return the part of the answers that came by a mode, 0–1."""
        return self.counts[mode] / self.counts.total()


def find_breaks(asked: Iterable[Fed], given: Iterable[Fed], *, least: int = LEAST) -> tuple[Break, ...]:
    """Return the breaks of a measure in order of time.

    A wording or a scale breaks where its first answer comes after answers to the same question in another one. A mode
    breaks where its share rises from under a tenth to over a half at once, or with one month of mixed answers between;
    the break then lies at the first answer it gave in the rise.

    Args:
        asked: What tells the wordings and scales; months in any order.
        given: What tells the modes; months in any order.
        least: Fewest answers from which shares of modes are told.
    """
    known = tuple(asked)
    found = [*_wordings(known), *_scales(known), *_modes(_stretches(given, least))]
    return tuple(sorted(found, key=lambda one: (one.since, one.kind, str(one.text))))


def _wordings(fed: Sequence[Fed]) -> list[Break]:
    template = _("From here on the question “{question}” was asked in the wording “{wording}”.")
    firsts = _firsts((one.source, one.question, one.wording, one.first_at) for one in fed)
    return [
        Break(since=since, kind=BreakKind.WORDING, text=say(template, question=question, wording=wording))
        for question, wording, since in firsts
    ]


def _scales(fed: Sequence[Fed]) -> list[Break]:
    template = _("From here on the question “{question}” was answered on the scale {scale}.")
    firsts = _firsts((one.source, one.question, one.scale, one.first_at) for one in fed)
    return [
        Break(since=since, kind=BreakKind.SCALE, text=say(template, question=question, scale=scale))
        for question, scale, since in firsts
    ]


def _firsts(seen: Iterable[tuple[str, str, str, datetime]]) -> list[tuple[str, str, datetime]]:
    """Return each change as (question, what came new, when): the first value of a question changes nothing."""
    since: dict[tuple[str, str, str], datetime] = {}
    for source, question, value, moment in seen:
        key = (source, question, value)
        since[key] = min(since.get(key, moment), moment)
    ordered = sorted(since.items(), key=lambda one: (one[1], one[0]))
    begun: set[tuple[str, str]] = set()
    changes = []
    for (source, question, value), moment in ordered:
        if (source, question) in begun:
            changes.append((question, value, moment))
        begun.add((source, question))
    return changes


def _stretches(fed: Iterable[Fed], least: int) -> list[Stretch]:
    """Return the months with known modes, put together until each stretch has enough answers; a rest falls away."""
    full: list[Stretch] = []
    current, month = Stretch(), ""
    for one in sorted((one for one in fed if one.mode), key=lambda one: one.month):
        if one.month != month and current.counts.total() >= least:
            full.append(current)
            current = Stretch()
        month = one.month
        mode = str(one.mode)
        current.counts[mode] += one.answered
        current.first[mode] = min(current.first.get(mode, one.first_at), one.first_at)
    return [*full, current] if current.counts.total() >= least else full


def _modes(stretches: Sequence[Stretch]) -> list[Break]:
    template = _("From here on most answers came by “{mode}”; before, hardly any did.")
    return [
        Break(since=since, kind=BreakKind.MODE, text=say(template, mode=mode))
        for mode in sorted({mode for stretch in stretches for mode in stretch.counts})
        if any(stretch.share(mode) > USUAL for stretch in stretches)
        for since in _rises(mode, stretches)
    ]


def _rises(mode: str, stretches: Sequence[Stretch]) -> list[datetime]:
    """Return when a mode began each of its rises from rare to usual."""
    found = []
    low: int | None = None
    for place, stretch in enumerate(stretches):
        share = stretch.share(mode)
        if share < RARE:
            low = place
        elif share > USUAL:
            if low is not None and place - low <= MIXED_STRETCHES + 1:
                found.append(stretches[low + 1].first[mode])
            low = None
    return found
