"""Questions that are no scores: how often each answer came, with the interval of its share."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kuulo.surveys.report.model import ChoiceSection, ChoiceShare
from kuulo.surveys.report.shares import share_estimates
from kuulo.surveys.rules.columns import SettledColumn


def choices_of(
    frame: pl.DataFrame,
    columns: Sequence[SettledColumn],
    *,
    weight: str | None,
    confidence: float,
    floor: int,
    most: int,
) -> tuple[ChoiceSection, ...]:
    """Return the shares of each attribute's values, commonest first; values under the floor are put together."""
    weights = frame[weight] if weight else None
    sections = (_section(frame[column.column], column, weights, (confidence, floor, most)) for column in columns)
    return tuple(section for section in sections if section.choices)


def _section(
    values: pl.Series, column: SettledColumn, weights: pl.Series | None, limits: tuple[float, int, int]
) -> ChoiceSection:
    confidence, floor, most = limits
    shares = sorted(share_estimates(values, weights, confidence), key=lambda item: (-item[1], str(item[0])))
    large = [item for item in shares if item[1] >= floor]
    if 0 < sum(item[1] for item in shares if item[1] < floor) < floor:
        # A remainder under the floor would be found by subtracting: the next smallest goes with it.
        large = large[:-1]
    kept = large[:most]
    return ChoiceSection(
        column=column.column,
        header=column.header,
        answered=len(values) - values.null_count(),
        blank=values.null_count(),
        choices=tuple(ChoiceShare(value=str(value), count=count, share=share) for value, count, share in kept),
        left_out=len(shares) - len(kept),
    )
