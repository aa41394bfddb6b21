"""Which items of a source belong together: tables of questions, items with one stem, all on one scale."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.scales.moments import MOST_ITEMS, Ends
from kuulo.measures.scales.scorings import SCORINGS, Scoring, scorings_for

FEWEST: Final = 3
OWN: Final = "own"
ROW: Final = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaledItem:
    """One question that was answered on one scale, and by how many persons."""

    name: str
    ends: Ends
    direction: int
    persons: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSet:
    """Items that are examined together.

    Attributes:
        key: How it is written in an address.
        title: What a reader calls it; a table of questions carries its own words, found by ``question``.
        items: Names of the items.
        reverse: Those turned round.
        ends: Lowest and highest answer.
        direction: +1 when a higher mean is better.
        question: Key of the table of questions, or empty.
        scoring: The scoring it follows; ``None`` for a plain set.
    """

    key: str
    title: Text
    items: tuple[str, ...]
    reverse: tuple[str, ...]
    ends: Ends
    direction: int
    question: str = ""
    scoring: Scoring | None = None


def sets_of(items: Sequence[ScaledItem]) -> tuple[ItemSet, ...]:
    """Return the sets the items of a source make: known scorings, tables, stems, then all on one scale."""
    found = [*_scored(items), *_gathered(items, "table", _table_of), *_gathered(items, "stem", _stem_of)]
    found += _gathered(items, "scale", lambda item: f"{item.ends[0]:g}–{item.ends[1]:g}")
    seen: set[frozenset[str]] = set()
    unique = []
    for one in found:
        if one.scoring is not None or frozenset(one.items) not in seen:
            unique.append(one)
            seen.add(frozenset(one.items))
    return tuple(unique)


def own_set(items: Sequence[ScaledItem], reverse: Iterable[str]) -> ItemSet:
    """Return the set of items somebody chose; the ends are those of them all, which must be on one scale."""
    lows, highs = {item.ends[0] for item in items}, {item.ends[1] for item in items}
    return ItemSet(
        key=OWN,
        title=say(_("Items of your own choice")),
        items=tuple(item.name for item in items),
        reverse=tuple(reverse),
        ends=(min(lows), max(highs)),
        direction=_direction(items),
    )


def _scored(items: Sequence[ScaledItem]) -> list[ItemSet]:
    ends = {item.name: item.ends for item in items}
    found = [one for one in scorings_for(ends) if {ends[name] for name in one.items} == {one.ends}]
    return [
        ItemSet(
            key=one.id,
            title=Text(one.title),
            items=one.items,
            reverse=(),
            ends=one.ends,
            direction=1,
            scoring=SCORINGS[one.id],
        )
        for one in found
    ]


def _table_of(item: ScaledItem) -> str:
    table, colon, _row = item.name.partition(ROW)
    return table if colon else ""


def _stem_of(item: ScaledItem) -> str:
    """Return what is left of ``A1`` or ``Q5_2`` without its last number; empty where nothing is, or no number was."""
    stem = item.name.rstrip("0123456789")
    return stem.rstrip("_.- ") if stem != item.name and ROW not in item.name else ""


def _gathered(items: Sequence[ScaledItem], kind: str, name_of: Callable[[ScaledItem], str]) -> list[ItemSet]:
    named = [(name_of(item), item) for item in items]
    ordered = sorted(((name, item.ends, place) for place, (name, item) in enumerate(named) if name))
    sets = []
    for (name, ends), members in groupby(ordered, key=lambda one: one[:2]):
        chosen = [items[place] for _name, _ends, place in members]
        if FEWEST <= len(chosen) <= MOST_ITEMS:
            sets.append(_set(f"{kind}.{name}.{ends[0]:g}-{ends[1]:g}", kind, name, chosen))
    return sorted(sets, key=lambda one: -len(one.items)) if kind == "scale" else sets


def _set(key: str, kind: str, name: str, items: Sequence[ScaledItem]) -> ItemSet:
    titles = {
        "table": say(_("{name}: {count} statements"), name=name, count=len(items)),
        "stem": say(_("{name}: {count} questions"), name=name, count=len(items)),
        "scale": say(_("All {count} questions on the scale {name}"), name=name, count=len(items)),
    }
    direction = _direction(items)
    return ItemSet(
        key=key,
        title=titles[kind],
        items=tuple(item.name for item in items),
        reverse=tuple(item.name for item in items if item.direction != direction),
        ends=items[0].ends,
        direction=direction,
        question=name if kind == "table" else "",
    )


def _direction(items: Sequence[ScaledItem]) -> int:
    """Return which way most of the items run; those that run the other way are turned round."""
    return -1 if sum(item.direction for item in items) < 0 else 1
