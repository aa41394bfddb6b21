"""From a selection to what Explore shows: figures, charts, words. Shared by the page and the downloads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import cast

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
    level_of,
    spread_chart,
    trend_chart,
)
from kuulo.figures.charts.dots import Ranked
from kuulo.figures.charts.funnel import FunnelChart
from kuulo.figures.charts.hearing import funnel_of
from kuulo.figures.charts.quantities import Day
from kuulo.figures.charts.wording import parts_words
from kuulo.figures.forms import reader_language
from kuulo.figures.queries import (
    Group,
    Point,
    Reading,
    Scope,
    Spread,
    breaks_between,
    figures_for,
    listening_of,
    now_and_before,
    read_trend,
    spread_for,
    trend_for,
)
from kuulo.figures.rules import compare
from kuulo.figures.rules.comparison import is_followed
from kuulo.figures.rules.headline import NOT_KNOWN, Measured, change_words
from kuulo.figures.rules.periods import Grain, settle_grain
from kuulo.measures.comparing import Compared, ComparedRow, compare_groups
from kuulo.measures.trends import Smoothed
from kuulo.words.queries import value_labels

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
        keys: The same groups as an address names them; ``None`` for what is not known.
        points: Periods of the trend; none where groups are shown.
        funnel: From everybody to the answers; ``None`` under filters, or where nobody knows who everybody is.
        chart: Trend, or groups beside each other.
        compared: The groups against each other; ``None`` where nothing is split by anything but time.
        smoothed: The level beneath the trend; ``None`` where there is none.
        spread: How the answers fall; ``None`` when withheld or a figure without a closed scale.
        parts: Why the parts in the chart need not add up to the whole; ``None`` where they do.
        left_out: How many groups the chart has no room for; the table and the downloads hold all.
    """

    scope: Scope
    title: Text
    whole: Estimate
    change: Text | None
    days: Text
    groups: tuple[tuple[str | Text, Estimate], ...]
    keys: tuple[str | None, ...]
    points: tuple[Point, ...]
    funnel: FunnelChart | None
    chart: TrendChart | DotsChart | None
    compared: Compared | None
    smoothed: Smoothed | None
    spread: DistributionChart | None
    parts: Text | None
    left_out: int


def show(reading: Reading, scope: Scope) -> Shown:
    """Return what Explore shows of a scope."""
    now, before = now_and_before(reading, scope)
    by = scope.selection.by
    points = trend_for(reading, scope, grain_of(scope)) if by is None or by.is_time else ()
    groups = figures_for(reading, scope) if by is not None and not by.is_time else ()
    keys = keys_of(scope, groups, points)
    groups = named_groups(scope, groups)
    compared = compared_groups(scope, groups)
    smoothed = read_trend(reading, scope, grain_of(scope)) if points else None
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
        keys=keys,
        points=points,
        funnel=funnel_for(reading, scope, now),
        chart=trend_of(scope, points, smoothed) if points else dots_of(scope, compared, groups, now),
        compared=compared,
        smoothed=smoothed,
        spread=spread_of(spread_for(reading, scope)),
        parts=parts_words(now),
        left_out=max(len(groups) - MOST_DOTS, 0),
    )


def funnel_for(reading: Reading, scope: Scope, whole: Estimate) -> FunnelChart | None:
    """Return the picture from everybody to the answers; ``None`` where it would be of others than the figure."""
    if scope.selection.filters or whole.value is None:
        return None
    seen = listening_of(reading, scope).representation
    if seen is None:
        return None
    return funnel_of(seen, encounters=scope.has_touchpoints, in_the_end=heard_in_the_end(whole))


def heard_in_the_end(whole: Estimate) -> int | None:
    """Return how many answered, at first or in the follow-up of the silent; ``None`` where there was none."""
    return whole.answered if is_followed(whole) else None


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


def keys_of(scope: Scope, groups: tuple[Group, ...], points: tuple[Point, ...]) -> tuple[str | None, ...]:
    """Return the groups of the split as an address names them."""
    if scope.selection.by is None:
        return ()
    if points:
        return tuple(point.start.isoformat() for point in points)
    return tuple(None if group.label is None else str(group.label) for group in groups)


def named_groups(scope: Scope, groups: tuple[Group, ...]) -> tuple[Group, ...]:
    """Return groups of a split by words under the names of their themes, feelings, codes or calls."""
    by = scope.selection.by
    if by is None or not by.is_of_words:
        return groups
    names = value_labels(by.name, [str(group.label) for group in groups if group.label is not None], reader_language())
    return tuple(group if group.label is None else replace(group, label=names[str(group.label)]) for group in groups)


def label_of(group: Group) -> str | Text:
    """Return a group's label; what is not known is said so."""
    if group.label is None:
        return NOT_KNOWN
    return group.label if isinstance(group.label, Text) else str(group.label)


def trend_of(scope: Scope, points: tuple[Point, ...], smoothed: Smoothed | None) -> TrendChart:
    """Return the chart of a measure over time."""
    return trend_chart(
        [TrendPoint(start=point.start, estimate=point.estimate, break_note=point.break_note) for point in points],
        title=say(_("{measure} over time"), measure=Text(scope.definition.title)),
        name=Text(scope.definition.title),
        grain=grain_of(scope).value,
        level=level_of(smoothed),
    )


def compared_groups(scope: Scope, groups: tuple[Group, ...]) -> Compared | None:
    """Return the largest groups against each other; ``None`` where there is nothing to compare."""
    if len(groups) < 2:
        return None
    largest = {label_of(group): group.estimate for group in groups[:MOST_DOTS]}
    return compare_groups(largest, scope.definition.direction)


def dots_of(scope: Scope, compared: Compared | None, groups: tuple[Group, ...], whole: Estimate) -> DotsChart | None:
    """Return the chart of the largest groups, best first; ``None`` where nothing is split."""
    by = scope.selection.by
    if by is None or not groups:
        return None
    rows = [GroupRow(label_of(group), group.estimate) for group in groups]
    if compared is not None:
        rows = [GroupRow(cast("str | Text", one.label), one.estimate, ranked_of(one)) for one in compared.rows]
    return dots_chart(
        rows,
        title=say(_("{measure} by {group}"), measure=Text(scope.definition.title), group=by.label),
        reference=whole if whole.value is not None else None,
        name=Text(scope.definition.title),
        group=by.label,
        compared=compared.sentence if compared is not None else None,
    )


def ranked_of(row: ComparedRow) -> Ranked | None:
    """Return a group's place among the others; ``None`` for one without a figure."""
    if row.rank_low is None or row.rank_high is None:
        return None
    return Ranked(row.pooled, row.rank_low, row.rank_high)


def spread_of(spread: Spread) -> DistributionChart | None:
    """Return the chart of how the answers fall; ``None`` when withheld, empty, or without a closed scale."""
    return spread_chart(spread.counts, spread.definition) if spread.counts else None


def days_words(reading: Reading, scope: Scope) -> Text:
    """Return the time the figures are about, by its days in the reader's zone."""
    first, last = scope.window.days(reading.zone)
    begin: date = first or scope.first.astimezone(reading.zone).date()
    end: date = last or scope.newest.astimezone(reading.zone).date()
    return say(_("{first} – {last}"), first=Day(begin), last=Day(end))
