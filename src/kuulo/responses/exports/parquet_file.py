"""Answers as Parquet, for data frames: keys of choices, and a column of states for each question."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kuulo.instruments.rules.variables import Variable
from kuulo.responses.exports.csv_file import with_states
from kuulo.responses.exports.table import AnswersTable
from kuulo.responses.exports.wording import values_of, worded


def write_parquet(table: AnswersTable, path: Path, language: str) -> None:
    """Write the table; each column of answers carries its label, scale and the words of its values as metadata."""
    arrow = with_states(table, table.frame, "").to_arrow()
    about = {column.name: column.variable for column in table.columns}
    fields = [
        _described(field, about[field.name], language) if field.name in about else field for field in arrow.schema
    ]
    pq.write_table(arrow.cast(pa.schema(fields)), path, compression="zstd")


def _described(field: pa.Field, variable: Variable, language: str) -> pa.Field:
    told = {
        "label": worded(variable.label, language),
        "values": json.dumps(values_of(variable, language), ensure_ascii=False),
        "scale": f"{variable.scale.minimum}–{variable.scale.maximum}" if variable.scale else "",
    }
    return field.with_metadata({name: text.encode() for name, text in told.items() if text})
