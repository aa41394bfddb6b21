"""What a reader may choose from: measures, questions, dimensions and the values of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow.compute as pc

from kuulo.customers.queries import attribute_names, attributes_table
from kuulo.figures.queries.catalogue import read_catalogue
from kuulo.figures.queries.reading import Reading, kept, kept_with_words
from kuulo.figures.queries.scope import Scope, from_sql, measure_sql, words_sql
from kuulo.figures.rules.dimensions import COLUMNS, TIMES, Dimension, DimensionKind
from kuulo.measures.definitions import Definition
from kuulo.words.queries import COMMENT_WORDS, words_table
from kuulo.words.rules import WORD_DIMENSIONS

# A list longer than this is no list to choose from; a value beyond it can still be named in the address.
MOST_VALUES = 60
# Attributes are read off so many answers, the newest; one that none of them has is not offered.
ANSWERS_READ = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A dimension and the values it can be filtered by; none where it has too many to choose from."""

    dimension: Dimension
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Everything Explore offers for a scope."""

    definitions: tuple[Definition, ...]
    questions: tuple[str, ...]
    months: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    filters: tuple[Choice, ...]


@kept_with_words
def filter_options(reading: Reading, scope: Scope) -> Options:
    """Return what can be chosen beside a scope's measure, whatever else the scope is narrowed by."""
    catalogue = read_catalogue(reading)
    slices = [one for one in catalogue.of(scope.definition) if one.answered]
    choices = (*_columns(reading, scope), *_attributes(reading, scope), *_customers(), *_words(reading, scope))
    times = tuple(Dimension(DimensionKind.TIME, name) for name in TIMES)
    return Options(
        definitions=catalogue.definitions(),
        questions=tuple(sorted({one.question for one in slices})),
        months=tuple(sorted({one.month for one in slices})),
        dimensions=(*times, *(one.dimension for one in choices)),
        filters=tuple(one for one in choices if one.values),
    )


@kept
def place_options(reading: Reading, scope: Scope) -> Options:
    """Return the measures, and where and how answers came: the choices that take one quick look."""
    choices = tuple(_columns(reading, scope))
    return Options(
        definitions=read_catalogue(reading).definitions(),
        questions=(),
        months=(),
        dimensions=tuple(one.dimension for one in choices),
        filters=tuple(one for one in choices if one.values),
    )


def _columns(reading: Reading, scope: Scope) -> list[Choice]:
    listed = ", ".join(COLUMNS)
    sets = ", ".join(f"({name})" for name in COLUMNS)
    rows = reading.ask(
        f"SELECT {listed}, count(*) AS answers FROM signals "  # noqa: S608 -- names of the closed list
        f"WHERE {measure_sql(scope)} AND state = 'answered' GROUP BY GROUPING SETS ({sets}) "
        f"HAVING count(*) >= {reading.floor}"
    ).to_pylist()
    found = {name: sorted((-row["answers"], row[name]) for row in rows if row[name] is not None) for name in COLUMNS}
    return [
        _choice(Dimension(DimensionKind.COLUMN, name), (value for _answers, value in values))
        for name, values in found.items()
        if values
    ]


def _attributes(reading: Reading, scope: Scope) -> list[Choice]:
    rows = reading.ask(
        "SELECT entry.key AS name, entry.value AS value, count(*) AS answers FROM ("  # noqa: S608 -- literals of scope.py
        f"  SELECT unnest(map_entries(attributes)) AS entry FROM ("
        f"    SELECT attributes FROM signals WHERE {measure_sql(scope)} AND state = 'answered' "
        f"    AND month >= '{scope.newest.year - 1:04d}-01' LIMIT {ANSWERS_READ})"
        f") GROUP BY ALL HAVING count(*) >= {reading.floor} ORDER BY name, answers DESC, value"
    ).to_pylist()
    names = dict.fromkeys(row["name"] for row in rows)
    return [
        _choice(Dimension(DimensionKind.ATTRIBUTE, name), (row["value"] for row in rows if row["name"] == name))
        for name in names
    ]


def _customers() -> list[Choice]:
    table = attributes_table()
    found = []
    for name in attribute_names():
        values = pc.unique(table[name]).drop_null().to_pylist()
        found.append(_choice(Dimension(DimensionKind.CUSTOMER, name), sorted(values)))
    return found


def _words(reading: Reading, scope: Scope) -> list[Choice]:
    """Return what is known of the words that came with the answers."""
    if not words_table(reading.snapshot).num_rows:
        return []
    dimensions = [Dimension(DimensionKind.WORDS, name) for name in WORD_DIMENSIONS]
    where = f"{measure_sql(scope)} AND signals.state = 'answered'"
    parts = [
        f"SELECT '{one.name}' AS name, value, count(*) AS answers FROM "  # noqa: S608 -- names of the closed list
        f"(SELECT {words_sql(one)} AS value FROM told AS {COMMENT_WORDS}) GROUP BY ALL"
        for one in dimensions
    ]
    # The answers are looked at once for all four.
    told = f"SELECT {COMMENT_WORDS}.* FROM {from_sql(reading, COMMENT_WORDS)} WHERE {where}"  # noqa: S608 -- as above
    sql = (
        f"WITH told AS MATERIALIZED ({told}) SELECT * FROM ({' UNION ALL '.join(parts)}) "  # noqa: S608 -- as above
        f"WHERE value IS NOT NULL AND answers >= {reading.floor:d}"
    )
    rows = reading.ask(f"{sql} ORDER BY name, answers DESC, value").to_pylist()
    found = [_choice(one, (row["value"] for row in rows if row["name"] == one.name)) for one in dimensions]
    return [one for one in found if one.values]


def _choice(dimension: Dimension, values: Iterable[str]) -> Choice:
    listed = tuple(values)
    return Choice(dimension=dimension, values=listed if len(listed) <= MOST_VALUES else ())
