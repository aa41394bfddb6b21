"""What the customer database can be narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kuulo.customers.queries import attributes_table
from kuulo.customers.rules import PARTY_COLUMN
from kuulo.instruments.rules.questionnaire import LANGUAGES

MOST_LISTED: Final = 24
LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True)
class AttributeValues:
    """An attribute of customers and its values in alphabetical order; none where there are too many to list."""

    name: str
    values: tuple[str, ...]


def attributes_to_choose() -> tuple[AttributeValues, ...]:
    """Return the language and every attribute customers have, with the values there are."""
    table = attributes_table()
    found = [AttributeValues(LANGUAGE, LANGUAGES)]
    for name in table.column_names:
        if name in {PARTY_COLUMN, LANGUAGE}:
            continue
        values = sorted({value for value in table[name].unique().to_pylist() if value})
        found.append(AttributeValues(name, tuple(values) if len(values) <= MOST_LISTED else ()))
    return tuple(found)
