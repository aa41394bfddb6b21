"""How early adopters feel, apart from everybody else: any measure of Explore, with intervals, and over time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kuulo.base.estimate import Estimate
from kuulo.customers.rules.segments import NO, SEGMENT_PREFIX, YES
from kuulo.figures.queries import (
    Point,
    Reading,
    figures_for,
    read_catalogue,
    settle,
    trend_for,
)
from kuulo.figures.queries.overview import recorded_measures
from kuulo.figures.rules import Selection
from kuulo.figures.rules.comparison import Comparison, compare
from kuulo.figures.rules.dimensions import Dimension, DimensionKind
from kuulo.figures.rules.periods import Grain, Period
from kuulo.figures.rules.selection import Filter
from kuulo.measures.definitions import Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """One measure of the early adopters and of everybody else.

    Attributes:
        measures: What can be chosen.
        definition: What was.
        early: Of the early adopters; None where none of them answered.
        others: Of everybody else.
        compared: What lies between the two.
        trend: Month by month, of the early adopters.
        trend_others: Of everybody else.
    """

    measures: tuple[Definition, ...]
    definition: Definition
    early: Estimate | None
    others: Estimate | None
    compared: Comparison | None
    trend: tuple[Point, ...]
    trend_others: tuple[Point, ...]


def mood_of(reading: Reading, segment: str, measure: str) -> Mood | None:
    """Return how the members of a segment feel beside everybody else; None where nothing was measured yet.

    Figures under the anonymity floor are withheld, and so are those that would tell them by difference.

    Args:
        reading: The look at the store.
        segment: Name of the segment.
        measure: Which definition; an unknown or empty one lets the data choose.

    Raises:
        ScaleMismatchError: Answers on different scales would be pooled.
    """
    measures = tuple(recorded_measures(read_catalogue(reading)))
    if not measures:
        return None
    chosen = next((one for one in measures if one.id == measure), measures[0])
    dimension = Dimension(DimensionKind.CUSTOMER, f"{SEGMENT_PREFIX}{segment}")
    selection = Selection(definition=chosen.id, period=Period("all"))
    groups = figures_for(reading, settle(reading, replace(selection, by=dimension)))
    of = {group.label: group.estimate for group in groups}
    early, others = of.get(YES), of.get(NO)
    compared = None
    if early is not None and others is not None:
        compared = compare(early, others, better=chosen.direction)
    return Mood(
        measures=measures,
        definition=chosen,
        early=early,
        others=others,
        compared=compared,
        trend=_trend(reading, selection, dimension, YES),
        trend_others=_trend(reading, selection, dimension, NO),
    )


def _trend(reading: Reading, selection: Selection, dimension: Dimension, value: str) -> tuple[Point, ...]:
    scope = settle(reading, replace(selection, filters=(Filter(dimension, (value,)),)))
    return trend_for(reading, scope, Grain.MONTH)
