"""Responses as a table: what is known of each response, its answers, and why the others are missing; pure.

Rows are built in batches and kept as columns, so that a hundred thousand responses need little memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

import polars as pl

from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.flow import OTHER_WORDS, Known
from kuulo.instruments.rules.questionnaire import OTHER, Kind, Promise
from kuulo.instruments.rules.variables import Shape, Variable
from kuulo.responses.exports.anonymity import Blanked, blank_rare
from kuulo.responses.exports.columns import Column, Columns
from kuulo.responses.exports.states import states_of
from kuulo.responses.queries.reading import ResponseView
from kuulo.responses.rules.compiled import Compiled

BATCH: Final = 5_000
TYPES: Final = {
    Shape.SCORE: pl.Int64,
    Shape.RANK: pl.Int64,
    Shape.FLAG: pl.Int64,
    Shape.NUMBER: pl.Float64,
    Shape.CHOICE: pl.String,
    Shape.TEXT: pl.String,
    Shape.DATE: pl.Date,
}
LABELS: Final[Mapping[str, str]] = {
    "response_id": _("Id of the response"),
    "response_party": _("Who answered"),
    "response_state": _("State of the response"),
    "response_version": _("Version of the questionnaire"),
    "response_touchpoint": _("Touchpoint"),
    "response_channel": _("Channel"),
    "response_language": _("Language"),
    "response_started": _("Begun"),
    "response_completed": _("Completed"),
    "response_day": _("Day of the last answer"),
    "response_weight": _("Weight"),
}
META_TYPES: Final[Mapping[str, Any]] = {
    "response_version": pl.Int64,
    "response_weight": pl.Float64,
    "response_day": pl.Date,
    "response_started": pl.Datetime("us", "UTC"),
    "response_completed": pl.Datetime("us", "UTC"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column about the response itself."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersTable:
    """Answers ready to be written.

    Attributes:
        fields: Columns about the response, first in the frame.
        columns: Columns of answers, after them.
        frame: One response a row; nothing where there is no answer.
        states: One column a question: answered, skipped, not_shown, shown or dismissed; rows as in ``frame``.
        blanked: What was left empty to keep the promise.
        promise: What the respondents were promised.
    """

    fields: tuple[Field, ...]
    columns: tuple[Column, ...]
    frame: pl.DataFrame
    states: pl.DataFrame
    blanked: tuple[Blanked, ...]
    promise: Promise


def build_table(
    responses: Iterable[ResponseView],
    columns: Columns,
    compiled: Mapping[int, Compiled],
    *,
    promise: Promise,
    floor: int,
) -> AnswersTable:
    """Return the table of these responses.

    Where the promise is *confidential* or *anonymous* there is neither party nor id, no hour, and what is known of the
    people is blanked where fewer than ``floor`` rows share it.

    Args:
        responses: In any order.
        columns: Of all versions among the responses.
        compiled: The same versions, by number.
        promise: What the respondents were promised.
        floor: The organisation's anonymity floor.

    Raises:
        WithheldError: Fewer responses than the floor, under such a promise.
    """
    names = _Names(columns)
    open_promise = promise is Promise.IDENTIFIED
    batches = [_batch(rows, columns, compiled, names, open_promise=open_promise) for rows in _batches(responses)]
    questions = columns.questions()
    schema = {column.name: TYPES[column.variable.shape] for column in columns.all}
    answers = _joined([batch.answers for batch in batches], schema)
    states = _joined([batch.states for batch in batches], dict.fromkeys(questions, pl.String))
    meta = _joined([batch.meta for batch in batches], {})
    order = [name for name in LABELS if name in meta.columns] + sorted(set(meta.columns) - set(LABELS))
    meta = meta.select(order)
    blanked: tuple[Blanked, ...] = ()
    if not open_promise:
        meta, blanked = blank_rare(meta, [name for name in order if name != "response_state"], floor)
    return AnswersTable(
        fields=tuple(Field(name=name, label=names.label(name)) for name in order),
        columns=columns.all,
        frame=pl.concat([meta, answers], how="horizontal"),
        states=states,
        blanked=blanked,
        promise=promise,
    )


@dataclass(frozen=True, slots=True)
class _Batch:
    meta: pl.DataFrame
    answers: pl.DataFrame
    states: pl.DataFrame


class _Names:
    """Names of columns for attributes and hidden fields, which may be called anything; none is given twice."""

    def __init__(self, columns: Columns) -> None:
        self.taken = {column.name for column in columns.all} | set(LABELS)
        self.names: dict[tuple[str, str], str] = {}
        self.labels: dict[str, Text] = {name: say(label) for name, label in LABELS.items()}

    def of(self, kind: str, name: str) -> str:
        """Return the column of an attribute or hidden field."""
        known = self.names.get((kind, name))
        if known is None:
            known = self._new(f"{kind}_{_plain(name)}")
            self.names[kind, name] = known
            template = _("Attribute: {name}") if kind == "attribute" else _("Hidden field: {name}")
            self.labels[known] = say(template, name=name)
        return known

    def _new(self, wanted: str) -> str:
        name, number = wanted, 2
        while name in self.taken:
            name, number = f"{wanted}_{number}", number + 1
        self.taken.add(name)
        return name

    def label(self, name: str) -> Text:
        """Return what a column about the response is."""
        return self.labels[name]


def _plain(name: str) -> str:
    simple = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", simple).strip("_") or "x"


def _batches(responses: Iterable[ResponseView]) -> Iterator[list[ResponseView]]:
    iterator = iter(responses)
    while rows := list(islice(iterator, BATCH)):
        yield rows


def _batch(
    rows: Sequence[ResponseView],
    columns: Columns,
    compiled: Mapping[int, Compiled],
    names: _Names,
    *,
    open_promise: bool,
) -> _Batch:
    metas = [_meta(row, names, open_promise=open_promise) for row in rows]
    keys = list(dict.fromkeys(key for meta in metas for key in meta))
    meta = pl.DataFrame(
        {key: pl.Series(key, [one.get(key) for one in metas], META_TYPES.get(key, pl.String)) for key in keys}
    )
    cells: dict[str, list[Any]] = {column.name: [] for column in columns.all}
    states: dict[str, list[str | None]] = {key: [] for key in columns.questions()}
    for row in rows:
        filled = {column.name: _value(column.variable, row.answers) for column in columns.of_version[row.version]}
        for name, values in cells.items():
            values.append(filled.get(name))
        known = Known(row.answers, row.attributes, row.hidden)  # type: ignore[arg-type] # canonical answers
        told = states_of(compiled[row.version], row.state, row.page, known)
        for key, said in states.items():
            said.append(told.get(key, "not_shown"))
    schema = {column.name: TYPES[column.variable.shape] for column in columns.all}
    return _Batch(
        meta,
        pl.DataFrame({name: pl.Series(name, values, schema[name], strict=False) for name, values in cells.items()}),
        pl.DataFrame({key: pl.Series(key, said, pl.String) for key, said in states.items()}),
    )


def _joined(frames: Sequence[pl.DataFrame], schema: Mapping[str, Any]) -> pl.DataFrame:
    if not frames:
        return pl.DataFrame(schema=dict(schema))
    return pl.concat(frames, how="diagonal", rechunk=True)


def _meta(row: ResponseView, names: _Names, *, open_promise: bool) -> dict[str, Any]:
    meta: dict[str, Any] = {
        "response_state": row.state,
        "response_version": row.version,
        "response_touchpoint": row.touchpoint or None,
        "response_channel": row.channel or None,
        "response_language": row.language or None,
    }
    if open_promise and row.promise == Promise.IDENTIFIED:
        meta |= {
            "response_id": derived_id("response", row.key),
            "response_party": row.party,
            "response_started": row.started_at,
            "response_completed": row.completed_at,
        }
    else:
        meta["response_day"] = (row.completed_at or row.updated_at).date()
    if row.weight is not None:
        meta["response_weight"] = row.weight
    meta |= {names.of("attribute", name): value for name, value in row.attributes.items()}
    meta |= {names.of("hidden", name): value for name, value in row.hidden.items()}
    return meta


def _value(variable: Variable, answers: Mapping[str, Any]) -> Any:
    """Return what stands in the column for these answers; None where nothing was answered."""
    key = variable.question.key
    if variable.shape is Shape.TEXT and variable.part == OTHER:
        return answers.get(key + OTHER_WORDS)
    answer = answers.get(key)
    if answer is None:
        return None
    if variable.shape is Shape.FLAG:
        return int(variable.part in answer)
    if variable.shape is Shape.RANK:
        return list(answer).index(variable.part) + 1 if variable.part in answer else None
    value = answer.get(variable.part) if variable.question.kind is Kind.MATRIX else answer
    return _as_shape(variable.shape, value)


def _as_shape(shape: Shape, value: Any) -> Any:
    if value is None:
        return None
    if shape is Shape.SCORE:
        return int(value)
    if shape is Shape.NUMBER:
        return float(value)
    return date.fromisoformat(str(value)) if shape is Shape.DATE else str(value)
