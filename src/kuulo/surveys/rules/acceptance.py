"""Turning the rows of a file into typed answers, with every row and every answer accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile, CellValue, MissingRange, Reject
from kuulo.surveys.rules.columns import Role, Settled, SettledColumn
from kuulo.surveys.rules.numbers import parse_numbers
from kuulo.surveys.rules.profiles import is_declared_missing
from kuulo.surveys.rules.repeats import find_repeats
from kuulo.surveys.rules.states import (
    AnswerCounts,
    TypedScores,
    count_states,
    holds_answers,
    type_scores,
    with_silence,
)
from kuulo.surveys.rules.times import parse_times
from kuulo.surveys.rules.turnout import COMPLETE as WHOLE
from kuulo.surveys.rules.turnout import PARTIAL, SILENCES, count_turnout, turnout_of

__all__ = ["COMPLETE", "LINE", "TURNOUT", "Accepted", "AnswerCounts", "accept"]
LINE = "_line"
COMPLETE = "_complete"
TURNOUT = "_turnout"
SCORE_QUESTIONS = frozenset({"range", "direction", "definition"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The answers of a file that can be used, and what became of all others.

    ``accepted + rejected + repeated == rows_read`` always holds, and where the file tells how far responses got,
    ``complete + partial + silent + outside + untold == accepted`` (silent as 0 where it is None).

    Attributes:
        frame: One row for each accepted response, in the file's order: scores and weights Float64 (null unless
            answered), times Datetime("us", "UTC"), everything else text; plus ``_line`` (Int64), ``_complete``
            (Boolean, null where the file does not tell) and ``_turnout`` (text, as `turnout_of` gives it; one of
            `SILENCES` for somebody who was asked and stayed silent). Only settled columns are in it.
        states: The same rows; for each score column its state as text, a field name of `AnswerCounts`.
        settled: What the columns were taken for.
        rows_read: Rows in the file.
        accepted: Rows in the frame.
        rejected: Rows that could not be used.
        repeated: Rows that repeat a response already accepted.
        complete: Accepted responses the file calls complete; None where it does not tell.
        partial: Accepted responses the file calls partial; None where it does not tell.
        asked: Accepted rows of people who were asked; None where the file does not tell who stayed silent.
        silent: Those of them who did not answer anything; None where the file does not tell.
        outside: Rows screened out, over quota or never sent.
        untold: Rows whose status does not say how far they got; all where no column does.
        silences: The file's words for those who stayed silent, commonest first, with their counts.
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
    asked: int | None
    silent: int | None
    outside: int
    untold: int
    silences: tuple[tuple[str, int], ...]
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
    typed, unreadable = _type_others(answer_file, settled, frame)
    statuses = _statuses(settled, typed)
    turnout = _turnout(statuses, _filled(frame, settled, scores, typed), frame.height)
    scores = [with_silence(score, turnout.is_in(SILENCES)) for score in scores]
    typed |= {score.column: score.values for score in scores}
    ordered = [typed[column.column] for column in settled.columns]
    counts = count_turnout(turnout, statuses)
    return Accepted(
        frame=pl.DataFrame([*ordered, lines.alias(LINE), _completeness(turnout), turnout]),
        states=pl.DataFrame([score.states for score in scores]),
        settled=settled,
        rows_read=answer_file.rows_read,
        accepted=frame.height,
        rejected=len(answer_file.rejects),
        repeated=len(repeats.rows),
        complete=counts.complete if counts.told else None,
        partial=counts.partial if counts.told else None,
        asked=counts.asked if counts.silent else None,
        silent=counts.silent or None,
        outside=counts.outside,
        untold=counts.untold,
        silences=counts.silences,
        answers=tuple(count_states(score) for score in scores),
        rejects=answer_file.rejects,
        repeats=repeats.rows,
        notes=(*repeats.notes, *unreadable),
    )


def _type_others(
    answer_file: AnswerFile, settled: Settled, frame: pl.DataFrame
) -> tuple[dict[str, pl.Series], list[Text]]:
    """Return the columns that are no scores, typed, and what to say of cells that could not be."""
    typed, notes = dict[str, pl.Series](), list[Text]()
    for column in settled.columns:
        if column.role is not Role.SCORE:
            typed[column.column] = _type_column(answer_file, column, frame[column.column], settled.timezone)
            notes += _note_unreadable(column, frame[column.column], typed[column.column])
    return typed, notes


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


def _statuses(settled: Settled, typed: Mapping[str, pl.Series]) -> pl.Series | None:
    columns = settled.with_role(Role.STATUS)
    return typed[columns[0].column] if columns else None


def _turnout(statuses: pl.Series | None, filled: pl.Series | None, height: int) -> pl.Series:
    if statuses is None:
        return pl.repeat(None, height, dtype=pl.String, eager=True).alias(TURNOUT)
    return turnout_of(statuses, filled).alias(TURNOUT)


def _completeness(turnout: pl.Series) -> pl.Series:
    complete = pl.when(turnout == WHOLE).then(pl.lit(1)).when(turnout == PARTIAL).then(pl.lit(0))
    return pl.select(complete).to_series().cast(pl.Boolean).alias(COMPLETE)


def _filled(
    frame: pl.DataFrame, settled: Settled, scores: Sequence[TypedScores], typed: Mapping[str, pl.Series]
) -> pl.Series | None:
    """Return for each row whether it holds an answer or a comment; None where no column is known to hold any.

    Scores that wait for their scale count too: what they say is open, not whether somebody said it.
    """
    open_scores = {question.column for question in settled.left_out if question.key in SCORE_QUESTIONS}
    cells = [typed[column.column] for column in settled.with_role(Role.COMMENT)]
    cells += [frame[column].cast(pl.String) for column in sorted(open_scores) if column in frame.columns]
    found = [(cell.str.strip_chars() != "").fill_null(value=False) for cell in cells]
    if scores:
        found.append(holds_answers(scores))
    if not found:
        return None
    return pl.DataFrame({str(place): one for place, one in enumerate(found)}).select(pl.any_horizontal("*")).to_series()
