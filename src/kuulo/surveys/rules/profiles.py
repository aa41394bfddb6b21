"""What recognition looks at: one column's distinct values, their counts, and how texts in it look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from kuulo.surveys.rules.answers import AnswerFile, CellValue, MissingRange
from kuulo.surveys.rules.labels import LEADING_NUMBER, is_no_answer, normalise
from kuulo.surveys.rules.numbers import parse_numbers

FEW = 200
SAMPLE = 2000


@dataclass(frozen=True, kw_only=True)  # no slots: cached properties keep their values in the instance
class Profile:
    """One column as recognition sees it.

    Attributes:
        column: Its name.
        header: Header and, where there is one, the longer wording.
        values: All its cells.
        filled: How many cells hold something.
        distinct: How many different values they hold.
        decimal: The decimal sign of the file.
        labels: Value labels the file itself declares.
        missing: Values the file itself declares to be no answers.
    """

    column: str
    header: str
    values: pl.Series
    filled: int
    distinct: int
    decimal: str
    labels: Mapping[CellValue, str]
    missing: tuple[MissingRange, ...]

    @cached_property
    def counts(self) -> dict[CellValue, int]:
        """Each value with its count; empty where there are more than a few hundred different ones."""
        if self.distinct > FEW or not self.filled:
            return {}
        counted = self.values.drop_nulls().value_counts(sort=True)
        return {value: count for value, count in counted.iter_rows() if not is_declared_missing(value, self.missing)}

    @cached_property
    def numbers(self) -> dict[float, int]:
        """The values that are numbers, with their counts."""
        if self.values.dtype.is_numeric():
            return {float(value): count for value, count in self.counts.items()}
        texts = [str(value) for value in self.counts]
        parsed = parse_numbers(pl.Series(texts, dtype=pl.String), self.decimal)
        numbers: dict[float, int] = {}
        for text, number in zip(texts, parsed, strict=True):
            if number is not None:
                numbers[number] = numbers.get(number, 0) + self.counts[text]
        return numbers

    @cached_property
    def words(self) -> dict[str, int]:
        """The values that are neither numbers nor ways to give no answer, normalised, with their counts."""
        if self.values.dtype != pl.String:
            return {}
        texts = pl.Series([str(value) for value in self.counts], dtype=pl.String)
        parsed = parse_numbers(texts, self.decimal)
        words: dict[str, int] = {}
        for text, number in zip(texts, parsed, strict=True):
            if number is None and not is_no_answer(text):
                words[normalise(text)] = words.get(normalise(text), 0) + self.counts[text]
        return words

    @cached_property
    def worded_numbers(self) -> dict[str, float]:
        """Normalised words that follow a number in the same cell ("10 - Extremely likely"), with that number."""
        found = ((normalise(str(value)), LEADING_NUMBER.match(str(value).strip())) for value in self.counts)
        return {words: float(match.group(1)) for words, match in found if match and words in self.words}

    @cached_property
    def sample(self) -> pl.Series:
        """Up to two thousand filled cells, from the whole length of the column."""
        filled = self.values.drop_nulls()
        return filled.gather_every(max(1, len(filled) // SAMPLE)).head(SAMPLE)

    @property
    def is_text(self) -> bool:
        """Whether the cells are texts."""
        return self.values.dtype == pl.String


def is_declared_missing(value: object, ranges: tuple[MissingRange, ...]) -> bool:
    """Whether the file itself declares a value to be no answer."""
    for span in ranges:
        if isinstance(value, str) and isinstance(span.low, str) and value == span.low:
            return True
        if isinstance(value, int | float) and _holds(span, value):
            return True
    return False


def _holds(span: MissingRange, number: float) -> bool:
    return isinstance(span.low, float) and isinstance(span.high, float) and span.low <= number <= span.high


def profile_columns(answer_file: AnswerFile) -> list[Profile]:
    """Return a profile of each column, in the file's order."""
    return [
        Profile(
            column=series.name,
            header=" ".join((answer_file.headers[series.name], answer_file.titles.get(series.name, ""))).strip(),
            values=series,
            filled=len(series) - series.null_count(),
            distinct=series.drop_nulls().n_unique(),
            decimal=answer_file.facts.decimal or ".",
            labels=answer_file.labels.get(series.name, {}),
            missing=answer_file.user_missing.get(series.name, ()),
        )
        for series in answer_file.frame.iter_columns()
    ]
