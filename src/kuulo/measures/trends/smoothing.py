"""A series read as a whole: its level and band, season, breaks, alarms, and the smallest change it could have shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.trends.alarms import Alarm, Limits, find_alarms
from kuulo.measures.trends.breaks import FoundBreak, find_breaks
from kuulo.measures.trends.calibration import RATE, rate_of_each, smallest_seen, thresholds
from kuulo.measures.trends.level import Level, smooth_level
from kuulo.measures.trends.season import Season, find_season
from kuulo.measures.trends.series import Numbers, Series, series_of
from kuulo.measures.trends.words import Amount, unit_of

SEEN = {
    "week": _(
        "The smallest change this trend could show: {size} points, found within eight weeks in 8 of 10 cases, at one "
        "false alarm in {years} years."
    ),
    "month": _(
        "The smallest change this trend could show: {size} points, found within two months in 8 of 10 cases, at one "
        "false alarm in {years} years."
    ),
}
TOO_SHORT = {
    "week": _("Too few weeks with figures to tell a change from chance: {count} of at least {least}."),
    "month": _("Too few months with figures to tell a change from chance: {count} of at least {least}."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Smoothed:
    """A series as it can be read.

    Attributes:
        days: First day of each period, as they were given.
        level: Smoothed level of each period without the season; ``None`` where there is none.
        low: Lower end of its band, at the confidence of the figures.
        high: Upper end.
        breaks: Breaks that were found; known ones are not among them.
        season: The season, if one was found.
        smallest_change: The smallest change the series could have shown, in words.
        alarms: All alarms in order of time, open and ended.
        smallest: The smallest change in the measure's unit; ``None`` where nothing could be shown.
        rate: Share of years without any change in which the series gives a false alarm.
        drift: Standard deviation of the level's step from one period to the next.
    """

    days: tuple[date, ...]
    level: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    breaks: tuple[FoundBreak, ...]
    season: Season | None
    smallest_change: Text
    alarms: tuple[Alarm, ...]
    smallest: float | None
    rate: float
    drift: float

    @property
    def open_alarm(self) -> Alarm | None:
        """The alarm that lasts still, if any."""
        return self.alarms[-1] if self.alarms and self.alarms[-1].until is None else None


def smooth(
    days: Sequence[date],
    estimates: Sequence[Estimate],
    *,
    known_breaks: Iterable[date] = (),
    grain: str = "week",
    rate: float = RATE,
    beside: int = 1,
) -> Smoothed:
    """Return a series of figures read as a whole.

    Args:
        days: First day of each week or month, ascending.
        estimates: The figure of each; one definition throughout. Withheld ones leave gaps.
        known_breaks: First days of periods from which on figures cannot be compared with those before; a mapping from
            days to reasons serves as well.
        grain: ``week`` or ``month``.
        rate: Share of years without any change in which there may be a false alarm, 0–1.
        beside: How many series are watched together, this one included; alarms say whether they would be one at a rate
            at which all of them together keep to the stated one.

    Raises:
        InputError: Days and figures do not fit each other, or the grain or the rate is none.
    """
    series = series_of(days, estimates, known_breaks=known_breaks, grain=grain)
    definition = next((one.definition for one in estimates if one.value is not None), "")
    unit = unit_of(definition)
    season, fitted = find_season(series, unit=unit)
    plain = series.without(np.array(season.values)) if season is not None else series
    measured = plain.variances[plain.seen]
    limits = thresholds(measured, series.grain, rate)
    together = thresholds(measured, series.grain, rate_of_each(rate, beside)) if beside > 1 else limits
    usual = _latest_stretch(plain)
    smallest = smallest_seen(usual, series.grain, limits) if len(usual) >= series.grain.least else None
    confidence = estimates[0].confidence if estimates else 0.95
    level, low, high = _band(smooth_level(plain, fitted.drift), confidence, definition)
    return Smoothed(
        days=series.days,
        level=level,
        low=low,
        high=high,
        breaks=find_breaks(plain, unit=unit),
        season=season,
        smallest_change=_smallest_words(series, smallest, len(usual), unit, rate),
        alarms=find_alarms(plain, Limits(limits, together), unit=unit),
        smallest=smallest,
        rate=rate,
        drift=float(np.sqrt(fitted.drift)),
    )


def _latest_stretch(series: Series) -> Numbers:
    """Return the variances of the figures since the latest known break."""
    numbers = np.cumsum(series.starts)
    latest = series.seen & (numbers == numbers.max(initial=0))
    return np.asarray(series.variances[latest], dtype=float)


def _smallest_words(series: Series, smallest: float | None, count: int, unit: float, rate: float) -> Text:
    name = series.grain.name
    if smallest is None:
        return say(TOO_SHORT[name], count=count, least=series.grain.least)
    return say(SEEN[name], size=Amount(smallest * unit), years=round(1 / rate))


def _band(
    level: Level, confidence: float, definition: str
) -> tuple[tuple[float | None, ...], tuple[float | None, ...], tuple[float | None, ...]]:
    """Return level and both ends of its band, within what the measure can take; ``None`` in place of nan."""
    margin = NormalDist().inv_cdf(0.5 + confidence / 2) * np.sqrt(level.variances)
    known = DEFINITIONS.get(definition)
    least, most = known.bounds if known is not None else (None, None)
    ends = (level.values, level.values - margin, level.values + margin)
    clipped = [np.clip(end, -np.inf if least is None else least, np.inf if most is None else most) for end in ends]
    level_, low, high = (tuple(None if np.isnan(one) else float(one) for one in end) for end in clipped)
    return level_, low, high
