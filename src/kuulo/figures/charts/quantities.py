"""Values that know their unit and how many decimals are worth showing.

A builder keeps the exact value; only the template that shows a quantity rounds it, in the reader's language.
``str()`` gives the English form, so that a `Text` with quantities in it reads well in a log too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from statistics import median

from kuulo.base.estimate import Estimate
from kuulo.measures.definitions import DEFINITIONS

MINUS = "\N{MINUS SIGN}"


class Unit(StrEnum):
    """What a value is measured in."""

    POINTS = "points"  # −100 … 100, net measures
    SHARE = "share"  # 0 … 1, shown in per cent
    SCALE = "scale"  # points of the answer scale
    AMOUNT = "amount"  # money


Limits = tuple[float | None, float | None]
LIMITS: dict[Unit, Limits] = {
    Unit.POINTS: (-100.0, 100.0),
    Unit.SHARE: (0.0, 1.0),
    Unit.SCALE: (None, None),
    Unit.AMOUNT: (None, None),
}
STATISTICS = {"net": Unit.POINTS, "share": Unit.SHARE}
FAMILIES = {
    "nps": Unit.POINTS,
    "enps": Unit.POINTS,
    "share": Unit.SHARE,
    "response_rate": Unit.SHARE,
    "importance": Unit.SHARE,
    "explained": Unit.SHARE,
    "left": Unit.SHARE,
    "retention": Unit.SHARE,
    "share_who_bought": Unit.SHARE,
    "share_who_brought": Unit.SHARE,
    "share_of_reason": Unit.SHARE,
    "share_heard": Unit.SHARE,
    "share_warned": Unit.SHARE,
    "share_unhappy": Unit.SHARE,
    "precision": Unit.SHARE,
    "recall": Unit.SHARE,
    "revenue_growth": Unit.SHARE,
    "forecast_skill": Unit.SHARE,
    "revenue_per_customer": Unit.AMOUNT,
    "revenue_change": Unit.AMOUNT,
    "revenue_per_point": Unit.AMOUNT,
    "revenue_forecast": Unit.AMOUNT,
    "word_of_mouth_cost": Unit.AMOUNT,
    "customers_in_need": Unit.AMOUNT,
    "revenue_in_need": Unit.AMOUNT,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value of a measure: exact, with the decimals worth showing and whether a plus sign belongs to it."""

    value: float
    unit: Unit
    decimals: int = 0
    signed: bool = False

    @property
    def shown(self) -> float:
        """The number as it is written: shares in per cent."""
        return self.value * 100 if self.unit is Unit.SHARE else self.value

    def __str__(self) -> str:
        """Return the English form."""
        number = f"{self.shown:{'+' if self.signed else ''},.{self.decimals}f}".replace("-", MINUS)
        return f"{number}%" if self.unit is Unit.SHARE else number


@dataclass(frozen=True, slots=True)
class Count:
    """A number of answers, people or rows; effective numbers may be fractions and are shown whole."""

    value: float

    def __str__(self) -> str:
        """Return the English form."""
        return f"{self.value:,.0f}"


@dataclass(frozen=True, slots=True)
class Day:
    """A day, written out in the reader's language."""

    day: date

    def __str__(self) -> str:
        """Return the English form."""
        return f"{self.day.day} {self.day:%b %Y}"


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, month, quarter or year by its first day, named in the reader's language; months short or in full."""

    start: date
    grain: str = "month"
    written_out: bool = False

    def __str__(self) -> str:
        """Return the English form."""
        start = self.start.date() if isinstance(self.start, datetime) else self.start
        match self.grain:
            case "year":
                return f"{start.year}"
            case "quarter":
                return f"Q{(start.month + 2) // 3} {start.year}"
            case "month":
                return f"{start:%B %Y}" if self.written_out else f"{start:%b %Y}"
            case "week":
                return f"W{start.isocalendar().week} {start.isocalendar().year}"
        return str(Day(start))


def unit_of(estimate: Estimate) -> Unit:
    """Return the unit of an estimate, from its definition's statistic; of an unknown definition, from its family."""
    known = DEFINITIONS.get(estimate.definition)
    if known is not None:
        return STATISTICS.get(known.statistic, Unit.SCALE)
    return FAMILIES.get(estimate.measure, Unit.SCALE)


def limits_of(estimate: Estimate) -> Limits:
    """Return the lowest and highest value the figure could take; ``None`` where there is no end."""
    known = DEFINITIONS.get(estimate.definition)
    return known.bounds if known is not None else LIMITS[unit_of(estimate)]


def decimals_for(estimates: Iterable[Estimate], unit: Unit) -> int:
    """Return how many decimals the intervals of these estimates justify.

    Half of the median interval must show at least one digit: an interval 12 points wide needs no decimals, one of 0.3
    points needs one. Scale points show at least one.
    """
    factor = 100 if unit is Unit.SHARE else 1
    widths = [
        (estimate.high - estimate.low) * factor
        for estimate in estimates
        if estimate.low is not None and estimate.high is not None
    ]
    width = median(widths) if widths else 10.0
    least = 1 if unit is Unit.SCALE else 0
    steps = (2.0, 0.2, 0.02)
    return max(
        least, next((place for place, step in enumerate(steps) if width >= step), len(steps) if width > 0 else 0)
    )


def quantity_of(estimate: Estimate, *, decimals: int | None = None) -> Quantity | None:
    """Return the estimate's value as a quantity; ``None`` when there is none to show."""
    if estimate.value is None:
        return None
    unit = unit_of(estimate)
    return Quantity(estimate.value, unit, decimals_for([estimate], unit) if decimals is None else decimals)


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends that are read as one."""

    low: Quantity
    high: Quantity

    def __str__(self) -> str:
        """Return the English form."""
        return f"{self.low} … {self.high}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Value, interval and n of an estimate that has them, in one precision."""

    value: Quantity
    low: Quantity
    high: Quantity
    n: Count

    @property
    def interval(self) -> Interval:
        """Both ends."""
        return Interval(self.low, self.high)

    def __str__(self) -> str:
        """Return the English form, without n."""
        return f"{self.value} ({self.interval})"


def shown(estimate: Estimate, decimals: int | None = None) -> Shown | None:
    """Return what can be shown of an estimate; ``None`` when it is withheld or could not be computed."""
    value = quantity_of(estimate, decimals=decimals)
    if value is None or estimate.low is None or estimate.high is None or estimate.n is None:
        return None
    return Shown(value, replace(value, value=estimate.low), replace(value, value=estimate.high), Count(estimate.n))
