"""Figures as files for spreadsheets: every row carries its interval, n, definition and version of the data.

Values are not rounded. Texts that a spreadsheet would take for a formula are neutralised.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

import pyarrow as pa
import xlsxwriter
from django.utils.translation import gettext as _

from kuulo.base.cells import neutralise_cell
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.figures.charts.wording import trust_words
from kuulo.figures.templatetags.charts import say

BOM = "\ufeff"
Value = str | float | int | None
NUMBERS = ("value", "low", "high", "se", "confidence", "n", "n_eff", "deff", "invited", "answered", "raw")
TEXTS = ("method", "definition", "data_version")
# Languages whose spreadsheets read a comma as the decimal sign, and so separate cells by semicolons.
COMMA_LANGUAGES = ("fi", "sv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of figures: its headings, one row a figure, and what holds for all of them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    facts: tuple[tuple[str, str], ...]


def figure_heads(*labels: str) -> tuple[str, ...]:
    """Return the headings of a sheet of figures: what each row is about, then the fields of a figure."""
    return (
        *labels,
        _("Measure"),
        _("Value"),
        _("Low"),
        _("High"),
        _("Standard error"),
        _("Confidence"),
        _("n"),
        _("Effective n"),
        _("Design effect"),
        _("Asked"),
        _("Answered"),
        _("Uncorrected"),
        _("Method"),
        _("Definition"),
        _("Data version"),
        _("How far it can be trusted"),
        _("Notes"),
    )


def figure_row(*labels: str, figure: Estimate) -> tuple[Value, ...]:
    """Return the cells under `figure_heads`; a withheld figure leaves its numbers empty."""
    trust = trust_words(figure)
    numbers = tuple(getattr(figure, name) for name in NUMBERS)
    words = tuple(getattr(figure, name) for name in TEXTS)
    notes = " ".join(say(note) for note in figure.notes)
    return (*labels, figure.measure, *numbers, *words, "" if trust is None else say(trust), notes)


def plain(value: Any) -> Any:
    """Return whatever a figure carries as JSON knows it; texts are in English, tables of rows are left out.

    Raises:
        TypeError: The value has no plain form.
    """
    if isinstance(value, Estimate):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Text) else _plain_parts(value)


def _plain_parts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {"" if key is None else str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    if is_dataclass(value):
        told = {one.name: getattr(value, one.name) for one in fields(value)}
        return {name: plain(item) for name, item in told.items() if not isinstance(item, pa.Table)}
    raise TypeError(type(value).__name__)


def csv_bytes(sheet: Sheet, language: str) -> bytes:
    """Return the table as CSV: for Finnish and Swedish with semicolons, decimal commas and a byte-order mark."""
    comma = language[:2] in COMMA_LANGUAGES
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow([neutralise_cell(head) for head in sheet.heads])
    writer.writerows([[_csv_cell(value, comma="," if comma else ".") for value in row] for row in sheet.rows])
    text = out.getvalue()
    return (BOM + text if comma else text).encode()


def _csv_cell(value: Value, *, comma: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralise_cell(value)
    return repr(value).replace(".", comma)


def xlsx_bytes(sheet: Sheet, *, figures: str, about: str) -> bytes:
    """Return the table as a workbook: one sheet of figures, one that says what they are.

    Args:
        sheet: The table.
        figures: Name of the first sheet.
        about: Name of the second sheet.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        page = book.add_worksheet(figures[:31])
        _write_row(page, 0, sheet.heads, bold)
        for place, row in enumerate(sheet.rows, start=1):
            _write_row(page, place, row, None)
        page.freeze_panes(1, 1)
        page.set_column(0, 0, 28)
        page.set_column(1, len(sheet.heads) - 1, 14)
        facts = book.add_worksheet(about[:31])
        facts.set_column(0, 0, 28)
        facts.set_column(1, 1, 80)
        for place, fact in enumerate(sheet.facts):
            _write_row(facts, place, fact, None)
    return out.getvalue()


def _write_row(
    page: xlsxwriter.worksheet.Worksheet,
    place: int,
    values: Sequence[Value],
    style: xlsxwriter.format.Format | None,
) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            page.write_string(place, column, neutralise_cell(value), style)
        elif value is not None:
            page.write_number(place, column, value, style)
