"""A series: which figures follow each other, what was read from them, and how an address names it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from urllib.parse import urlencode

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.rules.periods import Grain
from kuulo.measures.definitions import DEFINITIONS
from kuulo.measures.trends import Alarm, FoundBreak, Smoothed

GRAIN = "grain"
# A week in which so few figures can be shown is too short: the series is then read by month.
LEAST_WEEKS = 0.6
LATEST = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One series and what was read from it.

    Attributes:
        params: Its selection as the parameters of an address, the period left out.
        definition: Name and version of the measure.
        dimension: What it is narrowed by, as Explore writes it; empty for everybody.
        value: The touchpoint or segment; empty for everybody.
        grain: Week or month.
        days: First day of each period.
        figures: Its figure.
        known: Known breaks: first day of the period and what changed.
        read: Level, band, season, breaks, alarms.
    """

    params: tuple[tuple[str, str], ...]
    definition: str
    dimension: str
    value: str
    grain: Grain
    days: tuple[date, ...]
    figures: tuple[Estimate, ...]
    known: tuple[tuple[date, Text], ...]
    read: Smoothed

    @property
    def key(self) -> str:
        """What the series is known by in the table of alarms, and the query of its address."""
        return urlencode([*self.params, (GRAIN, self.grain.value)])

    @property
    def title(self) -> Text:
        """What a reader calls it."""
        return title_of(self.definition, self.value)

    @property
    def open_alarm(self) -> Alarm | None:
        """The alarm that lasts still, if any."""
        return self.read.open_alarm

    @property
    def latest_break(self) -> FoundBreak | None:
        """The latest break that was found, if any."""
        return self.read.breaks[-1] if self.read.breaks else None

    @property
    def answers(self) -> int:
        """How many answers stand behind its figures."""
        return sum(figure.n or 0 for figure in self.figures)


def title_of(definition: str, value: str) -> Text:
    """Return what a reader calls a series."""
    known = DEFINITIONS.get(definition)
    measure = Text(known.title) if known is not None else Text("{name}", {"name": definition})
    return Text("{measure} – {value}", {"measure": measure, "value": value}) if value else measure


def suits_weeks(figures: Sequence[Estimate]) -> bool:
    """Return whether most of the latest year's weeks have a figure, so that the series is read by week."""
    latest = figures[-LATEST:]
    return bool(latest) and sum(one.value is not None for one in latest) >= LEAST_WEEKS * len(latest)


def level_now(series: Series) -> Estimate:
    """Return the level beneath the latest figure as a figure of its own."""
    latest = series.figures[-1]
    value, low, high = series.read.level[-1], series.read.low[-1], series.read.high[-1]
    wide = NormalDist().inv_cdf(0.5 + latest.confidence / 2)
    return Estimate(
        measure=latest.measure,
        value=value,
        low=low,
        high=high,
        se=(high - low) / 2 / wide if low is not None and high is not None else None,
        confidence=latest.confidence,
        n=series.answers,
        n_eff=None,
        deff=None,
        invited=None,
        answered=None,
        method="local_level",
        definition=series.definition,
        data_version=latest.data_version,
        notes=(say(_("The level beneath the figures of all weeks or months, freed of chance.")),),
        trust=next((one.trust for one in reversed(series.figures) if one.trust is not None), None),
    )


def order_of(series: Series) -> tuple[int, float, str]:
    """Return the place of a series among all: open alarms first, the surest first, then those with breaks."""
    alarm = series.open_alarm
    if alarm is not None:
        return (0, -alarm.statistic, series.key)
    return (1 if series.read.breaks else 2, -float(series.answers), series.key)
