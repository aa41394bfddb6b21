"""What is asked about the columns of a file, and what the answers do; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import Question, Recognition, Role, Settled
from kuulo.surveys.rules.mapping import ColumnMapping, FileMapping, answer_question, settle

LEAVE_OUT: Final = "leave-out"
USABLE_ROLES: Final = frozenset({Role.SCORE, Role.COMMENT})
EXAMPLES: Final = 4
EXAMPLE_LENGTH: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody answered to one question about a column; empty where nothing was, `LEAVE_OUT` to leave it out."""

    column: str
    key: str
    value: str


def apply_replies(mapping: FileMapping, replies: Iterable[Reply], roles: Mapping[str, Role]) -> FileMapping:
    """Return the mapping with new roles and the replies laid over it.

    A column about which nothing at all was replied is left out: it gets the role ``other``. One whose questions were
    answered in part, or whose answers bring up a new question, stays open, so that it is asked about again.
    """
    for column, role in roles.items():
        # What was said about the column in its former part does not hold for its new one.
        fresh = replace(mapping, columns={**mapping.columns, column: ColumnMapping()})
        mapping = answer_question(fresh, column, "role", role.value)
    by_column: dict[str, list[Reply]] = defaultdict(list)
    for reply in replies:
        if reply.column not in roles:
            by_column[reply.column].append(reply)
    for column, given in by_column.items():
        mapping = _answer_column(mapping, column, [reply for reply in given if reply.value])
    return mapping


def _answer_column(mapping: FileMapping, column: str, given: Sequence[Reply]) -> FileMapping:
    if not given or any(reply.value == LEAVE_OUT for reply in given):
        return answer_question(mapping, column, "role", Role.OTHER.value)
    # The role last: "it is no score" holds whatever was said about the scale.
    for reply in sorted(given, key=lambda reply: reply.key == "role"):
        mapping = answer_question(mapping, column, reply.key, reply.value)
    return mapping


def open_questions(recognition: Recognition, mapping: FileMapping) -> tuple[Question, ...]:
    """Return what is still to be asked, in the file's order."""
    return settle(recognition, mapping).left_out


def count_usable(settled: Settled) -> int:
    """Return how many columns hold scores or comments."""
    return sum(column.role in USABLE_ROLES for column in settled.columns)


def examples_of(answer_file: AnswerFile) -> dict[str, tuple[str, ...]]:
    """Return a few values of each column, commonest first, shortened; value labels beside their codes."""
    return {name: _examples(answer_file, name) for name in answer_file.frame.columns}


def _examples(answer_file: AnswerFile, name: str) -> tuple[str, ...]:
    values = answer_file.frame[name].drop_nulls()
    common = values.value_counts(sort=True, name="times").head(EXAMPLES)[name].to_list() if values.len() else []
    labels = answer_file.labels.get(name, {})
    return tuple(_shortened(f"{value} = {labels[value]}" if value in labels else str(value)) for value in common)


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXAMPLE_LENGTH else f"{line[: EXAMPLE_LENGTH - 1]}…"


def first_and_last(times: pl.Series | None, timezone: str) -> tuple[date | None, date | None]:
    """Return the first and the last local day of the times; None where there is none."""
    if times is None:
        return None, None
    days = times.dt.convert_time_zone(timezone).dt.date()
    first, last = days.min(), days.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else (None, None)
