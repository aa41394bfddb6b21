"""Texts, recognitions and counts on their way into the database and back; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import msgspec

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.surveys.rules.acceptance import AnswerCounts
from kuulo.surveys.rules.columns import Recognition

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSummary:
    """What recognition found in a file, kept so that showing it does not read the file again.

    Attributes:
        kind: As in `AnswerFile`.
        rows: Rows in the file.
        encoding: Encoding of a text file.
        delimiter: What stands between its fields.
        sheet: Sheet of a workbook.
        recognition: What the columns are taken for.
        examples: Column name → a few of its values, commonest first.
        notes: What a reader should know about the file.
    """

    kind: str
    rows: int
    encoding: str
    delimiter: str
    sheet: str
    recognition: Recognition
    examples: Mapping[str, tuple[str, ...]]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCounts:
    """What a check found; ``accepted + rejected + repeated == rows``.

    Attributes:
        rows: Rows read.
        accepted: Rows that hold a usable response.
        rejected: Rows that cannot be used.
        repeated: Rows that repeat a response of the same file.
        stored_before: Accepted responses that are stored already; importing leaves them as they are.
        complete: Accepted responses the file calls complete; None where it does not tell.
        partial: Accepted responses the file calls partial; None where it does not tell.
        first: Day of the first response; None where the file tells no time.
        last: Day of the last response.
        undated: Accepted responses without a readable time in a file that tells the time of others.
        answers: How each score question was answered.
        comments: Comment column → comments in it.
        notes: What a reader should know.
        asked: Accepted rows of people who were asked; None where the file does not tell who stayed silent.
        silent: Those of them who answered nothing; their signals tell that they were asked.
    """

    rows: int
    accepted: int
    rejected: int
    repeated: int
    stored_before: int
    complete: int | None
    partial: int | None
    first: date | None
    last: date | None
    answers: tuple[AnswerCounts, ...]
    comments: Mapping[str, int]
    notes: tuple[Text, ...]
    undated: int = 0
    asked: int | None = None
    silent: int | None = None

    @property
    def new(self) -> int:
        """Responses that importing would store."""
        return self.accepted - self.stored_before

    @property
    def any_dont_know(self) -> bool:
        """Whether anybody answered "don't know" or its like."""
        return any(each.dont_know for each in self.answers)

    @property
    def any_declared_missing(self) -> bool:
        """Whether any value was one the file declares to be no answer."""
        return any(each.declared_missing for each in self.answers)

    @property
    def any_out_of_range(self) -> bool:
        """Whether any number was off its scale."""
        return any(each.out_of_range for each in self.answers)

    @property
    def any_unreadable(self) -> bool:
        """Whether any answer was neither a number nor a label of its scale."""
        return any(each.unreadable for each in self.answers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why something failed, as a person is told it."""

    found: Text
    mend: Text


def failure_of(error: KuuloError) -> Failure:
    """Return what the error says."""
    return Failure(found=error.found, mend=error.mend)


def to_kept(value: object) -> Any:
    """Return the value as JSON can hold it; what a text carries and JSON does not know becomes its words."""
    return msgspec.to_builtins(value, enc_hook=str, str_keys=True)


def from_kept(kept: Any, kind: type[Kept]) -> Kept:
    """Return the value of the kind that was kept."""
    return msgspec.convert(kept, kind, str_keys=True)
