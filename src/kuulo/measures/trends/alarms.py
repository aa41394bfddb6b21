"""Alarms of a series: raised once, followed until the figures return or the new level is what is usual."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.trends.calibration import Thresholds
from kuulo.measures.trends.series import Numbers, Places, Series
from kuulo.measures.trends.watching import FEWEST_BEFORE, ewma, steps_at
from kuulo.measures.trends.words import Amount

FELL = _("It has fallen by about {size} points ({low} … {high}), probably since {since}; noticed {raised}.")
ROSE = _("It has risen by about {size} points ({low} … {high}), probably since {since}; noticed {raised}.")
WIDTH = 1.959964  # of a 95 % interval


class Ending(StrEnum):
    """How an alarm ended."""

    OPEN = ""
    RETURNED = "returned"
    SETTLED = "settled"  # the new level has become what is usual
    BROKEN = "broken"  # a known break begins a new level


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A change that is larger than the stated rate of false alarms allows chance to make.

    Attributes:
        raised: First day of the period whose figure raised it.
        since: First day of the period in which the change most probably began.
        until: First day of the period in which it ended; ``None`` while it lasts.
        ending: How it ended.
        direction: +1 when the figure rose, −1 when it fell.
        change: The change as all figures since it began show it, in the measure's unit.
        se: Its standard error.
        statistic: The largest the statistics grew while it lasted, over the threshold; 1 is just an alarm.
        rule: ``ewma`` or ``step``, whichever passed its threshold further when it was raised.
        together: Whether it passed the thresholds at which all series that are watched together keep to the rate.
        text: The same in words.
    """

    raised: date
    since: date
    until: date | None
    ending: Ending
    direction: int
    change: float
    se: float
    statistic: float
    rule: str
    together: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Limits:
    """The thresholds of a series: its own, and those at which all that are watched together keep to the rate."""

    own: Thresholds
    together: Thresholds


@dataclass(frozen=True, slots=True)
class _Look:
    """What the newest figure of a run says: the statistics over their thresholds, and where a step began."""

    rule: str
    signed: float
    together: bool
    began: int


@dataclass(slots=True)
class _Run:
    """The periods that count as usual now, by their place among the figures."""

    places: list[int]
    unit: float
    alarm: Alarm | None = None
    began: int = 0  # among all figures: where the change began
    before: tuple[float, float] = (0.0, 0.0)  # mean and variance of what came before


def find_alarms(series: Series, limits: Limits, *, unit: float = 1.0) -> tuple[Alarm, ...]:
    """Return all alarms of a series in order of time.

    Args:
        series: Without its season.
        limits: Thresholds at the wanted rate of false alarms.
        unit: What sizes are multiplied by in words, such as 100 for shares.
    """
    seen = np.flatnonzero(series.seen)
    begins = np.cumsum(series.starts)[seen]
    found: list[Alarm] = []
    run = _Run([], unit)
    for place in range(len(seen)):
        if place and begins[place] != begins[place - 1]:
            _close(found, run, series.days[seen[place]], Ending.BROKEN)
            run = _Run([], unit)
        run.places.append(place)
        look = _look(series, seen[run.places], limits)
        if run.alarm is not None:
            run = _follow(found, run, series, seen, look)
        elif look is not None and abs(look.signed) > 1:
            run.alarm = _raise(series, seen, run, look)
            found.append(run.alarm)
    return tuple(found)


def _close(found: list[Alarm], run: _Run, day: date, ending: Ending) -> None:
    if run.alarm is not None:
        found[-1] = replace(run.alarm, until=day, ending=ending)


