"""The forecast drawn: what was foretold with its band, what happened, and what the naive forecast had said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts.axes import Place, Tick, across, pixels, value_axis
from kuulo.figures.charts.model import Table, chart_key
from kuulo.figures.charts.quantities import Count, Day, Interval, Quantity, Unit, shown
from kuulo.figures.charts.wording import percent
from kuulo.measures.growth.forecast import Forecast, Trial

HEIGHT: Final = 220.0
WIDTH: Final = 1000.0
TICKS: Final = 5
DAY_SECONDS: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the drawing with the words a reader gets when resting on it."""

    x: Place
    y: Place
    label: Text


@dataclass(frozen=True, slots=True)
class ForetoldChart:
    """What the template draws; places are SVG coordinates as text."""

    key: str
    title: Text
    sentence: Text
    table: Table
    height: Place
    band: str
    line: str
    naive: str
    happened: tuple[Mark, ...]
    coming: tuple[Place, Place, Place, Place] | None
    y_ticks: tuple[Tick, ...]
    x_ticks: tuple[Tick, ...]
    confidence: Quantity


def foretold_chart(forecast: Forecast, now: float) -> ForetoldChart | None:
    """Return the drawing; None where no forecast of the past could be tried."""
    trials = forecast.trials
    if not trials:
        return None
    bands = [(trial.day, trial.forecast.low, trial.forecast.high) for trial in trials if trial.forecast.low is not None]
    revenue = forecast.revenue
    values = [value for trial in trials for value in (trial.total, trial.naive, trial.happened)]
    values += [end for band in bands for end in band[1:] if end is not None]
    values += [end for end in (revenue.low, revenue.value, revenue.high) if end is not None]
    axis = value_axis(values, Unit.AMOUNT)
    first, last = trials[0].day, now

    def x(day: float) -> float:
        return (day - first) / (last - first or 1.0)

    def y(value: float | None) -> float:
        return HEIGHT * (1 - axis.part(value or 0.0))

    def point(day: float, value: float | None) -> str:
        return f"{x(day) * WIDTH:.1f},{y(value):.1f}"

    band = [point(day, high) for day, _low, high in bands] + [point(day, low) for day, low, _high in reversed(bands)]
    title = say(_("Revenue of the coming {days} days, foretold on past days"), days=Count(forecast.days))
    return ForetoldChart(
        key=chart_key("foretold", title, forecast),
        title=title,
        sentence=forecast.sentence,
        table=_table(forecast),
        height=pixels(HEIGHT),
        band=" ".join(band),
        line=" ".join(point(trial.day, trial.total) for trial in trials),
        naive=" ".join(point(trial.day, trial.naive) for trial in trials),
        happened=tuple(_mark(trial, across(x(trial.day)), pixels(y(trial.happened))) for trial in trials),
        coming=None
        if revenue.value is None
        else (across(x(now)), pixels(y(revenue.value)), pixels(y(revenue.low)), pixels(y(revenue.high))),
        y_ticks=tuple(Tick(pixels(y(tick.value)), tick) for tick in axis.ticks),
        x_ticks=_days(trials, now),
        confidence=percent(revenue.confidence),
    )


def _mark(trial: Trial, x: Place, y: Place) -> Mark:
    amount = Quantity(trial.happened, Unit.AMOUNT)
    return Mark(x, y, say(_("{day}: {amount} happened"), day=Day(day_of(trial.day)), amount=amount))


def _days(trials: tuple[Trial, ...], now: float) -> tuple[Tick, ...]:
    days = [*(trial.day for trial in trials), now]
    step = max(1, -(-len(days) // TICKS))
    kept = range(len(days) - 1, -1, -step)
    span = now - trials[0].day or 1.0
    return tuple(
        Tick(across((days[at] - trials[0].day) / span), Day(day_of(days[at])), "" if place % 2 == 0 else "wide-only")
        for place, at in enumerate(kept)
    )


def _table(forecast: Forecast) -> Table:
    columns = (
        say(_("Foretold on")),
        say(_("Foretold")),
        say(_("Interval")),
        say(_("Happened")),
        say(_("As much as last time")),
        say(_("The same without scores")),
    )
    rows = tuple(
        (
            Day(day_of(trial.day)),
            _amount(trial.total),
            _interval(trial),
            _amount(trial.happened),
            _amount(trial.naive),
            _amount(trial.plain),
        )
        for trial in forecast.trials
    )
    return Table(columns, (False, True, True, True, True, True), rows)


def _interval(trial: Trial) -> Interval | Text:
    seen = shown(trial.forecast, 0)
    return seen.interval if seen else say(_("too early to say"))


def _amount(value: float) -> Quantity:
    return Quantity(value, Unit.AMOUNT)


def day_of(days: float) -> date:
    """Return the day of a number of days since 1970, in UTC."""
    return datetime.fromtimestamp(days * DAY_SECONDS, UTC).date()
