"""Who was asked beside every figure: how many people of a group or period, and how many of them answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import polars as pl

from kuulo.base.estimate import Estimate
from kuulo.surveys.rules.acceptance import TURNOUT, Accepted
from kuulo.surveys.rules.moments import silent_rows
from kuulo.surveys.rules.turnout import ASKED

KNOWN = 0.95  # of those who stayed silent; an attribute that is known of fewer was asked in the survey itself


@dataclass(frozen=True, slots=True)
class Asking:
    """The accepted rows of a file that tells who was asked and stayed silent; all series have one entry a row."""

    frame: pl.DataFrame
    asked: pl.Series
    silent: pl.Series

    def whole(self, estimate: Estimate, score: str) -> Estimate:
        """Return the figure of all answers with how many were asked and how many of them answered the question."""
        answered = int((self.asked & self.frame[score].is_not_null()).sum())
        return _with_counts(estimate, (int(self.asked.sum()), answered))

    def beside(
        self, figures: Sequence[tuple[object, Estimate]], groups: pl.Series, score: str
    ) -> list[tuple[object, Estimate]]:
        """Return the figures of groups with the same; unchanged where the groups of the silent are not known.

        Args:
            figures: Pairs of a group and its figure.
            groups: The group of each row.
            score: The question.
        """
        if not self._knows(groups):
            return list(figures)
        rows = pl.DataFrame({"group": groups, "answered": self.frame[score].is_not_null()}).filter(self.asked)
        counted = rows.group_by("group").agg(pl.len(), pl.col("answered").sum())
        counts = {group: (invited, answered) for group, invited, answered in counted.iter_rows()}
        return [(group, _with_counts(estimate, counts.get(group, (0, 0)))) for group, estimate in figures]

    def silent_elsewhere(self, shown: Collection[object], groups: pl.Series) -> int | None:
        """Return how many stayed silent in groups that are not shown; None where their groups are not known."""
        if not self._knows(groups):
            return None
        return sum(group not in shown for group in groups.filter(self.silent).to_list())

    def _knows(self, groups: pl.Series) -> bool:
        silent = groups.filter(self.silent)
        return silent.count() >= KNOWN * len(silent)


def asking_of(accepted: Accepted) -> Asking | None:
    """Return who was asked; None where the file does not tell."""
    if accepted.asked is None:
        return None
    frame = accepted.frame
    return Asking(frame, frame[TURNOUT].is_in(ASKED).fill_null(value=False), silent_rows(frame))


def _with_counts(estimate: Estimate, counts: tuple[int, int]) -> Estimate:
    """Return the figure with who was asked; a withheld one keeps back that too."""
    return estimate if estimate.withheld else replace(estimate, invited=counts[0], answered=counts[1])