def _look(series: Series, places: Places, limits: Limits) -> _Look | None:
    """Return what the newest of these periods says against those before; ``None`` where they are too few."""
    if len(places) <= max(series.grain.least, FEWEST_BEFORE):
        return None
    values, variances = series.values[places][None, :], series.variances[places]
    steps, first = steps_at(values, variances, len(places) - 1, series.grain.window)
    step = float(steps[0, np.abs(steps[0]).argmax()])
    wave = float(ewma(values, variances)[0, -1])
    parts = {"ewma": wave / limits.own.ewma, "step": step / limits.own.step}
    rule = max(parts, key=lambda name: abs(parts[name]))
    return _Look(
        rule=rule,
        signed=parts[rule],
        together=abs(wave) > limits.together.ewma or abs(step) > limits.together.step,
        began=first + int((steps[0] * np.sign(parts[rule])).argmax()),
    )


def _raise(series: Series, seen: Places, run: _Run, look: _Look) -> Alarm:
    """Return the alarm that the newest figure of a run raises."""
    places = seen[run.places]
    values, variances = series.values[places], series.variances[places]
    before = _mean(values[: look.began], variances[: look.began])
    after = _mean(values[look.began :], variances[look.began :])
    run.began, run.before = run.places[look.began], before
    change, se = after[0] - before[0], float(np.sqrt(after[1] + before[1]))
    since, raised = series.days[places[look.began]], series.days[places[-1]]
    alarm = Alarm(
        raised=raised,
        since=since,
        until=None,
        ending=Ending.OPEN,
        direction=int(np.sign(look.signed)),
        change=change,
        se=se,
        statistic=abs(look.signed),
        rule=look.rule,
        together=look.together,
        text=Text(""),
    )
    return replace(alarm, text=_words(change * run.unit, se * run.unit, alarm))


def _words(change: float, se: float, alarm: Alarm) -> Text:
    size = max(change * alarm.direction, 0.0)
    return say(
        FELL if alarm.direction < 0 else ROSE,
        size=Amount(size),
        low=Amount(max(size - WIDTH * se, 0.0)),
        high=Amount(size + WIDTH * se),
        since=alarm.since,
        raised=alarm.raised,
    )


def _mean(values: Numbers, variances: Numbers) -> tuple[float, float]:
    """Return the mean weighted by 1/variance and its variance."""
    weights = 1 / variances
    return float(np.average(values, weights=weights)), float(1 / weights.sum())


def _grown(alarm: Alarm, run: _Run, series: Series, seen: Places, look: _Look | None) -> Alarm:
    """Return an alarm with the change as all figures since it began show it, and the largest statistic so far."""
    places = seen[run.began : run.places[-1] + 1]
    mean, variance = _mean(series.values[places], series.variances[places])
    change, se = mean - run.before[0], float(np.sqrt(variance + run.before[1]))
    told = replace(alarm, change=change, se=se, text=_words(change * run.unit, se * run.unit, alarm))
    if look is None or look.signed * alarm.direction <= alarm.statistic:
        return told
    return replace(told, statistic=abs(look.signed), together=alarm.together or look.together)


def _follow(found: list[Alarm], run: _Run, series: Series, seen: Places, look: _Look | None) -> _Run:
    """Return the run after one more figure during an alarm: the alarm goes on, returns, or the new level is usual."""
    alarm, newest = run.alarm, run.places[-1]
    if alarm is None:
        return run
    run.alarm = alarm = found[-1] = _grown(alarm, run, series, seen, look)
    last = seen[max(newest + 1 - series.grain.minimum, run.began) : newest + 1]
    mean, variance = _mean(series.values[last], series.variances[last])
    away = alarm.direction * (mean - run.before[0]) / np.sqrt(variance + run.before[1])
    if newest + 1 - run.began >= series.grain.settled:
        _close(found, run, series.days[seen[newest]], Ending.SETTLED)
        return _Run([place for place in run.places if place >= run.began], run.unit)
    if away < 1:
        _close(found, run, series.days[seen[newest]], Ending.RETURNED)
        # What happened in between is no part of what is usual.
        return _Run([place for place in run.places if place < run.began or place > newest - len(last)], run.unit)
    return run
