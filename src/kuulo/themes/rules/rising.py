"""Words on themes that are new or rise; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.quantities import Count, Day, Interval, Quantity, Unit
from kuulo.language.theming import rising

FALSE_ALARMS_PER_YEAR: Final = 1.0
RATE: Final = say(
    _(
        "If nothing changed, no more than one theme a year would be named here by mistake, all themes and weeks taken "
        "together."
    )
)
NEW: Final = {
    1: _("“{name}” is new: {count} comments in the week from {day}, where hardly any were to be expected."),
    4: _("“{name}” is new: {count} comments in the four weeks from {day}, where hardly any were to be expected."),
}
RISES: Final = {
    1: _(
        "“{name}” rises: {count} comments in the week from {day}, where {expected} were to be expected; its share is "
        "{ratio} times what it was ({interval})."
    ),
    4: _(
        "“{name}” rises: {count} comments in the four weeks from {day}, where {expected} were to be expected; "
        "its share is {ratio} times what it was ({interval})."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rise:
    """A theme that rises.

    Attributes:
        key: Its key.
        new: Whether it hardly existed before.
        count: Comments in the window.
        expected: How many there would be at the share before.
        ratio: Share now over share before; ``None`` where there was none before.
        low: Lower end of the ratio's interval.
        high: Upper end; ``None`` where it has no end.
        since: First day of the window.
        weeks: Its length.
        p: Probability of so many under an unchanged share.
    """

    key: str
    new: bool
    count: int
    expected: float
    ratio: float | None
    low: float
    high: float | None
    since: date
    weeks: int
    p: float


def find_rises(days: Sequence[date], counts: Mapping[str, Sequence[int]], totals: Sequence[int]) -> tuple[Rise, ...]:
    """Return the themes that are new or rise in the newest weeks, the surest first.

    Args:
        days: First day of each week, the oldest first.
        counts: Theme → comments of each week.
        totals: All comments of each week.
    """
    keys = list(counts)
    if not keys:
        return ()
    found = rising([counts[key] for key in keys], totals, false_alarms_per_year=FALSE_ALARMS_PER_YEAR)
    return tuple(
        Rise(
            key=keys[one.theme],
            new=one.new,
            count=one.count,
            expected=one.expected,
            ratio=one.ratio if one.expected else None,
            low=one.low,
            high=one.high if one.high != float("inf") else None,
            since=days[one.week + 1 - one.weeks],
            weeks=one.weeks,
            p=one.p,
        )
        for one in found
    )


def rise_words(rise: Rise, name: Text) -> Text:
    """Return what is said of a theme that rises."""
    if rise.new or rise.ratio is None or rise.high is None:
        return say(NEW[rise.weeks], name=name, count=Count(rise.count), day=Day(rise.since))
    ratio, low, high = (Quantity(one, Unit.SCALE, 1) for one in (rise.ratio, rise.low, rise.high))
    return say(
        RISES[rise.weeks],
        name=name,
        count=Count(rise.count),
        day=Day(rise.since),
        expected=Quantity(rise.expected, Unit.SCALE, 1),
        ratio=ratio,
        interval=Interval(low, high),
    )
