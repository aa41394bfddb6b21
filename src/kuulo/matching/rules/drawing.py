"""Match weights as they are drawn: a waterfall from what two records share by chance to what they share at all; pure.

A weight is log2 of how much more often a level of agreement is seen among pairs that are the same than among others
(Fellegi and Sunter 1969): +1 doubles the odds, −1 halves them. The bars begin where the one before ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.identity import column_text

ROW: Final = 28
BAR: Final = 16
LABEL: Final = 34.0
"""Percent of the width that names take."""
END: Final = 92.0
LEAST_SPAN: Final = 4.0
CHANCE: Final = say(_("By chance"))
TOGETHER: Final = say(_("Together"))


@dataclass(frozen=True, slots=True)
class Weight:
    """What one comparison says: both values, how they agree, and the weight in bits."""

    column: str
    left: str
    right: str
    level: Text
    weight: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; places in percent of the width and pixels down, as text, so that no locale touches them."""

    label: Text
    weight: float
    x: str
    width: str
    y: str
    text_y: str
    end: str
    kind: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What the template draws; ``zero`` is where the odds are even."""

    bars: tuple[Bar, ...]
    zero: str
    height: str
    total: float


def waterfall(weights: Sequence[Weight], total: float) -> Waterfall:
    """Lay out the bars: where the pair starts by chance, each comparison, and the sum.

    Args:
        weights: In the order they are shown.
        total: The pair's match weight: the sum of all, the start included.
    """
    prior = total - sum(each.weight for each in weights)
    steps = [(CHANCE, prior), *((column_text(each.column), each.weight) for each in weights)]
    ends = [0.0]
    for _label, weight in steps:
        ends.append(ends[-1] + weight)
    low, high = min(*ends, 0.0), max(*ends, 0.0)
    span = max(high - low, LEAST_SPAN)
    bars = [
        _bar(row, label, weight, (before, before + weight), low=low, span=span)
        for row, ((label, weight), before) in enumerate(zip(steps, ends, strict=False))
    ]
    bars.append(_bar(len(steps), TOGETHER, total, (0.0, total), low=low, span=span))
    return Waterfall(tuple(bars), _place(0.0, low, span), str(ROW * len(bars) + 4), total)


def _bar(row: int, label: Text, weight: float, ends: tuple[float, float], *, low: float, span: float) -> Bar:
    left, right = min(ends), max(ends)
    width = (right - left) / span * (END - LABEL)
    return Bar(
        label=label,
        weight=weight,
        x=_place(left, low, span),
        width=f"{max(width, 0.3):.2f}%",
        y=str(row * ROW + (ROW - BAR) // 2),
        text_y=str(row * ROW + ROW // 2 + 4),
        end=_place(right, low, span),
        kind="for" if weight >= 0 else "against",
    )


def _place(value: float, low: float, span: float) -> str:
    return f"{LABEL + (value - low) / span * (END - LABEL):.2f}%"
