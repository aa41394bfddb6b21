"""What reading a file of answers gives: its rows as they stand, and everything that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from kuulo.base.texts import Text

CellValue = str | float  # a value label hangs on a text or on a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """One row that could not be used.

    Attributes:
        line: Where the row begins: the physical line of a text file, the row of a sheet, else the row number from 1.
        reason: What is wrong with it.
        raw: The row as it stood, shortened where it is very long.
    """

    line: int
    reason: Text
    raw: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRange:
    """Values that the file itself declares to be no answers, both ends included."""

    low: CellValue
    high: CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """How the file was read; empty where the kind of file has no such thing."""

    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    decimal: str = ""
    sheet: str = ""
    compression: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFile:
    """A file of answers as read, before anything is made of it.

    Attributes:
        path: Where it was read from.
        name: Its name, for people.
        kind: ``csv``, ``xlsx``, ``sav``, ``parquet`` or ``jsonl``.
        frame: One row for each readable row, one column for each of the file's; text files give text (an empty cell
            is null), other kinds their own types.
        headers: Column name → the header's text as it stood; names are unique and never empty, headers need not be.
        titles: Column name → a longer wording where the file has one (variable labels of SPSS).
        labels: Column name → value → its label.
        user_missing: Column name → values declared to be no answers.
        rejects: Rows that could not be read.
        rows_read: ``frame.height + len(rejects)``.
        lines: For each row of the frame, where it begins (see `Reject.line`); Int64.
        facts: How the file was read.
        notes: What a reader should know about the file.
    """

    path: Path
    name: str
    kind: str
    frame: pl.DataFrame
    headers: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[CellValue, str]] = field(default_factory=dict)
    user_missing: Mapping[str, tuple[MissingRange, ...]] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()
    rows_read: int
    lines: pl.Series
    facts: FileFacts = FileFacts()
    notes: tuple[Text, ...] = ()
