"""Reading series from the store: which of them matter, and what each says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.customers.rules.segments import SEGMENT_PREFIX
from kuulo.figures.queries import Reading, filter_options, read_catalogue, settle, trend_for
from kuulo.figures.queries.options import Choice
from kuulo.figures.queries.overview import recorded_measures
from kuulo.figures.queries.reading import kept
from kuulo.figures.rules import Selection
from kuulo.figures.rules.dimensions import TOUCHPOINT, DimensionKind
from kuulo.figures.rules.periods import Grain, Period
from kuulo.figures.rules.selection import Filter
from kuulo.measures.trends import smooth
from kuulo.trends.rules import Series, suits_weeks

MOST_MEASURES = 4
# A dimension of more values than these is no segmentation but a list.
MOST_VALUES = 12
MOST_SERIES = 80
ALL_TIME = Period("all")


def series_that_matter(reading: Reading) -> tuple[tuple[Selection, ...], tuple[Text, ...]]:
    """Return each measure of everybody and of each touchpoint and segment, and why some measures cannot be shown."""
    chosen: list[Selection] = []
    refused: list[Text] = []
    for measure in recorded_measures(read_catalogue(reading))[:MOST_MEASURES]:
        try:
            scope = settle(reading, Selection(definition=measure.id, period=ALL_TIME))
        except KuuloError as error:
            # Said on the page: one measure that cannot be pooled hides none that can.
            refused.append(error.found)
            continue
        chosen.append(scope.selection)
        chosen.extend(
            replace(scope.selection, filters=(one,)) for one in _parts(filter_options(reading, scope).filters)
        )
    return tuple(chosen[:MOST_SERIES]), tuple(refused)


def everybody(selections: Iterable[Selection]) -> tuple[Selection, ...]:
    """Return the selections that are narrowed by nothing."""
    return tuple(one for one in selections if not one.filters)


def _parts(choices: Iterable[Choice]) -> Iterator[Filter]:
    """Yield the touchpoints, then the segments and other attributes of customers that have few values."""
    ordered = sorted(choices, key=lambda one: one.dimension != TOUCHPOINT)
    for choice in ordered:
        by_customer = choice.dimension.kind is DimensionKind.CUSTOMER
        if choice.dimension != TOUCHPOINT and not by_customer:
            continue
        if choice.dimension.name.startswith(SEGMENT_PREFIX):
            # Who is not in a segment is no segment.
            yield Filter(choice.dimension, ("yes",))
        elif len(choice.values) <= MOST_VALUES or choice.dimension == TOUCHPOINT:
            yield from (Filter(choice.dimension, (value,)) for value in choice.values)


@kept
def read_series(reading: Reading, selection: Selection, grain: Grain | None, rate: float, beside: int) -> Series | None:
    """Return what a series says; ``None`` where nobody answered.

    Args:
        reading: The look at the store.
        selection: What is measured, of whom.
        grain: Week or month; ``None`` lets the number of answers choose.
        rate: Share of years without any change in which there may be a false alarm.
        beside: How many series are watched together.

    Raises:
        DefinitionError: There is no such measure, or no answer feeds it.
        ScaleMismatchError: Answers on different scales would be pooled.
        InputError: A customer attribute nobody has.
    """
    scope = settle(reading, replace(selection, period=ALL_TIME, by=None))
    points = trend_for(reading, scope, grain or Grain.WEEK)
    if grain is None and not suits_weeks([point.estimate for point in points]):
        return read_series(reading, selection, Grain.MONTH, rate, beside)
    if not points:
        return None
    known = tuple((point.start, point.break_note) for point in points if point.break_note is not None)
    narrowed = scope.selection.filters[0] if scope.selection.filters else None
    days = tuple(point.start for point in points)
    figures = tuple(point.estimate for point in points)
    return Series(
        params=tuple((key, value) for key, value in scope.selection.to_params() if key != "period"),
        definition=scope.definition.id,
        dimension=narrowed.dimension.key if narrowed else "",
        value=_value_words(scope.selection.filters),
        grain=grain or Grain.WEEK,
        days=days,
        figures=figures,
        known=known,
        read=smooth(
            days,
            figures,
            known_breaks=[day for day, _note in known],
            grain=(grain or Grain.WEEK).value,
            rate=rate,
            beside=beside,
        ),
    )


def _value_words(filters: Iterable[Filter]) -> str:
    """Return of whom a series is, in the words of the data; a segment by its name."""
    words = [
        [one.dimension.name.removeprefix(SEGMENT_PREFIX)]
        if one.dimension.name.startswith(SEGMENT_PREFIX) and one.values == ("yes",)
        else list(one.values)
        for one in filters
    ]
    return " · ".join(", ".join(each) for each in words)
