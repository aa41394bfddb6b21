"""Turning the rows of a file into typed answers, with every row and every answer accounted for."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kuulo.base.texts import Text
from kuulo.surveys.rules.answers import AnswerFile, Reject
from kuulo.surveys.rules.columns import Settled

LINE = "_line"
COMPLETE = "_complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """How the accepted rows answered one score question; the states add up to the accepted rows.

    Attributes:
        column: The question's column.
        answered: Answers on the scale.
        blank: Empty cells.
        dont_know: "Don't know", "not applicable" and their like.
        declared_missing: Values the file itself declares to be no answers.
        out_of_range: Numbers outside the scale.
        unreadable: Texts that are neither numbers nor labels of the scale.
        odd_values: The out-of-range and unreadable values with how often each came, commonest first, at most twenty.
    """

    column: str
    answered: int
    blank: int
    dont_know: int
    declared_missing: int
    out_of_range: int
    unreadable: int
    odd_values: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The answers of a file that can be used, and what became of all others.

    ``accepted + rejected + repeated == rows_read`` always holds.

    Attributes:
        frame: One row for each accepted response, in the file's order: scores and weights Float64 (null unless
            answered), times Datetime("us", "UTC"), everything else text; plus ``_line`` (Int64) and ``_complete``
            (Boolean, null where the file does not tell).
        states: The same rows; for each score column its state as text, a field name of `AnswerCounts`.
        settled: What the columns were taken for.
        rows_read: Rows in the file.
        accepted: Rows in the frame.
        rejected: Rows that could not be used.
        repeated: Rows that repeat a response already accepted.
        complete: Accepted responses the file calls complete; None where it does not tell.
        partial: Accepted responses the file calls partial; None where it does not tell.
        answers: One count for each score column.
        rejects: The rejected rows with line and reason, and only these.
        repeats: The repeated rows, in the same shape.
        notes: What a reader should know.
    """

    frame: pl.DataFrame
    states: pl.DataFrame
    settled: Settled
    rows_read: int
    accepted: int
    rejected: int
    repeated: int
    complete: int | None
    partial: int | None
    answers: tuple[AnswerCounts, ...]
    rejects: tuple[Reject, ...]
    repeats: tuple[Reject, ...]
    notes: tuple[Text, ...] = ()


def accept(answer_file: AnswerFile, settled: Settled) -> Accepted:
    """Return the answers of a file, typed, with every row accounted for."""
    raise NotImplementedError
