"""Who was prompted and wrote, as a drawing: a row for each participant, a column for each day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuulo.diaries.queries.following import Followed, Kept

ROW: Final = 22
HEAD: Final = 26
FOOT: Final = 12
LABEL: Final = 8.0
"""Per cent of the width for the labels."""
WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Mark:
    """One day of a participant: ``prompt``, ``entry`` or ``both``."""

    x: str
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """A participant's row."""

    label: str
    y: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A day that is named, each Monday."""

    x: str
    day: date


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws; places are text, so that no locale touches them."""

    height: str
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]


def draw(found: Followed) -> Drawing:
    """Return the drawing."""
    days = found.days
    columns = [Column(_x(place, len(days)), day) for place, day in enumerate(days) if day.weekday() == 0]
    if not columns and days:
        columns = [Column(_x(0, len(days)), days[0])]
    return Drawing(
        height=f"{HEAD + ROW * max(len(found.people), 1) + FOOT}",
        lines=tuple(_line(place, each, days) for place, each in enumerate(found.people)),
        columns=tuple(columns),
    )


def _line(place: int, kept: Kept, days: Sequence[date]) -> Line:
    marks = [Mark(_x(at, len(days)), kind) for at, day in enumerate(days) if (kind := _kind(kept, day))]
    return Line(kept.participant.label, f"{HEAD + ROW * (place + 0.5):.1f}", tuple(marks))


def _kind(kept: Kept, day: date) -> str:
    prompted, wrote = bool(kept.prompted.get(day)), bool(kept.wrote.get(day))
    if prompted and wrote:
        return "both"
    return "entry" if wrote else "prompt" if prompted else ""


def _x(place: int, count: int) -> str:
    return f"{LABEL + (100 - LABEL) * (place + 0.5) / max(count, 1):.2f}%"
