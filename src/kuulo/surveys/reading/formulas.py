"""Formulas in a sheet: their stored results are read; where none are stored, nothing can be read."""

from __future__ import annotations

import html
import re
import zipfile

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.archives import read_member

SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
REFERENCE = re.compile(rb'\br="[A-Z]+(\d+)"')
VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]+)</")
WORKBOOK = "xl/workbook.xml"


def check_formulas(name: str, archive: zipfile.ZipFile, sheet: str) -> list[Text]:
    """Return notes on the formulas and errors of a sheet.

    Raises:
        FileError: A formula has no stored result: the workbook was written by a program that does not compute.
    """
    book = read_member(name, archive, WORKBOOK).decode("utf-8", "replace")
    content = read_member(name, archive, _member_of(name, archive, book, sheet))
    notes = []
    if FORMULA.search(content):
        notes.append(_note_formulas(name, content, sheet, 'fullCalcOnLoad="1"' in book))
    errors = len(re.findall(rb'<c\b[^>]*\bt="e"', content))
    if errors:
        notes.append(say(_("Cells that hold an error such as #N/A, read as blank: {count}."), count=errors))
    return notes


def _member_of(name: str, archive: zipfile.ZipFile, book: str, sheet: str) -> str:
    relations = read_member(name, archive, "xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {}
    for tag in RELATION.findall(relations):
        attributes = dict(ATTRIBUTE.findall(tag))
        targets[attributes.get("Id", "")] = html.unescape(attributes.get("Target", ""))
    for tag in SHEET.findall(book):
        attributes = dict(ATTRIBUTE.findall(tag))
        if html.unescape(attributes.get("name", "")) == sheet:
            target = targets.get(next((value for key, value in attributes.items() if key.endswith(":id")), ""), "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    found = _("{file}: the workbook does not say where its sheet “{sheet}” is.")
    raise FileError(found, _("Open it in its own program and save it again."), file=name, sheet=sheet)


def _note_formulas(name: str, content: bytes, sheet: str, recalculated: bool) -> Text:  # noqa: FBT001 -- private, one caller
    formulas, all_zero, first = 0, True, b""
    for attributes, inside in CELL.findall(content):
        if not FORMULA.search(inside):
            continue
        formulas += 1
        value = VALUE.search(inside)
        # a text formula may well have given an empty text
        if value is None and b't="str"' not in attributes:
            raise _no_result(name, sheet, attributes)
        all_zero = all_zero and value is not None and value.group(1) == b"0"
        first = first or attributes
    if recalculated and all_zero and formulas:
        raise _no_result(name, sheet, first)
    return say(_("Formulas in “{sheet}”: {count}. Their stored results were read."), count=formulas, sheet=sheet)


def _no_result(name: str, sheet: str, attributes: bytes) -> FileError:
    place = REFERENCE.search(attributes)
    found = _("{file}: line {line} of sheet “{sheet}” holds a formula without a stored result.")
    mend = _("Open the workbook in a spreadsheet program, let it compute, and save it; or paste the values.")
    return FileError(found, mend, file=name, sheet=sheet, line=int(place.group(1)) if place else 0)
