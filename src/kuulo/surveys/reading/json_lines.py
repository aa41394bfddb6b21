"""Reading JSON lines: one object a line, nested ones flattened with points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import msgspec
import polars as pl

from kuulo.base.errors import FileError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.encodings import UNDECODABLE, to_utf8
from kuulo.surveys.reading.headers import unique_names
from kuulo.surveys.reading.parts import Parts, blank_to_null, note_formulas, shorten, split_empty_rows
from kuulo.surveys.rules.answers import FileFacts, Reject

DEEPEST = 20
WIDEST = 5000
Cell = str | float | int | bool | None


@dataclass(slots=True)
class _Table:
    """Columns that grow row by row; a key first met later was empty before."""

    columns: dict[str, list[Cell]] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)

    def add(self, line: int, cells: dict[str, Cell]) -> None:
        for key, cell in cells.items():
            column = self.columns.setdefault(key, [])
            column.extend([None] * (len(self.lines) - len(column)))
            column.append(cell)
        self.lines.append(line)

    def series(self) -> Iterator[pl.Series]:
        for name, column in self.columns.items():
            column.extend([None] * (len(self.lines) - len(column)))
            yield _typed(name, column)


def read_json_lines(name: str, raw: bytes, encoding: str = "") -> Parts:
    """Return the objects of a text, one a line, as rows.

    Raises:
        FileError: No line holds an object, or most do not.
    """
    decoded = to_utf8(name, raw, encoding)
    table, rejects = _parse(decoded.data, decoded.encoding)
    _check_rows(name, table, rejects)
    frame = pl.DataFrame(list(table.series()))
    names = unique_names(frame.columns)
    headers = dict(zip(names, frame.columns, strict=True))
    frame = blank_to_null(frame.rename(dict(zip(frame.columns, names, strict=True))))
    frame, lines, empty = split_empty_rows(frame, pl.Series("line", table.lines, dtype=pl.Int64))
    facts = FileFacts(encoding=decoded.encoding, decimal=".")
    return Parts(
        frame=frame,
        lines=lines,
        headers=headers,
        rejects=sorted([*rejects, *empty], key=lambda reject: reject.line),
        facts=facts,
        notes=note_formulas(frame, lines),
    )


def _parse(data: bytes, encoding: str) -> tuple[_Table, list[Reject]]:
    decoder = msgspec.json.Decoder()
    table = _Table()
    rejects: list[Reject] = []
    marker = UNDECODABLE.encode()
    for line, text in enumerate(data.split(b"\n"), start=1):
        if not text.strip():
            continue
        reason, cells = _read_line(decoder, text)
        if marker in text:
            reason = say(_("The row holds bytes that are no text in the encoding {encoding}."), encoding=encoding)
        if reason or len(table.columns.keys() | cells.keys()) > WIDEST:
            shown = shorten(text.decode().replace(UNDECODABLE, "\ufffd").strip())
            reason = reason or say(_("The object brings more keys than a table can have columns."))
            rejects.append(Reject(line=line, reason=reason, raw=shown))
        else:
            table.add(line, cells)
    return table, rejects


def _read_line(decoder: msgspec.json.Decoder[object], text: bytes) -> tuple[Text | None, dict[str, Cell]]:
    try:
        value = decoder.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        return say(_("The line is no JSON: {error}."), error=str(error)), {}
    if not isinstance(value, dict):
        return say(_("The line holds no JSON object.")), {}
    cells: dict[str, Cell] = {}
    _flatten(value, "", cells, 0)
    return None, cells


def _flatten(value: dict[str, object], prefix: str, cells: dict[str, Cell], depth: int) -> None:
    for key, inside in value.items():
        if isinstance(inside, dict) and depth < DEEPEST:
            _flatten(inside, f"{prefix}{key}.", cells, depth + 1)
        elif inside is None or isinstance(inside, str | float | int):
            cells[f"{prefix}{key}"] = inside
        elif isinstance(inside, list) and all(isinstance(item, str) for item in inside):
            cells[f"{prefix}{key}"] = "; ".join(str(item) for item in inside)
        else:
            cells[f"{prefix}{key}"] = msgspec.json.encode(inside).decode()


def _typed(name: str, column: Sequence[Cell]) -> pl.Series:
    kinds = {type(cell) for cell in column if cell is not None}
    if kinds <= {int, float} and kinds and all(cell is None or abs(cell) < 2**53 for cell in column):  # type: ignore[arg-type] # -- only numbers are left
        return pl.Series(name, [None if cell is None else float(cell) for cell in column], dtype=pl.Float64)
    texts = [None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in column]
    return pl.Series(name, texts, dtype=pl.String)


def _check_rows(name: str, table: _Table, rejects: Sequence[Reject]) -> None:
    if not table.lines and not rejects:
        raise FileError(_("{file}: the file is empty."), _("Export the answers again."), file=name)
    if len(rejects) > len(table.lines) or not table.columns:
        found = _("{file}: {bad} of {all} lines hold no JSON object; the first is line {line}.")
        mend = _("Write one JSON object a line, without a list around them.")
        total = len(rejects) + len(table.lines)
        line = rejects[0].line if rejects else table.lines[0]
        raise FileError(found, mend, file=name, bad=len(rejects), all=total, line=line)
