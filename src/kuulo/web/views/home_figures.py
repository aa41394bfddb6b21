"""What Home's figures look like: cards, the trend, the touchpoints that pull."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import TrendChart, TrendPoint, level_of, trend_chart
from kuulo.figures.charts.quantities import Day, Interval, Quantity, Unit, unit_of
from kuulo.figures.queries import Comment, Reading, Scope
from kuulo.figures.queries.overview import Overview
from kuulo.figures.rules import Direction
from kuulo.figures.rules.headline import NOT_KNOWN, change_words, pull_quantities
from kuulo.figures.rules.periods import window_before

MOST_PULLS = 6
# A bar of the pulls is drawn against the longest; its length is an SVG width in per cent.
FULL = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One measure now, what changed, and where to look closer."""

    title: Text
    now: Estimate
    change: Text
    direction: Direction
    url: str
    know_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """One touchpoint: its share of the answers, its own figure, and what it costs the whole."""

    name: str | Text
    share: Quantity
    figure: Estimate
    pull: Quantity
    interval: Interval
    harmful: bool
    width: str
    low: str
    whisker: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment as the page shows it; ``score`` is empty where none came with it."""

    signal_id: str
    text: str
    language: str
    score: str
    kind: str
    when: Day | None
    touchpoint: str


def comment_of(reading: Reading, one: Comment) -> Remark:
    """Return a comment as the page shows it: the day in the reader's zone, the score without needless decimals."""
    return Remark(
        signal_id=one.signal_id,
        text=one.text,
        language=one.language or "",
        score=score_words(one),
        kind=one.kind,
        when=Day(one.occurred_at.astimezone(reading.zone).date()) if one.occurred_at else None,
        touchpoint=one.touchpoint or "",
    )


def score_words(one: Comment) -> str:
    """Return a score beside the highest of its scale, such as ``9/10``; empty where none came with the comment."""
    if one.score is None:
        return ""
    return f"{one.score:g}/{one.scale_max:g}" if one.scale_max is not None else f"{one.score:g}"


def cards_of(found: Overview) -> list[Card]:
    """Return a card a measure."""
    return [
        Card(
            title=Text(one.definition.title),
            now=one.comparison.now,
            change=change_words(one),
            direction=one.comparison.direction,
            url=_explore(found, one.definition.id),
            know_url=_know(found, one.definition.id),
        )
        for one in found.measured
    ]


def trend_of(found: Overview) -> TrendChart | None:
    """Return the main measure over time; ``None`` where a single point would be no trend."""
    if len(found.points) < 2:
        return None
    title = Text(found.measured[0].definition.title)
    return trend_chart(
        [TrendPoint(start=point.start, estimate=point.estimate, break_note=point.break_note) for point in found.points],
        title=say(_("{measure} over time"), measure=title),
        name=title,
        grain=found.grain.value,
        level=level_of(found.smoothed),
    )


def pulls_of(found: Overview) -> list[Pull]:
    """Return the touchpoints that pull the main figure to the worse side most."""
    main = found.pulled
    losing = [pull for pull in found.pulls if pull.pull * main.definition.direction < 0][:MOST_PULLS]
    every = [pull_quantities(main, pull) for pull in losing]
    longest = max((told["high"].value for told in every), default=1.0) or 1.0
    rows = []
    for pull, told in zip(losing, every, strict=True):
        low = max(told["low"].value, 0.0)
        rows.append(
            Pull(
                name=pull.touchpoint or NOT_KNOWN,
                share=Quantity(pull.share, Unit.SHARE, 0),
                figure=found.touchpoints[pull.touchpoint],
                pull=told["pull"],
                interval=Interval(told["low"], told["high"]),
                harmful=pull.harmful,
                width=_part(told["pull"].value, longest),
                low=_part(low, longest),
                whisker=_part(told["high"].value, longest),
                url=_explore(found, main.definition.id, touchpoint=pull.touchpoint or ""),
            )
        )
    return rows


def unit_words(found: Overview) -> Text:
    """Return what the costs are counted in."""
    unit = unit_of(found.pulled.comparison.now)
    words = {Unit.SHARE: say(_("percentage points")), Unit.POINTS: say(_("points"))}
    return words.get(unit, say(_("points of the scale")))


def _part(value: float, longest: float) -> str:
    return f"{min(max(value / longest, 0.0), 1.0) * FULL:.2f}%"


def _explore(found: Overview, definition: str, *, touchpoint: str = "") -> str:
    query = {"measure": definition, "period": found.scope.selection.period.kind, "touchpoint": touchpoint}
    return f"{reverse('figures:explore')}?{urlencode({key: value for key, value in query.items() if value})}"


def _know(found: Overview, definition: str) -> str:
    query = {"measure": definition, "period": found.scope.selection.period.kind}
    return f"{reverse('figures:know')}?{urlencode(query)}"


def days_of(reading: Reading, scope: Scope) -> tuple[Text, Text | None]:
    """Return the days of now and of before in words; the second is ``None`` where all the time is shown."""
    zone = reading.zone
    first, last = scope.window.days(zone)
    begin = first or scope.first.astimezone(zone).date()
    end = last or scope.newest.astimezone(zone).date()
    now = say(_("{first} – {last}"), first=Day(begin), last=Day(end))
    window = window_before(scope.window, zone)
    if window is None or window.start is None or window.end is None:
        return now, None
    until = window.end.astimezone(zone).date() - timedelta(days=1)
    return now, say(_("{first} – {last}"), first=Day(window.start.astimezone(zone).date()), last=Day(until))
