"""What Home shows: each measure now against before, the main one over time, its touchpoints, the newest comments."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.base.errors import KuuloError
from kuulo.figures.queries.catalogue import Catalogue, read_catalogue
from kuulo.figures.queries.figures import Point, now_and_before, trend_for
from kuulo.figures.queries.pull import touchpoint_pull
from kuulo.figures.queries.reading import Reading
from kuulo.figures.queries.scope import Scope, settle
from kuulo.figures.rules.comparison import compare
from kuulo.figures.rules.headline import Headline, Measured, headline_of
from kuulo.figures.rules.periods import Grain, Period, Window, day_start, settle_grain
from kuulo.figures.rules.pull import Contribution
from kuulo.figures.rules.selection import Selection
from kuulo.measures.definitions import DEFINITIONS, Definition

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
        pulls: Touchpoints of the main measure, the most harmful first.
        headline: What to say first.
    """

    scope: Scope
    measured: tuple[Measured, ...]
    refused: tuple[tuple[Definition, KuuloError], ...]
    points: tuple[Point, ...]
    grain: Grain
    pulls: tuple[Contribution, ...]
    headline: Headline


def overview(reading: Reading, period: Period) -> Overview | None:
    """Return the figures of the organisation; ``None`` while no answer feeds a measure that can be shown."""
    scopes, refused = _scopes(reading, period)
    if not scopes:
        return None
    main = scopes[0]
    measured = tuple(_measured(reading, scope) for scope in scopes)
    pulls = touchpoint_pull(reading, main)
    grain = settle_grain(main.window, main.first, main.newest)
    return Overview(
        scope=main,
        measured=measured,
        refused=refused,
        points=trend_for(reading, _trend_scope(reading, main, grain), grain),
        grain=grain,
        pulls=pulls,
        headline=headline_of(measured, pulls),
    )


def _scopes(reading: Reading, period: Period) -> tuple[list[Scope], tuple[tuple[Definition, KuuloError], ...]]:
    """Return the scopes of the measures to show; the main one settles the period for all."""
    scopes: list[Scope] = []
    refused = []
    for measure in recorded_measures(read_catalogue(reading)):
        chosen = scopes[0].selection.period if scopes else period
        try:
            scopes.append(settle(reading, Selection(definition=measure.id, period=chosen)))
        except KuuloError as error:
            # Shown on the page beside the other measures: one that cannot be pooled hides none that can.
            refused.append((measure, error))
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


def _measured(reading: Reading, scope: Scope) -> Measured:
    now, before = now_and_before(reading, scope)
    return Measured(definition=scope.definition, comparison=compare(now, before, better=scope.definition.direction))


def _trend_scope(reading: Reading, scope: Scope, grain: Grain) -> Scope:
    """Return the window of the trend: that of the figures, begun with a whole month where it is shown by month."""
    start = scope.window.start
    if grain is Grain.WEEK or start is None:
        return scope
    first = start.astimezone(reading.zone).date().replace(day=1)
    return scope.during(Window(day_start(first, reading.zone), scope.window.end))
