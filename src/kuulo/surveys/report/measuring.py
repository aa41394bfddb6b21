"""One door to the measures: which definition, score and weight a section of the report computes with."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.measures import Definition, figures
from kuulo.surveys.report.asking import Asking

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
        asking: Who was asked; None where the file does not tell.
    """

    definition: Definition
    score: str
    weight: str | None
    confidence: float
    floor: int
    asking: Asking | None = None

    def overall(self, frame: pl.DataFrame) -> Estimate:
        """Return the figure of all answers, withheld under the floor."""
        estimate = self._figures(frame)[0][1]
        return self.asking.whole(estimate, self.score) if self.asking else estimate

    def by(self, frame: pl.DataFrame, groups: pl.Series) -> list[tuple[object, Estimate]]:
        """Return group and figure for each value of a series of the frame's height; small groups are withheld."""
        return self._figures(frame.with_columns(groups.alias(GROUP)), GROUP)

    def with_asked(
        self, figures: list[tuple[object, Estimate]], groups: pl.Series
    ) -> tuple[list[tuple[object, Estimate]], int | None]:
        """Return the figures with who was asked in each group, and how many were silent in groups without a figure.

        The groups are those of all accepted rows; the number is None where the groups of the silent are not known.
        """
        if self.asking is None:
            return figures, None
        elsewhere = self.asking.silent_elsewhere({group for group, _estimate in figures}, groups)
        return self.asking.beside(figures, groups, self.score), elsewhere

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
