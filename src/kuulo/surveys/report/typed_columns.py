"""The columns of a file as the numbers, texts and days that single figures need."""

from __future__ import annotations

import polars as pl

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import ColumnGuess
from kuulo.surveys.rules.labels import is_no_answer, normalise
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.times import parse_times

CODE_WITH_ZEROS = r"^[+-]?0\d"
EXACT = 2**53  # whole numbers above it are no longer exact as floats


def score_numbers(answer_file: AnswerFile, guess: ColumnGuess) -> pl.Series:
    """Return the answers as numbers: the file's own, or those that the labels of a known scale stand for.

    Raises:
        ColumnError: The column holds texts that are neither.
    """
    values = _without_missing(answer_file, guess.column)
    if values.dtype.is_numeric() or values.dtype == pl.Boolean:
        return values.cast(pl.Float64)
    labels = guess.scale.labels if guess.scale else {}
    texts = values.cast(pl.String)
    numbers = parse_numbers(texts, answer_file.facts.decimal or ".")
    distinct = texts.filter(numbers.is_null()).drop_nulls().unique().to_list()
    known = {text: labels[normalise(text)] for text in distinct if normalise(text) in labels}
    odd = [text for text in distinct if text not in known and text.strip() and not is_no_answer(text)]
    if odd:
        raise ColumnError(
            _("{file}: “{column}” holds texts that are no numbers: {odd}."),
            _("Name a column of numbers."),
            file=answer_file.name,
            column=guess.header,
            odd=", ".join(f"“{text[:40]}”" for text in sorted(odd)[:5]),
        )
    return numbers.fill_null(texts.replace_strict(known, default=None, return_dtype=pl.Float64))


def _without_missing(answer_file: AnswerFile, column: str) -> pl.Series:
    """Return the values without those the file itself declares to be no answers."""
    values = answer_file.frame[column]
    keep = pl.repeat(True, len(values), eager=True)  # noqa: FBT003 -- polars' own signature
    for span in answer_file.user_missing.get(column, ()):
        keep &= ~values.is_between(pl.lit(span.low), pl.lit(span.high)).fill_null(False)  # noqa: FBT003 -- as above
    return values.set(~keep, None) if not keep.all() else values


def typed_frame(answer_file: AnswerFile) -> pl.DataFrame:
    """Return the file's columns, those of a text file that hold nothing but numbers as numbers.

    Codes that begin with a zero stay texts: 007 is not 7.
    """
    decimal = answer_file.facts.decimal or "."
    return answer_file.frame.select(_typed(series, decimal) for series in answer_file.frame.iter_columns())


def _typed(series: pl.Series, decimal: str) -> pl.Series:
    if series.dtype != pl.String:
        return series
    first = series.drop_nulls().head(200)
    if (
        not len(first)
        or first.str.contains(CODE_WITH_ZEROS).any()
        or parse_numbers(first, decimal).null_count() == len(first)
    ):
        return series
    numbers = parse_numbers(series, decimal)
    lost = series.filter(numbers.is_null()).drop_nulls().unique()
    if series.str.contains(CODE_WITH_ZEROS).any() or any(text.strip() and not is_no_answer(text) for text in lost):
        return series
    found = numbers.drop_nulls()
    whole = (found == found.round()).all() and not (found.abs() >= EXACT).any()
    return numbers.cast(pl.Int64) if whole else numbers


def local_days(answer_file: AnswerFile, guess: ColumnGuess, *, dates: str, timezone: str) -> pl.Series:
    """Return the local day of each row by a column of times.

    Raises:
        ColumnError: The order of year, month and day is open, and ``dates`` does not say it.
    """
    values = answer_file.frame[guess.column]
    order = dates or guess.date_order
    if values.dtype == pl.String and not values.drop_nulls().str.contains(r"\d").any():
        raise ColumnError(
            _("{file}: “{column}” holds no dates."),
            _("Name the column of the days or times."),
            file=answer_file.name,
            column=guess.header,
        )
    if values.dtype == pl.String and not order:
        raise ColumnError(
            _("{file}: “{column}” does not tell how its dates are written."),
            _("Say --dates day-first, month-first or year-first."),
            file=answer_file.name,
            column=guess.header,
        )
    times = parse_times(values, order, timezone)
    return times.dt.convert_time_zone(timezone).dt.date()
