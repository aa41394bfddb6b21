"""Who stands behind a figure: what a scope listens to, and its figures corrected for those who did not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from kuulo.base.estimate import Estimate
from kuulo.correction.queries import (
    Heard,
    Listening,
    corrected_groups,
    factors_of,
    has_comparison,
    listen,
    more_methods,
)
from kuulo.figures.queries.cells import Label
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import SOURCE, Scope, Split, filter_sql
from kuulo.measures.correction import Method


def heard_of(reading: Reading, scope: Scope) -> Heard:
    """Return what a scope listens to: its answers without the filters and splits, which are parts of them.

    Answers that name the touchpoint they are about stand for the encounters that were asked about; other answers stand
    for the customers.
    """
    return Heard(
        key=reading.key,
        definition=scope.definition,
        recorded=scope.recorded,
        sources=scope.sources,
        question=scope.selection.question,
        start=scope.window.start,
        end=scope.window.end,
        floor=reading.floor,
        confidence=reading.confidence,
        encounters=scope.has_touchpoints,
        is_newest=scope.window.end is not None and scope.newest < scope.window.end,
    )


def without_filters(scope: Scope) -> Scope:
    """Return the scope that a figure's correction is about: without its split, and without its filters but sources."""
    kept_filters = tuple(one for one in scope.selection.filters if one.dimension == SOURCE)
    return replace(scope, selection=replace(scope.selection, filters=kept_filters, by=None))


def listening_of(reading: Reading, scope: Scope) -> Listening:
    """Return what is known of those behind the figure of a scope, its filters left aside."""
    return listen(reading.snapshot, heard_of(reading, scope))


def factors_for(reading: Reading, scope: Scope) -> pa.Table | None:
    """Return by how much each answer of a scope counts, by identifier and touchpoint; ``None`` where all are alike."""
    return factors_of(reading.snapshot, heard_of(reading, scope))


def are_compared(reading: Reading, scope: Scope) -> bool:
    """Return whether the slow methods have been computed for a scope on this version of the data."""
    return has_comparison(reading.snapshot, heard_of(reading, scope))


def methods_of(reading: Reading, scope: Scope) -> Mapping[Method, Estimate]:
    """Return the figure of a scope, its filters left aside, by every method that has been computed, slow ones too."""
    return more_methods(reading.snapshot, heard_of(reading, scope))


@kept
def corrected_figures(reading: Reading, scope: Scope, split: Split | None) -> Mapping[Label, Estimate]:
    """Return the corrected figure of each group of a scope, of ``None`` alone where nothing is split; none withheld."""
    conditions = [filter_sql(reading, scope, one) for one in scope.selection.filters if one.dimension != SOURCE]
    return corrected_groups(
        reading.snapshot,
        heard_of(reading, scope),
        condition_sql=" AND ".join(conditions) or "true",
        split_sql=split.sql if split else None,
        split_kind=split.kind if split else "string",
    )
