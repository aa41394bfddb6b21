"""Reads of segments: who is in them, of which a party is one, how large they were; and segments as attributes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import Count, Max, Q

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import AttributeDefinition, Consent, Segment, SegmentSize
from kuulo.customers.queries.behaviour import acts_version, read_acts, scored_definitions, whole_id
from kuulo.customers.queries.consents import may_use_many, require_use
from kuulo.customers.queries.lists import list_names, lists_version, with_lists
from kuulo.customers.queries.selection import (
    PARTY_ID,
    needs_acts,
    people,
    people_of_version,
    purposes_of,
    table_for,
    today,
    with_consents,
    with_own_acts,
)
from kuulo.customers.queries.wholes import register_version
from kuulo.customers.rules import CONSENT_ONLY, AttributeKind, Purpose
from kuulo.customers.rules.segments import (
    NO,
    SEGMENT_PREFIX,
    YES,
    About,
    Group,
    Vocabulary,
    from_json,
)
from kuulo.customers.rules.selecting import select

MOST_CHOICES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A saved filter, with the size it was last measured at (None: not yet)."""

    id: int
    slug: str
    name: str
    filter: Group
    made_by: str
    made_at: datetime
    changed_at: datetime
    size: int | None = None
    of: int | None = None
    measured_on: date | None = None


