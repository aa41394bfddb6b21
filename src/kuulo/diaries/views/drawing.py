"""Who was prompted and wrote, as a drawing: a row for each participant, a column for each day.

All squares are one path and all rings another: a diary of hundreds of people is drawn as fast as that of a few.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuulo.diaries.queries.following import Followed, Kept

ROW: Final = 22
HEAD: Final = 26
FOOT: Final = 12
LABEL: Final = 64
WIDTH: Final = 1000
NARROWEST, WIDEST = 18, 48
SQUARE: Final = 8
RING: Final = 7


@dataclass(frozen=True, slots=True)
class Place:
    """A name and where it stands: a participant's row, or a Monday's column."""

    at: str
    name: str | date


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws; places are text, so that no locale touches them."""

    width: str
    height: str
    rows: tuple[Place, ...]
    columns: tuple[Place, ...]
    entries: str
    prompts: str


def draw(found: Followed) -> Drawing:
    """Return the drawing of the days that are followed."""
    days = found.days
    step = max(NARROWEST, min(WIDEST, (WIDTH - LABEL) / max(len(days), 1)))
    named = [place for place, day in enumerate(days) if day.weekday() == 0] or [0] * bool(days)
    people = list(enumerate(found.people))
    return Drawing(
        width=f"{LABEL + step * len(days):.0f}",
        height=f"{HEAD + ROW * max(len(people), 1) + FOOT}",
        rows=tuple(Place(f"{_y(place):.0f}", each.participant.label) for place, each in people),
        columns=tuple(Place(f"{_x(place, step):.1f}", days[place]) for place in named),
        entries="".join(_square(x, _y(place)) for place, each in people for x in _held(each, days, step, "wrote")),
        prompts="".join(_ring(x, _y(place)) for place, each in people for x in _held(each, days, step, "prompted")),
    )


def _held(kept: Kept, days: Sequence[date], step: float, what: str) -> Iterator[float]:
    """Yield where the days are on which somebody wrote, or was prompted."""
    held = kept.wrote if what == "wrote" else kept.prompted
    return (_x(place, step) for place, day in enumerate(days) if day in held)


def _x(place: int, step: float) -> float:
    return LABEL + step * (place + 0.5)


def _y(place: int) -> float:
    return HEAD + ROW * (place + 0.5)


def _square(x: float, y: float) -> str:
    half = SQUARE / 2
    return f"M{x - half:.1f} {y - half:.1f}h{SQUARE}v{SQUARE}h-{SQUARE}z"


def _ring(x: float, y: float) -> str:
    return f"M{x - RING:.1f} {y:.1f}a{RING} {RING} 0 1 0 {2 * RING} 0a{RING} {RING} 0 1 0 -{2 * RING} 0"
