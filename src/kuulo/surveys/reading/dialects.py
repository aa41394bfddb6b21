"""Finding out how a text file separates and quotes its fields."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_ROWS = 200
SEPARATOR_LINE = re.compile(rb'\A"?sep=(.)"?\r?\n', re.IGNORECASE)
LONGEST_FIELD = 1 << 18


@dataclass(frozen=True, slots=True)
class Dialect:
    """What stands between the fields of a text file and around them; one ASCII character each."""

    delimiter: str
    quote: str


@cache
def field_pattern(delimiter: str, quote: str) -> re.Pattern[str]:
    """Return the pattern of one field and what ends it.

    Group 1 is a quoted field's inside, group 2 a plain field, group 3 the end: a delimiter, a line's end or nothing.
    Possessive, so that no text can make it slow.
    """
    d, q = re.escape(delimiter), re.escape(quote)
    return re.compile(rf"(?:{q}((?:[^{q}]++|{q}{q})*+){q}|((?!{q})(?:[^{d}\r\n]++|\r(?!\n))*+))({d}|\r?\n|\Z)")


def find_dialect(data: bytes, delimiter: str = "") -> Dialect:
    """Return the dialect in which the first rows have the same, largest number of fields."""
    sample = data[: 1 << 18]
    text = sample[: sample.rfind(b"\n") + 1 or None].decode("utf-8", "replace")
    quote = _find_quote(text)
    candidates = (delimiter,) if delimiter else DELIMITERS
    best = max(candidates, key=lambda candidate: _fit(text, Dialect(candidate, quote)))
    return Dialect(best, quote)


def _find_quote(text: str) -> str:
    single = len(re.findall(r"(?:^|[,;\t|])'[^'\n]*'(?=[,;\t|\r\n]|$)", text, re.MULTILINE))
    double = len(re.findall(r'(?:^|[,;\t|])"', text, re.MULTILINE))
    lines = text.count("\n") + 1
    return "'" if single >= lines and not double else '"'


def _fit(text: str, dialect: Dialect) -> tuple[float, int]:
    counts = _field_counts(text, dialect)
    header, rows = counts[0], counts[1:] or counts
    if header < 2:
        return (0.0, 0)
    usual, times = Counter(rows).most_common(1)[0]
    consistency = times / len(rows) if usual == header else 0.5 * times / len(rows)
    return (round(consistency, 1), header)


def _field_counts(text: str, dialect: Dialect) -> list[int]:
    """Return how many fields each of the first rows has; a row that cannot be parsed counts by its delimiters."""
    pattern = field_pattern(dialect.delimiter, dialect.quote)
    counts: list[int] = []
    position = fields = 0
    while position < len(text) and len(counts) < SAMPLE_ROWS:
        match = pattern.match(text, position, position + LONGEST_FIELD)
        if match is None:
            end = text.find("\n", position)
            end = len(text) if end < 0 else end + 1
            fields += text.count(dialect.delimiter, position, end) + 1
            position, ending = end, "\n"
        else:
            fields, position, ending = fields + 1, match.end(), match.group(3)
        if ending != dialect.delimiter:
            counts.append(fields)
            fields = 0
    return counts or [0]
