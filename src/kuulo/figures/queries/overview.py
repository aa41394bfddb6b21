"""What Home shows: each measure now against before, the main one over time, its touchpoints, the newest comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kuulo.base.errors import KuuloError
from kuulo.base.estimate import Estimate
from kuulo.figures.queries.breaks import breaks_between
from kuulo.figures.queries.catalogue import Catalogue, read_catalogue
from kuulo.figures.queries.cells import Label
from kuulo.figures.queries.figures import Point, figures_for, now_and_before, trend_for
from kuulo.figures.queries.pull import touchpoint_pull
from kuulo.figures.queries.reading import Reading
from kuulo.figures.queries.scope import Scope, gather, settle
from kuulo.figures.queries.trends import read_trend
from kuulo.figures.rules.comparison import compare
from kuulo.figures.rules.dimensions import TOUCHPOINT
from kuulo.figures.rules.headline import Headline, Measured, headline_of
from kuulo.figures.rules.periods import Grain, Period, Window, day_start, settle_grain, window_before
from kuulo.figures.rules.pull import Contribution
from kuulo.figures.rules.selection import Selection
from kuulo.measures.definitions import DEFINITIONS, Definition
from kuulo.measures.trends import Smoothed

MOST_MEASURES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The figures of the organisation at one version of the data.

    Attributes:
        scope: The main measure's scope, with the period all measures share.
        measured: Measures now against before, the main one first.
        refused: Measures that cannot be shown, each with what was found and what to do.
        points: The main measure over time.
        grain: Length of a point.
        smoothed: The level beneath the trend; ``None`` where too few points have a figure.
        pulled: The first measure that was asked at several touchpoints; the main one where none was.
        pulls: Its touchpoints, the most harmful first.
        touchpoints: The figure of each touchpoint.
        scopes: Scope of each measure, in their order.
        headline: What to say first.
    """

    scope: Scope
    measured: tuple[Measured, ...]
    refused: tuple[tuple[Definition, KuuloError], ...]
    points: tuple[Point, ...]
    grain: Grain
    smoothed: Smoothed | None
    pulled: Measured
    pulls: tuple[Contribution, ...]
    touchpoints: Mapping[Label, Estimate]
    scopes: tuple[Scope, ...]
    headline: Headline


def overview(reading: Reading, period: Period) -> Overview | None:
    """Return the figures of the organisation; ``None`` while no answer feeds a measure that can be shown."""
    scopes, refused = _scopes(reading, period)
    if not scopes:
        return None
    main = scopes[0]
    grain = settle_grain(main.window, main.first, main.newest)
    trend = _trend_scope(reading, main, grain)
    reading = _gathered(reading, scopes, trend)
    measured = tuple(_measured(reading, scope) for scope in scopes)
    place, pulls = _first_pulls(reading, scopes)
    return Overview(
        scope=main,
        measured=measured,
        refused=refused,
        points=trend_for(reading, trend, grain),
        grain=grain,
        smoothed=read_trend(reading, trend, grain),
        pulled=measured[place],
        pulls=pulls,
        touchpoints=_touchpoints(reading, scopes[place]) if pulls else {},
        scopes=tuple(scopes),
        headline=headline_of(measured, measured[place], pulls),
    )


def _scopes(reading: Reading, period: Period) -> tuple[list[Scope], tuple[tuple[Definition, KuuloError], ...]]:
    """Return the scopes of the measures to show; the main one settles the time for all."""
    scopes: list[Scope] = []
    refused = []
    for measure in recorded_measures(read_catalogue(reading)):
        chosen = scopes[0].selection.period if scopes else period
        try:
            scope = settle(reading, Selection(definition=measure.id, period=chosen))
        except KuuloError as error:
            # Shown on the page beside the other measures: one that cannot be pooled hides none that can.
            refused.append((measure, error))
        else:
            # All figures of the page are about the same days, whichever measure was answered last.
            scopes.append(scope.during(scopes[0].window) if scopes else scope)
    return scopes[:MOST_MEASURES], tuple(refused)


def recorded_measures(catalogue: Catalogue) -> list[Definition]:
    """Return one definition a family, as it was recorded: NPS first, then by the number of answers."""
    answered: dict[str, int] = {}
    for one in catalogue.slices:
        if one.definition in DEFINITIONS:
            answered[one.definition] = answered.get(one.definition, 0) + one.answered
    ordered = sorted((name for name in answered if answered[name]), key=lambda name: (name != "nps@1", -answered[name]))
    families: dict[str, Definition] = {}
    for name in ordered:
        families.setdefault(DEFINITIONS[name].family, DEFINITIONS[name])
    return list(families.values())


def _gathered(reading: Reading, scopes: Sequence[Scope], trend: Scope) -> Reading:
    """Return a reading with the answers of all figures of the page, where their time has a beginning."""
    window = scopes[0].window
    before = window_before(window, reading.zone)
    starts = [one.start for one in (window, before, trend.window) if one is not None and one.start is not None]
    if window.start is None or window.end is None:
        return reading
    return gather(reading, scopes, Window(min(starts), window.end))


def _first_pulls(reading: Reading, scopes: Sequence[Scope]) -> tuple[int, tuple[Contribution, ...]]:
    """Return the place of the first measure asked at several touchpoints, and their pulls; the first where none was."""
    for place, scope in enumerate(scopes):
        pulls = touchpoint_pull(reading, scope)
        if pulls:
            return place, pulls
    return 0, ()


def _touchpoints(reading: Reading, scope: Scope) -> dict[Label, Estimate]:
    split = replace(scope, selection=scope.selection.split_by(TOUCHPOINT))
    return {group.label: group.estimate for group in figures_for(reading, split)}


def _measured(reading: Reading, scope: Scope) -> Measured:
    now, before = now_and_before(reading, scope)
    return Measured(
        definition=scope.definition,
        comparison=compare(now, before, better=scope.definition.direction),
        breaks=breaks_between(reading, scope) if before is not None else (),
    )


def _trend_scope(reading: Reading, scope: Scope, grain: Grain) -> Scope:
    """Return the window of the trend: that of the figures, begun with a whole month where it is shown by month."""
    start = scope.window.start
    if grain is Grain.WEEK or start is None:
        return scope
    first = start.astimezone(reading.zone).date().replace(day=1)
    return scope.during(Window(day_start(first, reading.zone), scope.window.end))
