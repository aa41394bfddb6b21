"""What became of each answer to a score question: on the scale, blank, no answer, outside, or not to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan

import polars as pl

from kuulo.surveys.rules.answers import AnswerFile, CellValue, MissingRange
from kuulo.surveys.rules.columns import Scale, SettledColumn
from kuulo.surveys.rules.labels import LEADING_NUMBER, is_no_answer, normalise
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.profiles import is_declared_missing

ANSWERED, BLANK, DONT_KNOW = "answered", "blank", "dont_know"
DECLARED_MISSING, OUT_OF_RANGE, UNREADABLE = "declared_missing", "out_of_range", "unreadable"
SILENT = "silent"
STATES = (ANSWERED, BLANK, DONT_KNOW, DECLARED_MISSING, OUT_OF_RANGE, UNREADABLE, SILENT)
EMPTY = (BLANK, DECLARED_MISSING)
MOST_NAMED = 20
DASHES = frozenset("-–—.")


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
        silent: Rows of people who were asked and did not begin to answer: nothing was left blank there.
    """

    column: str
    answered: int
    blank: int
    dont_know: int
    declared_missing: int
    out_of_range: int
    unreadable: int
    odd_values: tuple[tuple[str, int], ...] = ()
    silent: int = 0


@dataclass(frozen=True, slots=True)
class TypedScores:
    """One score column: its answers (Float64, null unless answered), their states, and the cells as they stood."""

    column: str
    values: pl.Series
    states: pl.Series
    raw: pl.Series


@dataclass(frozen=True, slots=True)
class _Reader:
    """What one distinct cell means."""

    scale: Scale
    labels: Mapping[CellValue, str]
    missing: tuple[MissingRange, ...]

    def read(self, cell: CellValue, number: float | None) -> tuple[float | None, str]:
        """Return the answer in a cell and its state."""
        if is_declared_missing(cell, self.missing):
            label = self.labels.get(cell, "")
            return None, DONT_KNOW if label and is_no_answer(label) else DECLARED_MISSING
        if is_no_answer(str(self.labels.get(cell, ""))):
            return None, DONT_KNOW
        if number is None and isinstance(cell, str):
            return self._read_words(cell)
        if number is None or isnan(number):
            return None, BLANK
        inside = self.scale.minimum <= number <= self.scale.maximum
        return (number, ANSWERED) if inside else (None, OUT_OF_RANGE)

    def _read_words(self, cell: str) -> tuple[float | None, str]:
        label = normalise(cell)
        if not label or set(label) <= DASHES:
            return None, BLANK
        if label in self.scale.labels:
            return self.scale.labels[label], ANSWERED
        if is_no_answer(cell):
            return None, DONT_KNOW
        leading = LEADING_NUMBER.match(cell.strip())
        if leading and self.scale.minimum <= float(leading.group(1)) <= self.scale.maximum:
            return float(leading.group(1)), ANSWERED
        return None, UNREADABLE


def type_scores(answer_file: AnswerFile, column: SettledColumn, values: pl.Series) -> TypedScores:
    """Return the answers of a score column with their states; each distinct cell is read once."""
    scale = column.scale or Scale(minimum=float("-inf"), maximum=float("inf"))
    labels = answer_file.labels.get(column.column, {})
    reader = _Reader(scale, labels, answer_file.user_missing.get(column.column, ()))
    if values.dtype != pl.String and not values.dtype.is_numeric():
        values = values.cast(pl.String)
    cells = values.drop_nulls().unique()
    numbers = (
        parse_numbers(cells, answer_file.facts.decimal or ".") if cells.dtype == pl.String else cells.cast(pl.Float64)
    )
    read = [reader.read(cell, number) for cell, number in zip(cells, numbers, strict=True)]
    table = pl.DataFrame(
        {
            "cell": cells,
            "value": pl.Series([value for value, _state in read], dtype=pl.Float64),
            "state": pl.Series([state for _value, state in read], dtype=pl.String),
        }
    )
    joined = pl.DataFrame({"cell": values}).join(table, on="cell", how="left", maintain_order="left")
    return TypedScores(
        column=column.column,
        values=joined["value"].alias(column.column),
        states=joined["state"].fill_null(BLANK).alias(column.column),
        raw=values,
    )


def holds_answers(scores: Sequence[TypedScores]) -> pl.Series:
    """Return for each row whether any cell of the scores, one at least, is more than empty or declared missing."""
    filled = scores[0].states.is_in(EMPTY)
    for score in scores[1:]:
        filled = filled & score.states.is_in(EMPTY)
    return ~filled


def with_silence(score: TypedScores, silent: pl.Series) -> TypedScores:
    """Return the scores with the state "silent" on the rows of people who did not answer anything."""
    states = pl.select(pl.when(silent).then(pl.lit(SILENT)).otherwise(score.states)).to_series()
    return replace(score, states=states.alias(score.column))


def count_states(score: TypedScores) -> AnswerCounts:
    """Return how often each state came, and which values were odd."""
    counts = dict(score.states.value_counts().iter_rows())
    odd = score.raw.filter(score.states.is_in([OUT_OF_RANGE, UNREADABLE]))
    named = odd.cast(pl.String).value_counts(name="times").sort(["times", odd.name], descending=[True, False])
    return AnswerCounts(
        column=score.column,
        odd_values=tuple(named.head(MOST_NAMED).iter_rows()),
        **{state: counts.get(state, 0) for state in STATES},
    )