@dataclass(frozen=True, slots=True)
class SizeView:
    """How many parties a segment had on a day, of how many, and the data version that was counted."""

    day: date
    size: int
    of: int
    data_version: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many parties a filter finds, of how many."""

    size: int
    of: int
    data_version: str = ""


def list_segments() -> tuple[SegmentView, ...]:
    """Return all segments by name, with their last measured sizes."""
    rows = list(Segment.objects.order_by("name", "slug"))
    newest = _newest_sizes()
    return tuple(_view(row, newest.get(row.pk)) for row in rows)


def segment(slug: str) -> SegmentView:
    """Return one segment.

    Raises:
        NotFoundError: There is none of this name.
    """
    row = Segment.objects.filter(slug=slug).first()
    if row is None:
        raise NotFoundError(_("There is no segment “{slug}”."), _("See the list of segments."), slug=slug)
    return _view(row, row.sizes.order_by("-day").first())


def sizes(slug: str) -> tuple[SizeView, ...]:
    """Return the sizes of a segment, one a day at most, oldest first."""
    rows = SegmentSize.objects.filter(segment__slug=slug).order_by("day")
    return tuple(SizeView(row.day, row.size, row.of, row.data_version) for row in rows)


def segment_members(slug: str, *, purpose: Purpose) -> frozenset[int]:
    """Return the parties that are in a segment now, by the numbers of the wholes.

    Args:
        slug: The segment.
        purpose: What for. For a purpose that rests on consent alone, those without it are left out.

    Raises:
        NotFoundError: There is no such segment.
        EngineError: The lake cannot be read.
    """
    return members_of(segment(slug).filter, purpose=purpose)


def members_of(group: Group, *, purpose: Purpose) -> frozenset[int]:
    """Return the parties that a filter finds now, saved or not; see `segment_members`."""
    table = table_for([group])
    found = frozenset(table[PARTY_ID].filter(select(group, table, today=today())).to_pylist())
    if Purpose(purpose) not in CONSENT_ONLY:
        return found
    return frozenset(number for number, may_use in may_use_many(found, purpose).items() if may_use)


def count_members(group: Group) -> Counted:
    """Return how many parties a filter finds now, of how many."""
    table = table_for([group])
    version = read_acts().version if needs_acts([group]) else ""
    return Counted(pc.sum(select(group, table, today=today())).as_py() or 0, table.num_rows, version)


def segments_of(party_id: int, *, purpose: Purpose) -> tuple[SegmentView, ...]:
    """Return the segments that a party is in now, by name; only that party is looked at.

    Raises:
        NotFoundError: There is no such party.
        GuardError: The purpose rests on a consent that the person has not given.
    """
    found = list_segments()
    if not found:
        return ()
    require_use(party_id, purpose)
    whole = whole_id(party_id)
    groups = [each.filter for each in found]
    own = Q(pk=whole) | Q(whole_id=whole)
    told = Q(party_id=whole) | Q(party__whole_id=whole)
    table = with_lists(with_consents(people(own), groups, told), groups, told)
    if needs_acts(groups):
        table = with_own_acts(table, whole, purpose)
    return tuple(each for each in found if select(each.filter, table, today=today())[0].as_py())


def segments_version() -> str:
    """Return a token that changes whenever `segment_columns` could; empty while there is no segment.

    It follows the lake only where a segment asks for behaviour or figures, a minute behind, and consents only where one
    asks for these.
    """
    kept = list(Segment.objects.order_by("pk").values_list("name", "changed_at", "conditions"))
    if not kept:
        return ""
    groups = [from_json(conditions) for _name, _at, conditions in kept]
    parts = [str([(name, at.isoformat()) for name, at, _conditions in kept]), register_version(), today().isoformat()]
    if needs_acts(groups):
        parts.append(acts_version())
    parts.append(lists_version(groups))
    parts.extend(_consents_version(purpose) for purpose in purposes_of(groups))
    return blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def segment_columns() -> pa.Table:
    """Return who is in which segment: ``party_id`` (of the whole) and ``segment: <name>`` with ``yes`` or ``no``.

    For `attributes_table`, so that every figure can be split by segment: ask only where `segments_version` is not
    empty, and keep the result under it.
    """
    return _columns_of_version(segments_version())


def segment_values() -> Mapping[int, Mapping[str, str]]:
    """Return `segment_columns` by party, for whoever goes through parties one by one; empty without segments."""
    return _values_of_version(segments_version())


def vocabulary() -> Vocabulary:
    """Return what filters can be about: attributes that were defined or that anybody has, and measures with scores."""
    table = people_of_version(register_version())
    prefix = f"{About.ATTRIBUTE}: "
    seen = {name.removeprefix(prefix): AttributeKind.TEXT for name in table.column_names if name.startswith(prefix)}
    defined = list(AttributeDefinition.objects.order_by("name"))
    kinds = {row.name: AttributeKind(row.kind) for row in defined}
    choices = {row.name: tuple(row.choices) for row in defined if row.kind == AttributeKind.CHOICE}
    return Vocabulary(attributes=seen | kinds, choices=choices, definitions=scored_definitions(), lists=list_names())


def values_of_attribute(name: str) -> tuple[str, ...]:
    """Return the values an attribute has, in alphabetical order; none where there are too many to list."""
    table = people_of_version(register_version())
    column = f"{About.ATTRIBUTE}: {name}"
    if column not in table.column_names:
        return ()
    found = sorted(value for value in table[column].unique().to_pylist() if value)
    return tuple(found) if len(found) <= MOST_CHOICES else ()


@lru_cache(maxsize=1)
def _values_of_version(version: str) -> Mapping[int, Mapping[str, str]]:
    columns = _columns_of_version(version)
    return {row.pop(PARTY_ID): row for row in columns.to_pylist()}


@lru_cache(maxsize=1)
def _columns_of_version(version: str) -> pa.Table:
    found = list_segments()
    if not version or not found:
        return pa.table({PARTY_ID: pa.array([], pa.int64())})
    table = table_for([each.filter for each in found])
    columns = {PARTY_ID: table[PARTY_ID]}
    for each in found:
        held = select(each.filter, table, today=today())
        columns[f"{SEGMENT_PREFIX}{each.name}"] = pc.if_else(held, YES, NO)
    return pa.table(columns)


def _consents_version(purpose: str) -> str:
    seen = Consent.objects.filter(purpose=purpose).aggregate(Max("changed_at"), Count("pk"))
    return f"{purpose} {seen}"


def _newest_sizes() -> dict[int, SegmentSize]:
    found: dict[int, SegmentSize] = {}
    for size in SegmentSize.objects.order_by("day"):
        found[size.segment_id] = size
    return found


def _view(row: Segment, newest: SegmentSize | None) -> SegmentView:
    return SegmentView(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        filter=from_json(row.conditions),
        made_by=row.made_by,
        made_at=row.made_at,
        changed_at=row.changed_at,
        size=newest.size if newest else None,
        of=newest.of if newest else None,
        measured_on=newest.day if newest else None,
    )
