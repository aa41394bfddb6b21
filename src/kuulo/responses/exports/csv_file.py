"""Answers as CSV, for spreadsheets and programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from kuulo.base.cells import neutralise_cell
from kuulo.instruments.rules.variables import Shape
from kuulo.responses.exports.table import AnswersTable
from kuulo.responses.exports.wording import STATE_WORDS, values_of, worded

STATE: Final = "__state"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a spreadsheet is to read it.

    Attributes:
        language: Of the words for choices and states.
        semicolons: Cells are parted by ``;``, decimals written with a comma, and a byte-order mark stands first, as
            Excel expects where the comma is the decimal sign (Finnish, Swedish).
        words: Choices as their words instead of their keys.
        states: A column after each question says why it has no answer.
    """

    language: str
    semicolons: bool = False
    words: bool = True
    states: bool = False


def write_csv(table: AnswersTable, path: Path, style: Style) -> None:
    """Write the table; texts that a spreadsheet would compute are neutralised."""
    frame = safe(shown(table, style))
    if style.semicolons:
        decimals = [pl.col(name).cast(pl.String).str.replace(".", ",", literal=True) for name in _floats(frame)]
        frame = frame.with_columns(decimals)
    frame.write_csv(
        path,
        separator=";" if style.semicolons else ",",
        include_bom=style.semicolons,
        line_terminator="\r\n",
        datetime_format="%Y-%m-%dT%H:%M:%SZ",
    )


def _floats(frame: pl.DataFrame) -> list[str]:
    return [name for name, kind in frame.schema.items() if kind == pl.Float64]


def shown(table: AnswersTable, style: Style) -> pl.DataFrame:
    """Return the frame as it is read by people: choices in words, and states where they are wanted."""
    frame = table.frame
    if style.words:
        told = {
            column.name: values_of(column.variable, style.language)
            for column in table.columns
            if column.variable.shape is Shape.CHOICE
        }
        frame = frame.with_columns(pl.col(name).replace(words) for name, words in told.items() if words)
    return with_states(table, frame, style.language) if style.states else frame


def with_states(table: AnswersTable, frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """Return the frame with the state of each question after its last column."""
    names = [field.name for field in table.fields]
    words = {state: worded(said, language) for state, said in STATE_WORDS.items()} if language else {}
    last = {column.variable.question.key: column.name for column in table.columns}
    for column in table.columns:
        names.append(column.name)
        key = column.variable.question.key
        if last[key] == column.name:
            state = table.states[key].replace(words) if words else table.states[key]
            frame = frame.with_columns(state.alias(key + STATE))
            names.append(key + STATE)
    return frame.select(names)


def safe(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with heads and texts that no spreadsheet takes for formulas."""
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    cleaned = [
        pl.Series(name, [text if text is None else neutralise_cell(text) for text in frame[name]], pl.String)
        for name in texts
    ]
    return frame.with_columns(cleaned).rename(neutralise_cell)
