"""One door to the measures: which definition, score and weight a section of the report computes with."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.measures import Definition, figures

GROUP, SCORE, WEIGHT = "_group", "_score", "_weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measuring:
    """What every figure of one score question shares.

    Attributes:
        definition: The measure.
        score: Column of the score.
        weight: Column of the weights, or None.
        confidence: Confidence level, 0–1.
        floor: Smallest group a figure may be about.
    """

    definition: Definition
    score: str
    weight: str | None
    confidence: float
    floor: int

    def overall(self, frame: pl.DataFrame) -> Estimate:
        """Return the figure of all answers, withheld under the floor."""
        return self._figures(frame)[0][1]

    def by(self, frame: pl.DataFrame, groups: pl.Series) -> list[tuple[object, Estimate]]:
        """Return group and figure for each value of a series of the frame's height; small groups are withheld."""
        return self._figures(frame.with_columns(groups.alias(GROUP)), GROUP)

    def _figures(self, frame: pl.DataFrame, *by: str) -> list[tuple[object, Estimate]]:
        # The same names for every question, so that the measures' compiled plans are used again.
        answers = frame.select(
            pl.col(self.score).alias(SCORE), *([pl.col(self.weight).alias(WEIGHT)] if self.weight else []), *by
        )
        table = figures(
            answers,
            score=SCORE,
            definition=self.definition,
            by=by,
            weight=WEIGHT if self.weight else None,
            confidence=self.confidence,
            floor=self.floor,
        )
        return [(figure.by.get(GROUP), figure.estimate) for figure in table]
