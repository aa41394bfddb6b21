"""What the signals of a response are: one for each question, answered or not, and one for each comment; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import polars as pl

from kuulo.base.ids import derived_id
from kuulo.customers.rules import SCHEME_LENGTH, VALUE_LENGTH
from kuulo.lake.rules import Signal, brought_name
from kuulo.surveys.rules.acceptance import COMPLETE, TURNOUT
from kuulo.surveys.rules.columns import Role, SettledColumn
from kuulo.surveys.rules.responses import Responses
from kuulo.surveys.rules.turnout import OUTSIDE_TARGET, SILENCES

ANSWERED: Final = "answered"
BLANK: Final = "blank"
WORDING: Final = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all signals of one import share."""

    source: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What all signals of one response share."""

    key: str
    occurred_at: datetime
    party: str | None
    touchpoint: str | None
    language: str | None
    weight: float | None
    complete: bool | None
    turnout: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def signals_of(responses: Responses, setting: Setting) -> Iterator[Signal]:
    """Yield the signals of the responses, question by question; the same responses always give the same signals.

    Somebody who was asked and stayed silent has one for each question too, so that figures know who was asked.
    """
    circumstances = _circumstances(responses, setting)
    for column in responses.settled.with_role(Role.SCORE):
        yield from _answers(responses, column, setting, circumstances)
    for column in responses.settled.with_role(Role.COMMENT):
        yield from _comments(responses, column, setting, circumstances)


def parties_of(responses: Responses) -> list[str | None]:
    """Return for each response the party's identifier, ``scheme:value``; the scheme is the column's name."""
    columns = responses.settled.with_role(Role.PARTY)
    if not columns:
        return [None] * len(responses)
    scheme = scheme_of(columns[0].column)
    values = _texts(responses, columns[0])
    return [f"{scheme}:{_kept_value(value)}" if value else None for value in values]


def _kept_value(value: str) -> str:
    return value if len(value) <= VALUE_LENGTH else derived_id("party", value)


def scheme_of(column: str) -> str:
    """Return the scheme of identifiers that stand in the column: its name in small letters, without odd characters."""
    return re.sub(r"\W+", "_", column.lower()).strip("_")[:SCHEME_LENGTH] or "party"


def signal_state(state: str, about: Circumstances) -> str:
    """Return the state of a question for the lake: what the file tells about whether it was seen and answered.

    Who was asked and stayed silent has the state that the status tells: not shown, shown or dismissed. An empty cell of
    a complete response was skipped; whether somebody who broke off ever saw the question is not known.
    Everything else that is no answer ("don't know", a value off the scale) was given by somebody who saw the question.
    """
    if state == ANSWERED:
        return "answered"
    if about.turnout in SILENCES:
        return str(about.turnout)
    if state == BLANK:
        return "not_shown" if about.complete is False else "skipped"
    return "shown"


def _answers(
    responses: Responses, column: SettledColumn, setting: Setting, circumstances: Sequence[Circumstances]
) -> Iterator[Signal]:
    values = responses.frame[column.column].to_list()
    states = responses.states[column.column].to_list()
    cells = responses.raw[column.column].to_list()
    labelled = bool(column.scale and column.scale.labels)
    for value, state, cell, about in zip(values, states, cells, circumstances, strict=True):
        if state == BLANK and about.turnout == OUTSIDE_TARGET:
            # Screened out, over quota or never sent: nobody asked, so there is nothing to tell.
            continue
        said = cell is not None and (labelled or state != ANSWERED)
        yield _signal(
            "answer",
            column,
            setting,
            about,
            value=value,
            text=str(cell) if said else None,
            state=signal_state(state, about),
        )


def _comments(
    responses: Responses, column: SettledColumn, setting: Setting, circumstances: Sequence[Circumstances]
) -> Iterator[Signal]:
    for text, about in zip(_texts(responses, column), circumstances, strict=True):
        if text:
            yield _signal("comment", column, setting, about, value=None, text=text, state=ANSWERED)


def _signal(  # noqa: PLR0913 -- the three that vary by answer are named at the call
    kind: str,
    column: SettledColumn,
    setting: Setting,
    about: Circumstances,
    *,
    value: float | None,
    text: str | None,
    state: str,
) -> Signal:
    scale = column.scale
    return Signal(
        signal_id=derived_id(kind, setting.source, about.key, column.column),
        kind=kind,
        occurred_at=about.occurred_at,
        received_at=setting.received_at,
        party=about.party,
        touchpoint=about.touchpoint,
        channel=None,
        source=setting.source,
        response_id=about.key,
        question=column.column,
        definition=column.definition or None,
        value=value,
        text=text,
        scale_min=scale.minimum if scale else None,
        scale_max=scale.maximum if scale else None,
        direction=scale.direction if scale else None,
        wording=WORDING,
        state=state,
        language=about.language,
        weight=about.weight,
        attributes=about.attributes,
    )


def _circumstances(responses: Responses, setting: Setting) -> list[Circumstances]:
    touchpoints = _one_text(responses, Role.TOUCHPOINT)
    languages = _one_text(responses, Role.LANGUAGE)
    weights = responses.settled.with_role(Role.WEIGHT)
    weight_of = responses.frame[weights[0].column].to_list() if weights else [None] * len(responses)
    complete = responses.frame[COMPLETE].to_list()
    turnout = responses.frame[TURNOUT].to_list()
    rows = zip(
        responses.keys,
        responses.occurred(setting.received_at),
        parties_of(responses),
        touchpoints,
        languages,
        weight_of,
        complete,
        turnout,
        _attributes(responses),
        strict=True,
    )
    return [
        Circumstances(
            key=key,
            occurred_at=occurred_at,
            party=party,
            touchpoint=touchpoint,
            language=language,
            weight=weight,
            complete=done,
            turnout=kind,
            attributes=attributes,
        )
        for key, occurred_at, party, touchpoint, language, weight, done, kind, attributes in rows
    ]


def _attributes(responses: Responses) -> list[dict[str, str]]:
    columns = responses.settled.with_role(Role.ATTRIBUTE)
    names = [brought_name(column.column) for column in columns]
    if not names:
        return [{} for _response in responses.keys]
    by_row = zip(*(_texts(responses, column) for column in columns), strict=True)
    return [{name: value for name, value in zip(names, values, strict=True) if value} for values in by_row]


def _one_text(responses: Responses, role: Role) -> list[str | None]:
    columns = responses.settled.with_role(role)
    return _texts(responses, columns[0]) if columns else [None] * len(responses)


def _texts(responses: Responses, column: SettledColumn) -> list[str | None]:
    texts = responses.frame[column.column].cast(pl.String).str.strip_chars()
    return [text or None for text in texts.to_list()]
