"""Parties as a table that filters look at: one row for each whole, with what it is, did and agreed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Q
from django.utils import timezone

from kuulo.customers.models import Party
from kuulo.customers.queries.behaviour import SCORE, behaviour, days_since, read_acts
from kuulo.customers.queries.consents import standing_words
from kuulo.customers.queries.lists import with_lists
from kuulo.customers.queries.wholes import READ_CHUNK, register_version
from kuulo.customers.rules import ANY_CHANNEL, ConsentState, Purpose
from kuulo.customers.rules.permissions import state_on
from kuulo.customers.rules.segments import BEHAVIOURS, NO, YES, About, Group, Typed

PARTY_ID: Final = "party_id"
FIELDS: Final = ("pk", "whole_id", "kind", "language", "stage", "since", "attributes")
ACTED: Final = frozenset({About.BEHAVIOUR, About.FIGURE})


def table_for(groups: Iterable[Group]) -> pa.Table:
    """Return one row for each whole, with every column the filters look at."""
    wanted = list(groups)
    table = with_lists(with_consents(people_of_version(register_version()), wanted, Q()), wanted, Q())
    return _with_acts(table) if needs_acts(wanted) else table


@lru_cache(maxsize=1)
def people_of_version(version: str) -> pa.Table:
    """Return `people` of everybody, read once for each version of the register."""
    del version
    return people(Q())


def people(of: Q) -> pa.Table:
    """Return the wholes with their attributes; what a whole does not know, its parts may."""
    wholes: dict[int, tuple[str, str, str, date | None]] = {}
    attributes: dict[int, dict[str, str]] = {}
    # Wholes first: their own values stand, and parts only add.
    rows = Party.objects.filter(of).order_by("whole_id", "pk").values_list(*FIELDS)
    parts: list[tuple[int, dict[str, str]]] = []
    for number, whole, kind, language, stage, since, own in rows.iterator(chunk_size=READ_CHUNK):
        if whole is None:
            wholes[number] = (kind, language, stage, since)
            attributes[number] = own
        else:
            parts.append((whole, own))
    for whole, own in parts:
        attributes[whole] = own | attributes.get(whole, {})
    return _people_table(wholes, attributes)


def _people_table(
    wholes: Mapping[int, tuple[str, str, str, date | None]], attributes: Mapping[int, Mapping[str, str]]
) -> pa.Table:
    names = sorted({name for number in wholes for name in attributes[number]})
    plain = {
        PARTY_ID: pa.array(wholes, pa.int64()),
        About.KIND.value: pa.array([row[0] for row in wholes.values()], pa.string()),
        About.LANGUAGE.value: pa.array([row[1] for row in wholes.values()], pa.string()),
        About.STAGE.value: pa.array([row[2] for row in wholes.values()], pa.string()),
        About.SINCE.value: pa.array([row[3] for row in wholes.values()], pa.date32()),
    }
    told = {
        f"{About.ATTRIBUTE}: {name}": pa.array([_text(attributes[number].get(name)) for number in wholes], pa.string())
        for name in names
    }
    return pa.table(plain | told)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _with_acts(table: pa.Table) -> pa.Table:
    acts = read_acts().table
    places = pc.index_in(table[PARTY_ID], value_set=acts[PARTY_ID])
    return _joined(table, {name: acts[name].take(places) for name in acts.column_names if name != PARTY_ID})


def with_own_acts(table: pa.Table, whole: int, purpose: Purpose) -> pa.Table:
    """Lay beside the one row what the party did."""
    own = behaviour(whole, purpose=purpose)
    moments = {name: _moments(getattr(own, name)) for name in ("last_seen", "last_purchase")}
    numbers = {name: pa.array([getattr(own, name)]) for name in ("orders", "value", "visits")}
    scores = {f"{SCORE}{each.definition}": pa.array([each.value]) for each in own.scores}
    return _joined(table, moments | numbers | scores)


def _moments(moment: datetime | None) -> pa.Array:
    return pa.array([moment], pa.timestamp("us", tz="UTC"))


def _joined(table: pa.Table, columns: Mapping[str, Any]) -> pa.Table:
    """Lay behaviour beside the parties: who never bought has no orders rather than an unknown number of them."""
    since = days_since(
        pa.chunked_array([columns["last_purchase"]])
        if isinstance(columns["last_purchase"], pa.Array)
        else columns["last_purchase"],
        today(),
    )
    filled = {name: pc.fill_null(columns[name], 0) for name in ("orders", "value", "visits")}
    days = {name: columns[name].cast(pa.date32()) for name, kind in BEHAVIOURS.items() if kind is Typed.DATE}
    scores = {name: values for name, values in columns.items() if name.startswith(SCORE)}
    for name, values in {**days, **filled, **scores, "recency_days": since}.items():
        table = table.append_column(name, values)
    return table


def with_consents(table: pa.Table, groups: Iterable[Group], of: Q) -> pa.Table:
    """Lay beside the parties whether they have given the consents that the filters ask for."""
    for purpose in purposes_of(groups):
        given = _given(purpose, of)
        held = pc.is_in(table[PARTY_ID], value_set=pa.array(given, pa.int64()))
        table = table.append_column(f"{About.CONSENT}: {purpose}", pc.if_else(held, YES, NO))
    return table


def _given(purpose: str, of: Q) -> list[int]:
    """Return the wholes whose consent for the purpose stands, on all channels or on one."""
    words = standing_words(of, Purpose(purpose), timezone.now())
    return sorted(number for number, held in words.items() if state_on(ANY_CHANNEL, held) is ConsentState.GIVEN)


def needs_acts(groups: Iterable[Group]) -> bool:
    """Return whether the filters ask for behaviour or figures."""
    return any(condition.about in ACTED for group in groups for condition in group.conditions())


def purposes_of(groups: Iterable[Group]) -> list[str]:
    """Return the purposes whose consents the filters ask for."""
    conditions = (condition for group in groups for condition in group.conditions())
    return sorted({condition.name for condition in conditions if condition.about is About.CONSENT})


def today() -> date:
    """Return the day from which days are counted: in UTC, as the lake cuts its days."""
    return timezone.now().date()
