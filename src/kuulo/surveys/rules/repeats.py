"""Rows that repeat a response: the same response id again, or the same person, moment and answers again."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.answers import AnswerFile, Reject
from kuulo.surveys.rules.columns import Role, Settled


@dataclass(frozen=True, slots=True)
class Repeats:
    """Which rows repeat an earlier one (flags), the same as rows with their reasons, and notes."""

    flags: pl.Series
    rows: tuple[Reject, ...]
    notes: tuple[Text, ...]


def find_repeats(answer_file: AnswerFile, settled: Settled) -> Repeats:
    """Return the rows that repeat an earlier response of the file.

    A row repeats when it has the response id of an earlier one; where no column is a response id, when the whole row
    equals an earlier one that names the same person and the same moment beside a score. Rows that are alike without an
    id are kept and noted: two people may well answer the same.
    """
    frame = answer_file.frame
    ids = settled.with_role(Role.ID)
    if ids:
        return _by_id(answer_file, ids[0].column)
    alike = find_alike(frame)
    if not alike.any():
        return Repeats(alike, (), ())
    people, times = settled.with_role(Role.PARTY), settled.with_role(Role.TIME)
    if people and times and settled.with_role(Role.SCORE):
        named = frame[people[0].column].is_not_null() & frame[times[0].column].is_not_null()
        flags = alike & named
        return Repeats(
            flags, _rows(answer_file, flags, say(_("The row equals an earlier one of the same person."))), ()
        )
    note = say(
        _("Rows that equal an earlier one: {count}. Without an id of responses they are kept."), count=int(alike.sum())
    )
    return Repeats(alike & False, (), (note,))


def find_alike(frame: pl.DataFrame) -> pl.Series:
    """Return for each row whether it equals an earlier one; only rows whose hashes meet are compared."""
    hashes = frame.hash_rows()
    meeting = hashes.is_duplicated()
    if not meeting.any():
        return meeting
    rows = frame.filter(meeting).select(pl.struct(pl.all()).is_first_distinct().alias("first"))["first"]
    alike = pl.Series("alike", [False] * frame.height, dtype=pl.Boolean)
    return alike.scatter(meeting.arg_true(), ~rows)


def _by_id(answer_file: AnswerFile, column: str) -> Repeats:
    frame = answer_file.frame
    ids = frame[column]
    flags = ids.is_not_null() & ~ids.is_first_distinct()
    reason = say(_("“{column}” is the id of an earlier response."), column=column)
    rows = _rows(answer_file, flags, reason)
    notes = []
    different = int((flags & ~find_alike(frame)).sum()) if rows else 0
    if different:
        template = _("Repeated rows that differ from the first with their id: {count}. The first was kept.")
        notes.append(say(template, count=different))
    blank = ids.null_count()
    if blank:
        notes.append(say(_("Rows without “{column}”: {count}. They were kept."), count=blank, column=column))
    return Repeats(flags, rows, tuple(notes))


def _rows(answer_file: AnswerFile, flags: pl.Series, reason: Text) -> tuple[Reject, ...]:
    frame = answer_file.frame.filter(flags)
    separator = answer_file.facts.delimiter or ","
    raws = (separator.join("" if cell is None else str(cell) for cell in row) for row in frame.iter_rows())
    lines = answer_file.lines.filter(flags)
    return tuple(Reject(line=line, reason=reason, raw=raw) for line, raw in zip(lines, raws, strict=True))
