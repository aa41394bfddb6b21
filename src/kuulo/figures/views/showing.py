"""From a selection to what Explore shows: figures, charts, words. Shared by the page and the downloads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import (
    DistributionChart,
    DotsChart,
    GroupRow,
    TrendChart,
    TrendPoint,
    dots_chart,
    spread_chart,
    trend_chart,
)
from kuulo.figures.charts.quantities import Day
from kuulo.figures.queries import (
    Group,
    Point,
    Reading,
    Scope,
    Spread,
    breaks_between,
    figures_for,
    now_and_before,
    spread_for,
    trend_for,
)
from kuulo.figures.rules import compare
from kuulo.figures.rules.headline import NOT_KNOWN, Measured, change_words
from kuulo.figures.rules.periods import Grain, settle_grain

MOST_DOTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Everything Explore shows of a selection.

    Attributes:
        scope: What the figures are about.
        title: Name of the measure.
        whole: Figure of everything in scope.
        change: What can be said against the time before; ``None`` where the period has no time before.
        days: First and last day of the answers' time, in words.
        groups: Groups of the split, with their labels as they are read.
        chart: Trend, or groups beside each other.
        spread: How the answers fall; ``None`` when withheld or a figure without a closed scale.
        left_out: How many groups the chart has no room for; the table and the downloads hold all.
    """

    scope: Scope
    title: Text
    whole: Estimate
    change: Text | None
    days: Text
    groups: tuple[tuple[str | Text, Estimate], ...]
    chart: TrendChart | DotsChart | None
    spread: DistributionChart | None
    left_out: int


def show(reading: Reading, scope: Scope) -> Shown:
    """Return what Explore shows of a scope."""
    now, before = now_and_before(reading, scope)
    by = scope.selection.by
    points = trend_for(reading, scope, grain_of(scope)) if by is None or by.is_time else ()
    groups = figures_for(reading, scope) if by is not None and not by.is_time else ()
    measured = Measured(
        definition=scope.definition,
        comparison=compare(now, before, better=scope.definition.direction),
        breaks=breaks_between(reading, scope) if before is not None else (),
    )
    return Shown(
        scope=scope,
        title=Text(scope.definition.title),
        whole=now,
        change=change_words(measured) if scope.window.start is not None and now.n else None,
        days=days_words(reading, scope),
        groups=labelled(scope, groups, points),
        chart=trend_of(scope, points) if points else dots_of(scope, groups, now),
        spread=spread_of(spread_for(reading, scope)),
        left_out=max(len(groups) - MOST_DOTS, 0),
    )


def grain_of(scope: Scope) -> Grain:
    """Return the length of a trend's points: what the selection splits by, else what suits its period."""
    by = scope.selection.by
    if by is not None and by.is_time:
        return Grain(by.name)
    return settle_grain(scope.window, scope.first, scope.newest)


def labelled(
    scope: Scope, groups: tuple[Group, ...], points: tuple[Point, ...]
) -> tuple[tuple[str | Text, Estimate], ...]:
    """Return the groups of the split with their labels; days of a time split in the form spreadsheets sort."""
    if scope.selection.by is None:
        return ()
    if points:
        return tuple((point.start.isoformat(), point.estimate) for point in points)
    return tuple((label_of(group), group.estimate) for group in groups)


def label_of(group: Group) -> str | Text:
    """Return a group's label; what is not known is said so."""
    return NOT_KNOWN if group.label is None else str(group.label)


def trend_of(scope: Scope, points: tuple[Point, ...]) -> TrendChart:
    """Return the chart of a measure over time."""
    return trend_chart(
        [TrendPoint(start=point.start, estimate=point.estimate, break_note=point.break_note) for point in points],
        title=say(_("{measure} over time"), measure=Text(scope.definition.title)),
        name=Text(scope.definition.title),
        grain=grain_of(scope).value,
    )


def dots_of(scope: Scope, groups: tuple[Group, ...], whole: Estimate) -> DotsChart | None:
    """Return the chart of the largest groups, best first; ``None`` where nothing is split."""
    by = scope.selection.by
    if by is None or not groups:
        return None
    better = scope.definition.direction
    ordered = sorted(groups[:MOST_DOTS], key=lambda one: _rank(one.estimate, better))
    return dots_chart(
        [GroupRow(label_of(group), group.estimate) for group in ordered],
        title=say(_("{measure} by {group}"), measure=Text(scope.definition.title), group=by.label),
        reference=whole if whole.value is not None else None,
        name=Text(scope.definition.title),
        group=by.label,
    )


def _rank(estimate: Estimate, better: int) -> tuple[bool, float]:
    return estimate.value is None, -better * (estimate.value or 0.0)


def spread_of(spread: Spread) -> DistributionChart | None:
    """Return the chart of how the answers fall; ``None`` when withheld, empty, or without a closed scale."""
    return spread_chart(spread.counts, spread.definition) if spread.counts else None


def days_words(reading: Reading, scope: Scope) -> Text:
    """Return the time the figures are about, by its days in the reader's zone."""
    first, last = scope.window.days(reading.zone)
    begin: date = first or scope.first.astimezone(reading.zone).date()
    end: date = last or scope.newest.astimezone(reading.zone).date()
    return say(_("{first} – {last}"), first=Day(begin), last=Day(end))
