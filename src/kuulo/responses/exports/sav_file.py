"""Answers as an SPSS file: numbers with labels, distinct codes for why an answer is missing, dates as dates.

A choice is a number with the choice's words as its label; a multiple choice is one variable of 0 and 1 a choice. Where
an answer is missing, the number says why (`CODES`) and is declared missing. Texts and dates have no such numbers in
SPSS: a variable beside them (``…_state``) says it. Source of limits: IBM SPSS Statistics, “Variable names”, “Labels”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyreadstat

from kuulo.base.texts import Text
from kuulo.instruments.rules.variables import Shape, Variable
from kuulo.responses.exports.columns import Column
from kuulo.responses.exports.states import ANSWERED
from kuulo.responses.exports.table import AnswersTable
from kuulo.responses.exports.wording import STATE_WORDS, values_of, worded
from kuulo.responses.rules.signals import DISMISSED, NOT_SHOWN, SHOWN, SKIPPED

CODES: Final[Mapping[str, int]] = {NOT_SHOWN: -96, SHOWN: -97, SKIPPED: -98, DISMISSED: -99}
FAR: Final = 999_999_900
"""Taken off the codes where numbers like −98 could be answers."""
LONGEST_NAME: Final = 64
LONGEST_LABEL: Final = 255
LONGEST_VALUE_LABEL: Final = 120
LONGEST_TEXT: Final = 32_767
RESERVED: Final = frozenset({"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"})
LEVELS: Final = {Shape.SCORE: "ordinal", Shape.RANK: "ordinal", Shape.NUMBER: "scale", Shape.DATE: "scale"}


@dataclass(slots=True)
class Prepared:
    """What the writer of SPSS files is given."""

    columns: list[pl.Series] = field(default_factory=list)
    labels: dict[str, str | None] = field(default_factory=dict)
    values: dict[str, dict[int | float, str]] = field(default_factory=dict)
    missing: dict[str, list[Any]] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def name(self, wanted: str) -> str:
        """Return a name SPSS takes: letters, digits and underscores, not reserved, not used, at most 64 bytes."""
        base = re.sub(r"[^A-Za-z0-9_]", "_", wanted).rstrip("_")
        base = base if base[:1].isalpha() else f"v_{base}"
        base = f"{base}_" + "x" if base.lower() in RESERVED else base
        name, number = base[:LONGEST_NAME], 2
        while name.lower() in self.names:
            tail = f"_{number}"
            name, number = base[: LONGEST_NAME - len(tail)] + tail, number + 1
        self.names.add(name.lower())
        return name


def write_sav(table: AnswersTable, path: Path, language: str, *, title: str, say: Callable[[Text], str]) -> None:
    """Write the table; ``say`` puts labels of our own into the language."""
    prepared = prepare(table, language, say)
    pyreadstat.write_sav(
        pl.DataFrame(prepared.columns),
        str(path),
        file_label=_cut(title, 64),
        column_labels=prepared.labels,
        variable_value_labels=prepared.values,
        missing_ranges=prepared.missing,
        variable_measure=prepared.measures,
        row_compress=True,
    )


def prepare(table: AnswersTable, language: str, say: Callable[[Text], str]) -> Prepared:
    """Return the columns with names, labels and codes as SPSS takes them."""
    prepared = Prepared()
    for one in table.fields:
        name = prepared.name(one.name)
        prepared.columns.append(_plain(table.frame[one.name]).alias(name))
        prepared.labels[name] = _cut(say(one.label), LONGEST_LABEL)
    told: set[str] = set()
    for column in table.columns:
        _add(prepared, table, column, language)
        key = column.variable.question.key
        if column.variable.shape in {Shape.TEXT, Shape.DATE} and not column.variable.part and key not in told:
            told.add(key)
            _add_state(prepared, table.states[key], column, language)
    return prepared


def _plain(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        return pl.Series(series.name, [_cut(text or "", LONGEST_TEXT) for text in series], pl.String)
    return series.dt.replace_time_zone(None) if isinstance(series.dtype, pl.Datetime) else series


def _add(prepared: Prepared, table: AnswersTable, column: Column, language: str) -> None:
    variable = column.variable
    name = prepared.name(column.name)
    prepared.labels[name] = _cut(worded(variable.label, language), LONGEST_LABEL)
    prepared.measures[name] = LEVELS.get(variable.shape, "nominal")
    values = table.frame[column.name]
    if variable.shape in {Shape.TEXT, Shape.DATE}:
        prepared.columns.append(_plain(values).alias(name))
        return
    codes = codes_of(variable)
    numbers, words = _numbered(variable, values, language)
    states = table.states[variable.question.key].replace_strict(
        {**codes, ANSWERED: codes[SKIPPED]}, return_dtype=pl.Float64
    )
    prepared.columns.append(pl.select(pl.coalesce(numbers.cast(pl.Float64), states)).to_series().alias(name))
    said: dict[int | float, str] = {
        codes[state]: _cut(worded(STATE_WORDS[state], language), LONGEST_VALUE_LABEL) for state in codes
    }
    prepared.values[name] = {**words, **said}
    prepared.missing[name] = [{"lo": min(codes.values()), "hi": max(codes.values())}]


def codes_of(variable: Variable) -> dict[str, int]:
    """Return the codes of missing answers, far below any number that could be an answer."""
    least = variable.question.least
    near = variable.shape is not Shape.NUMBER or (least is not None and least > max(CODES.values()))
    return {state: code - (0 if near else FAR) for state, code in CODES.items()}


def _numbered(variable: Variable, values: pl.Series, language: str) -> tuple[pl.Series, dict[int | float, str]]:
    """Return the values as numbers, and the words of the numbers."""
    words = values_of(variable, language)
    if variable.shape is not Shape.CHOICE:
        return values, {int(value): _cut(text, LONGEST_VALUE_LABEL) for value, text in words.items()}
    numbers = {key: number for number, key in enumerate(words, start=1)}
    labels: dict[int | float, str] = {numbers[key]: _cut(text, LONGEST_VALUE_LABEL) for key, text in words.items()}
    return values.replace_strict(numbers, default=None, return_dtype=pl.Int64), labels


def _add_state(prepared: Prepared, states: pl.Series, column: Column, language: str) -> None:
    name = prepared.name(f"{column.name}_state")
    codes = {ANSWERED: 1, **CODES}
    prepared.columns.append(states.replace_strict(codes, return_dtype=pl.Int64).cast(pl.Float64).alias(name))
    prepared.labels[name] = _cut(worded(column.variable.label, language), LONGEST_LABEL)
    prepared.values[name] = {
        code: _cut(worded(STATE_WORDS[state], language), LONGEST_VALUE_LABEL) for state, code in codes.items()
    }
    prepared.missing[name] = [{"lo": min(CODES.values()), "hi": max(CODES.values())}]
    prepared.measures[name] = "nominal"


def _cut(text: str, longest: int) -> str:
    """Return the text with at most so many bytes, whole signs only, without the null that ends texts in the file."""
    return text.replace("\x00", "").encode()[:longest].decode(errors="ignore")
