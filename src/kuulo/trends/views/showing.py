"""From series to what the pages show: charts, words, addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import Level, TrendChart, TrendPoint, trend_chart
from kuulo.figures.charts.quantities import Count
from kuulo.figures.charts.trend import COMPACT, HEIGHT
from kuulo.figures.charts.wording import joined, percent
from kuulo.figures.rules.periods import Grain
from kuulo.measures.trends import Amount, rate_of_any, rate_of_each
from kuulo.measures.trends.words import unit_of
from kuulo.trends.queries import AlarmView
from kuulo.trends.rules import Series, level_now, title_of
from kuulo.trends.rules.drawing import LATEST, Spark, spark_of

NO_CHANGE = say(_("No change can be seen."))
ENDINGS = {
    "": say(_("lasts still")),
    "returned": say(_("the figures returned")),
    "settled": say(_("the new level became the usual one")),
    "broken": say(_("ended by a known break")),
    "gone": say(_("later answers took it back")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One series as a page lists it.

    Attributes:
        url: Address of its own page.
        now: The level beneath its latest figure.
        changed: What changed, or that no change can be seen.
        smallest: The smallest change it could have shown, short; ``None`` where nothing could be shown.
        chart: Its chart; only for those that changed.
        alarm: The open alarm as it is written; ``None`` where there is none, or it is not written yet.
    """

    series: Series
    url: str
    now: Estimate
    changed: Text
    smallest: Text | None
    spark: Spark
    chart: TrendChart | None
    alarm: AlarmView | None


def line_of(series: Series, alarms: Mapping[str, AlarmView]) -> Line:
    """Return a series as a page lists it."""
    alarm = series.open_alarm
    return Line(
        series=series,
        url=f"{reverse('trends:series')}?{series.key}",
        now=level_now(series),
        changed=changed_words(series),
        smallest=smallest_words(series),
        spark=spark_of(series),
        chart=chart_of(series, latest=True) if alarm is not None else None,
        alarm=alarms.get(series.key) if alarm is not None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """All series of one measure, as the page folds them together.

    Attributes:
        title: What a reader calls the measure.
        lines: Its series, in the order of the page.
        said: How many series it has, and how many of them have an open alarm.
    """

    title: Text
    lines: tuple[Line, ...]
    said: Text


def families_of(lines: Sequence[Line]) -> list[Family]:
    """Return the series by measure; the measure whose series stands first comes first."""
    by_measure: dict[str, list[Line]] = {}
    for line in lines:
        by_measure.setdefault(line.series.definition, []).append(line)
    return [
        Family(
            title=title_of(definition, ""),
            lines=tuple(members),
            said=say(
                _("{count} series, {changed} with an alarm"),
                count=Count(len(members)),
                changed=Count(sum(line.chart is not None for line in members)),
            ),
        )
        for definition, members in by_measure.items()
    ]


def alarmed_words(lines: Sequence[Line]) -> Text:
    """Return the page's first sentence: in how many series something changed, and how surely."""
    alarms = [line.series.open_alarm for line in lines if line.series.open_alarm is not None]
    sure = sum(alarm.together for alarm in alarms)
    return say(
        _(
            "{changed} of {count} series have an alarm now; {sure} of these hold even when all {count} series are "
            "taken into account."
        ),
        changed=Count(len(alarms)),
        count=Count(len(lines)),
        sure=Count(sure),
    )


def smallest_words(series: Series) -> Text | None:
    """Return the smallest change a series could have shown, in points."""
    smallest = series.read.smallest
    if smallest is None:
        return None
    return say(_("{size} points"), size=Amount(smallest * unit_of(series.definition)))


def chart_of(series: Series, *, latest: bool = False) -> TrendChart:
    """Return the chart of a series, whole or of the latest year or two for a card."""
    begin = max(len(series.days) - LATEST[series.grain], 0) if latest else 0
    notes = dict(series.known)
    read = series.read
    changes = {alarm.since: alarm.text for alarm in read.alarms if alarm.since > series.days[begin]}
    changes |= {one.day: one.text for one in read.breaks if one.day > series.days[begin]}
    chart = trend_chart(
        [
            TrendPoint(start=day, estimate=figure, break_note=notes.get(day))
            for day, figure in zip(series.days[begin:], series.figures[begin:], strict=True)
        ],
        title=series.title,
        name=series.title,
        grain=series.grain.value,
        height=COMPACT if latest else HEIGHT,
        level=Level(
            values=read.level[begin:],
            low=read.low[begin:],
            high=read.high[begin:],
            found=tuple(sorted(changes.items())),
            words=read.smallest_change,
        ),
    )
    # First week against last says little: the chart's sentence is what the whole series says.
    return replace(chart, sentence=joined(changed_words(series), read.smallest_change))


def changed_words(series: Series) -> Text:
    """Return what changed: the open alarm, else the latest break, else that no change can be seen."""
    alarm, found = series.open_alarm, series.latest_break
    if alarm is not None:
        return alarm.text
    return found.text if found is not None else NO_CHANGE


def rate_words(rate: float, count: int) -> Text:
    """Return how often chance alone raises an alarm: in one series, and in all of them together."""
    return say(
        _(
            "Each series gives a false alarm in {rate} of the years in which nothing changes. With {count} series, "
            "at least one of them does in {any} of such years. An alarm that holds for all series together would come "
            "from any of them in {rate} of such years only: each is then held to {each} (Šidák’s correction)."
        ),
        rate=percent(rate),
        count=Count(count),
        any=percent(round(rate_of_any(rate, count), 3)),
        each=percent(round(rate_of_each(rate, count), 3)),
    )


def explore_url(series: Series) -> str:
    """Return the address of the same figures in Explore."""
    query = urlencode([*series.params, ("by", series.grain.value), ("period", "all")])
    return f"{reverse('figures:explore')}?{query}"


def grains_of(series: Series) -> Sequence[tuple[str, Grain, bool]]:
    """Return the addresses of the series by week and by month, and which one this is."""
    return [
        (
            f"{reverse('trends:series')}?{urlencode([*series.params, ('grain', grain.value)])}",
            grain,
            grain is series.grain,
        )
        for grain in Grain
    ]
