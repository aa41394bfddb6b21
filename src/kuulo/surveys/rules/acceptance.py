"""Turning the rows of a file into typed answers, with every row and every answer accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile, CellValue, MissingRange, Reject
from kuulo.surveys.rules.columns import Role, Settled, SettledColumn
from kuulo.surveys.rules.labels import normalise
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.profiles import is_declared_missing
from kuulo.surveys.rules.repeats import find_repeats
from kuulo.surveys.rules.states import AnswerCounts, count_states, type_scores
from kuulo.surveys.rules.statuses import COMPLETE as COMPLETE_WORDS
from kuulo.surveys.rules.statuses import PARTIAL as PARTIAL_WORDS
from kuulo.surveys.rules.times import parse_times

__all__ = ["COMPLETE", "LINE", "Accepted", "AnswerCounts", "accept"]
LINE = "_line"
COMPLETE = "_complete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The answers of a file that can be used, and what became of all others.

    ``accepted + rejected + repeated == rows_read`` always holds.

    Attributes:
        frame: One row for each accepted response, in the file's order: scores and weights Float64 (null unless
            answered), times Datetime("us", "UTC"), everything else text; plus ``_line`` (Int64) and ``_complete``
            (Boolean, null where the file does not tell). Only settled columns are in it.
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
    repeats = find_repeats(answer_file, settled)
    frame = answer_file.frame.filter(~repeats.flags)
    lines = answer_file.lines.filter(~repeats.flags)
    scores = [type_scores(answer_file, column, frame[column.column]) for column in settled.with_role(Role.SCORE)]
    typed = {score.column: score.values for score in scores}
    notes = list(repeats.notes)
    for column in settled.columns:
        if column.role is not Role.SCORE:
            typed[column.column] = _type_column(answer_file, column, frame[column.column], settled.timezone)
            notes += _note_unreadable(column, frame[column.column], typed[column.column])
    complete = _completeness(settled, typed, frame.height)
    ordered = [typed[column.column] for column in settled.columns]
    result = pl.DataFrame([*ordered, lines.alias(LINE), complete.alias(COMPLETE)])
    told = complete.null_count() < len(complete)
    return Accepted(
        frame=result,
        states=pl.DataFrame([score.states for score in scores]),
        settled=settled,
        rows_read=answer_file.rows_read,
        accepted=result.height,
        rejected=len(answer_file.rejects),
        repeated=len(repeats.rows),
        complete=int(complete.sum()) if told else None,
        partial=int((~complete).sum()) if told else None,
        answers=tuple(count_states(score) for score in scores),
        rejects=answer_file.rejects,
        repeats=repeats.rows,
        notes=tuple(notes),
    )


def _type_column(answer_file: AnswerFile, column: SettledColumn, values: pl.Series, timezone: str) -> pl.Series:
    if column.role is Role.TIME:
        return parse_times(values, column.date_order or "ymd", timezone)
    if column.role is Role.WEIGHT:
        return as_numbers(values, answer_file.facts.decimal)
    values = _without_missing(values, answer_file.user_missing.get(column.column, ()))
    texts = as_texts(values, answer_file.labels.get(column.column, {}))
    if column.role is Role.COMMENT:
        return texts
    texts = texts.str.strip_chars()
    return _without_points(texts) if column.role in {Role.ID, Role.PARTY} else texts


def _without_missing(values: pl.Series, missing: tuple[MissingRange, ...]) -> pl.Series:
    """Return the values with those that the file declares to be no answers as nulls."""
    if not missing:
        return values
    declared = [value for value in values.drop_nulls().unique() if is_declared_missing(value, missing)]
    return pl.select(pl.when(~values.is_in(declared)).then(values)).to_series().alias(values.name)


def _without_points(ids: pl.Series) -> pl.Series:
    """Return ids as whole numbers where every one of them went through a program that made it "17850.0"."""
    return ids.str.strip_suffix(".0") if ids.drop_nulls().str.contains(r"^\d+\.0$").all() else ids


def as_numbers(values: pl.Series, decimal: str) -> pl.Series:
    """Return values as Float64; null where one is no number."""
    if values.dtype == pl.String:
        return parse_numbers(values, decimal or ".")
    return values.cast(pl.Float64, strict=False)


def as_texts(values: pl.Series, labels: Mapping[CellValue, str]) -> pl.Series:
    """Return values as text: their labels where the file declares them, whole numbers without a point."""
    if labels:
        distinct = values.drop_nulls().unique().to_list()
        words = {value: labels.get(value, str(_plain(value))) for value in distinct}
        return values.replace_strict(words, default=None, return_dtype=pl.String)
    if values.dtype.is_float():
        whole = values.is_null() | (values == values.round())
        if whole.all() and values.is_finite().fill_null(value=True).all():
            return values.cast(pl.Int64, strict=False).cast(pl.String)
    return values if values.dtype == pl.String else values.cast(pl.String)


def _plain(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _note_unreadable(column: SettledColumn, values: pl.Series, typed: pl.Series) -> list[Text]:
    lost = typed.null_count() - values.null_count()
    if column.role not in {Role.TIME, Role.WEIGHT} or lost <= 0:
        return []
    example = str(values.filter(typed.is_null() & values.is_not_null())[0])
    template = _("“{column}”: cells that cannot be read, such as “{example}”: {count}. Their rows stay, without it.")
    return [say(template, column=column.column, count=lost, example=example)]


def _completeness(settled: Settled, typed: dict[str, pl.Series], height: int) -> pl.Series:
    """Return whether each response is complete by the file's own status; null where it does not tell."""
    statuses = settled.with_role(Role.STATUS)
    if not statuses:
        return pl.Series(COMPLETE, [None] * height, dtype=pl.Boolean)
    values = typed[statuses[0].column]
    words = {word: _is_complete(word) for word in values.drop_nulls().unique()}
    return values.replace_strict(words, default=None, return_dtype=pl.Boolean)


def _is_complete(word: str) -> bool | None:
    plain = normalise(word)
    if plain in COMPLETE_WORDS:
        return True
    return False if plain in PARTIAL_WORDS else None
