"""Answers as a workbook: the answers, a dictionary of their columns, and what the file is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from kuulo.base.cells import neutralise_cell
from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.responses.exports.csv_file import Style, shown
from kuulo.responses.exports.dictionary import Entry
from kuulo.responses.exports.table import AnswersTable

MOST_ROWS: Final = 1_048_575
MOST_COLUMNS: Final = 16_384
LONGEST_CELL: Final = 32_767
SHEET_NAME: Final = 31
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the workbook says beside the answers.

    Attributes:
        sheets: Names of the three sheets: answers, dictionary, about.
        heads: Heads of the dictionary.
        entries: Its rows.
        facts: Rows of the third sheet.
    """

    sheets: tuple[str, str, str]
    heads: tuple[str, ...]
    entries: tuple[Entry, ...]
    facts: tuple[tuple[str, str], ...]


def write_xlsx(table: AnswersTable, path: Path, style: Style, words: Words) -> None:
    """Write the workbook.

    Args:
        table: The answers.
        path: Where to.
        style: How values are shown.
        words: What it says beside the answers.

    Raises:
        InputError: It is larger than a workbook can be.
    """
    frame = shown(table, style)
    if frame.height > MOST_ROWS or frame.width > MOST_COLUMNS:
        raise InputError(
            _("A workbook holds {rows} rows and {columns} columns at most."),
            _("Take the answers out as Parquet, CSV or SPSS."),
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
        )
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        days: dict[type, xlsxwriter.format.Format] = {date: book.add_format({"num_format": "yyyy-mm-dd"}),
                datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})}  # fmt: skip
        answers = book.add_worksheet(words.sheets[0][:SHEET_NAME])
        answers.freeze_panes(1, 1)
        answers.set_column(0, max(frame.width - 1, 0), 16)
        _write(answers, 0, frame.columns, bold, days)
        for place, row in enumerate(frame.iter_rows(), start=1):
            _write(answers, place, row, None, days)
        answers.autofilter(0, 0, max(frame.height, 1), max(frame.width - 1, 0))
        rows = [(one.name, one.label, one.holds, one.values, one.versions) for one in words.entries]
        _sheet(book, words.sheets[1], [words.heads, *rows], bold)
        _sheet(book, words.sheets[2], words.facts, bold)


def _sheet(book: xlsxwriter.Workbook, name: str, rows: Sequence[Sequence[str]], bold: xlsxwriter.format.Format) -> None:
    sheet = book.add_worksheet(name[:SHEET_NAME])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 4, 48)
    for place, row in enumerate(rows):
        _write(sheet, place, row, bold if place == 0 else None, {})


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    place: int,
    values: Sequence[object],
    style: xlsxwriter.format.Format | None,
    days: dict[type, xlsxwriter.format.Format],
) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            text = neutralise_cell(value)
            sheet.write_string(
                place, column, text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…", style
            )
        elif isinstance(value, datetime | date):
            sheet.write_datetime(place, column, value, days[type(value)])
        elif isinstance(value, int | float):
            sheet.write_number(place, column, value, style)
