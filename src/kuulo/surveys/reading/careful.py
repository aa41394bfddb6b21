"""Reading delimited text whose quotes are broken: slowly, row by row, giving up no more than the broken rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kuulo.surveys.reading.dialects import LONGEST_FIELD, Dialect, field_pattern


@dataclass(frozen=True, slots=True)
class TextRow:
    """One row.

    Attributes:
        line: The physical line it begins in, the text's first being 1.
        fields: Its fields; None where its quotes are broken.
        raw: Its text as it stood, without the line's end.
        size: The bytes it takes in UTF-8, with the line's end.
    """

    line: int
    fields: list[str] | None
    raw: str
    size: int


def parse_rows(text: str, dialect: Dialect) -> Iterator[TextRow]:
    """Yield the rows of a text; a row with broken quotes is its one physical line, and the next line starts afresh."""
    pattern = field_pattern(dialect.delimiter, dialect.quote)
    position, line = 0, 1
    while position < len(text):
        fields, end = _parse_row(text, position, pattern, dialect)
        if fields is None:
            newline = text.find("\n", position)
            end = len(text) if newline < 0 else newline + 1
        raw = text[position:end]
        yield TextRow(line, fields, raw.rstrip("\r\n"), len(raw.encode()))
        line += raw.count("\n")
        position = end


def _parse_row(text: str, position: int, pattern: re.Pattern[str], dialect: Dialect) -> tuple[list[str] | None, int]:
    fields: list[str] = []
    while True:
        match = pattern.match(text, position, position + LONGEST_FIELD)
        if match is None or (match.end() == position + LONGEST_FIELD < len(text) and not match.group(3)):
            return None, position
        quoted, plain, ending = match.groups()
        fields.append(plain if quoted is None else quoted.replace(dialect.quote * 2, dialect.quote))
        position = match.end()
        if ending != dialect.delimiter:
            return fields, position
