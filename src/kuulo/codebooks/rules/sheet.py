"""A codebook as a table: a row a code, in reading order, with names, definitions, examples in three languages; pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.cells import neutralise_cell
from kuulo.base.errors import ColumnError, FileError
from kuulo.base.texts import mark as _
from kuulo.codebooks.rules.states import KEY_LENGTH
from kuulo.codebooks.rules.tree import LANGUAGES, MOST_CODES, CodeView

BOM: Final = "\ufeff"
PARTS: Final = ("name", "definition", "examples")
HEADS: Final = ("key", "parent", *(f"{part}_{language}" for part in PARTS for language in LANGUAGES))
LARGEST: Final = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """One code as a file tells it."""

    key: str
    parent: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)


def write_codes(codes: Sequence[CodeView]) -> bytes:
    """Return codes as CSV with a byte-order mark and semicolons, which spreadsheets of the North expect."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    for code in codes:
        words = (code.names, code.definitions, code.examples)
        told = [part.get(language, "") for part in words for language in LANGUAGES]
        writer.writerow([neutralise_cell(cell) for cell in (code.key, code.parent, *told)])
    return (BOM + stream.getvalue()).encode()


def read_codes(content: bytes) -> tuple[CodeRow, ...]:
    """Return the codes of a CSV file, semicolons or commas; parents come before what lies under them.

    Only a name in one language is needed: a column ``name`` or ``name_fi``, ``name_sv``, ``name_en``. A key is made of
    the name where there is none.

    Raises:
        FileError: It is no text, too large, empty, or has two codes of one key or a parent that is not there.
        ColumnError: It has no column of names.
    """
    rows = _rows(content)
    heads = tuple(rows[0]) if rows else ()
    if not any(head == "name" or head.startswith("name_") for head in heads):
        raise ColumnError(
            _("The file has no column of names."), _("Call it name, or name_fi, name_sv and name_en for each language.")
        )
    found = [_row(row) for row in rows]
    kept = [row for row in found if row.names]
    _check(kept)
    return _parents_first(kept)


def make_key(name: str) -> str:
    """Return a key made of a name: small letters of the English alphabet, digits and dashes."""
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:KEY_LENGTH].strip("-") or "code"


def _rows(content: bytes) -> list[dict[str, str]]:
    if len(content) > LARGEST:
        raise FileError(
            _("The file is too large for a codebook."), _("A codebook has at most {most} codes."), most=MOST_CODES
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(_("The file is not text in UTF-8."), _("Save it as CSV in UTF-8.")) from error
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [
        {(head or "").strip().lower(): (cell or "").strip() for head, cell in row.items() if isinstance(cell, str)}
        for row in reader
    ]


def _row(row: Mapping[str, str]) -> CodeRow:
    words = {
        part: {language: _whole(row[f"{part}_{language}"]) for language in LANGUAGES if row.get(f"{part}_{language}")}
        for part in PARTS
    }
    for part in PARTS:
        if row.get(part) and not words[part]:
            words[part] = {"en": _whole(row[part])}
    name = next(iter(words["name"].values()), "")
    key = make_key(row.get("key") or name)
    parent = make_key(row["parent"]) if row.get("parent") else ""
    return CodeRow(
        key=key, parent=parent, names=words["name"], definitions=words["definition"], examples=words["examples"]
    )


def _whole(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell


def _check(rows: Sequence[CodeRow]) -> None:
    if not 0 < len(rows) <= MOST_CODES:
        raise FileError(
            _("The file has {count} codes."), _("A codebook has 1–{most} codes."), count=len(rows), most=MOST_CODES
        )
    keys = [row.key for row in rows]
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        raise FileError(_("The file has the code “{key}” twice."), _("Give each code a key of its own."), key=twice)
    lost = next((row.parent for row in rows if row.parent and row.parent not in keys), "")
    if lost:
        raise FileError(_("The file has no code “{key}” for others to lie under."), _("Add it."), key=lost)


def _parents_first(rows: Sequence[CodeRow]) -> tuple[CodeRow, ...]:
    ordered: list[CodeRow] = []
    waiting = list(rows)
    while waiting:
        placed = {row.key for row in ordered}
        ready = [row for row in waiting if not row.parent or row.parent in placed]
        if not ready:
            raise FileError(_("Codes of the file lie under each other in a circle."), _("Mend the column parent."))
        ordered += ready
        waiting = [row for row in waiting if row not in ready]
    return tuple(ordered)
