"""Levels wide enough to be weighted, and few enough for the answers there are; pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.rules.attributes import EARLIER, OTHER, TITLES
from kuulo.measures.correction import Categorical, Features
from kuulo.measures.representativeness import counted

FEWEST_ANSWERS = 20
ANSWERS_A_LEVEL = 8
SAME = 0.8

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Collapsed:
    """Attributes whose every level has enough answers, and what was done to make it so."""

    x: Features
    notes: tuple[Text, ...]


def collapse(x: Features, frame: Floats, answered: Floats, *, fewest: int = FEWEST_ANSWERS) -> Collapsed:
    """Return attributes of which each level has ``fewest`` answers at least, and as many as the answers bear.

    Small levels are taken together, with the next smallest where they are still few. An attribute that is left with one
    level says nothing. Where the levels are too many for the answers, the attributes in which the answerers differ
    least are left out; the earlier score stays.

    What is left stands in the order of how much it tells.

    Args:
        x: What is known, levels only.
        frame: How many each row stands for.
        answered: How many of them answered.
        fewest: Answers that each level needs.
    """
    total = float(answered.sum())
    kept: dict[str, tuple[float, Categorical]] = {}
    merged: dict[str, Text] = {}
    for name, held in x.categorical.items():
        codes = np.where(held.codes < 0, len(held.levels), held.codes)
        levels = (*held.levels, "?") if (held.codes < 0).any() else held.levels
        of_answers = counted(codes, answered, len(levels))
        of_frame = counted(codes, frame, len(levels))
        groups = _groups(of_frame, of_answers, fewest)
        if len(groups) < 2:
            continue
        new, names, count = _renamed(levels, groups)
        if count:
            merged[name] = _told(count, name)
        kept[name] = (_apart(of_frame, of_answers, groups), Categorical(new[codes], names))
    chosen, left_out, alike = _bearable(kept, frame, total)
    notes = [note for name, note in merged.items() if name in chosen]
    if alike:
        notes.append(say(_("Attributes left out because others say the same: {count}."), count=alike))
    if left_out:
        notes.append(
            say(
                _("Too few answered to weight by everything that is known. Attributes left out: {count}."),
                count=left_out,
            )
        )
    return Collapsed(Features(chosen), tuple(notes))


def _told(count: int, name: str) -> Text:
    return say(
        _("Levels of “{attribute}” with few answers, weighted together: {count}."),
        count=count,
        attribute=TITLES.get(name, name),
    )


def _groups(frame: Floats, answered: Floats, fewest: int) -> list[list[int]]:
    """Return which levels are taken together; levels of nobody are in none."""
    there = [int(place) for place in np.flatnonzero((frame > 0) | (answered > 0))]
    order = sorted(there, key=lambda place: (answered[place], frame[place]))
    small = [place for place in order if answered[place] < fewest]
    rest = [place for place in order if answered[place] >= fewest]
    while small and rest and answered[small].sum() < fewest:
        small.append(rest.pop(0))
    if small and answered[small].sum() < fewest:
        return [small + rest]
    return [[place] for place in sorted(rest)] + ([small] if small else [])


def _renamed(levels: tuple[str, ...], groups: list[list[int]]) -> tuple[NDArray[np.int64], tuple[str, ...], int]:
    new = np.zeros(len(levels), dtype=np.int64)
    names = []
    count = 0
    for number, group in enumerate(groups):
        new[group] = number
        names.append(levels[group[0]] if len(group) == 1 else OTHER)
        count += len(group) if len(group) > 1 else 0
    return new, tuple(names), count


def _apart(frame: Floats, answered: Floats, groups: list[list[int]]) -> float:
    """Return how far answerers and everybody differ over the levels: the sum of the differences of shares."""
    everybody = np.array([frame[group].sum() for group in groups]) / frame.sum()
    answers = np.array([answered[group].sum() for group in groups]) / answered.sum()
    return float(np.abs(everybody - answers).sum())


def _bearable(
    kept: dict[str, tuple[float, Categorical]], frame: Floats, answers: float
) -> tuple[dict[str, Categorical], int, int]:
    """Return what the answers bear, and how many attributes are left out for that, or for saying what others say."""
    room = answers / ANSWERS_A_LEVEL
    chosen: dict[str, Categorical] = {}
    too_many = alike = 0
    for name in sorted(kept, key=lambda name: (name != EARLIER, -kept[name][0])):
        held = kept[name][1]
        size = len(held.levels) - 1
        if any(association(held, other, frame) > SAME for other in chosen.values()):
            alike += 1
        elif size > room:
            too_many += 1
        else:
            chosen[name] = held
            room -= size
    return chosen, too_many, alike


def association(first: Categorical, second: Categorical, frame: Floats) -> float:
    """Return Cramér's V of two attributes, 0–1: how far one says what the other does."""
    rows, columns = len(first.levels), len(second.levels)
    table = counted(first.codes * columns + second.codes, frame, rows * columns).reshape(rows, columns)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(expected > 0, (table - expected) ** 2 / expected, 0.0)
    return float(np.sqrt(squares.sum() / table.sum() / max(min(rows, columns) - 1, 1)))
