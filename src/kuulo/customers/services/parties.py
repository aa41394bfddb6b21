"""Writes of parties in bulk, as lists tell of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.customers.models import AttributeChange, Identifier, Party, PartyStage
from kuulo.customers.queries import attribute_definitions, kept_out_among
from kuulo.customers.rules import (
    AttributeDefinitionView,
    Counts,
    PartyIdentifier,
    PartyKind,
    PartyRow,
    Stage,
    lay_over,
    merge_rows,
)
from kuulo.customers.rules.attributes import write_value
from kuulo.customers.rules.names import name_key
from kuulo.customers.rules.stages import StageStep, steps_of_list
from kuulo.customers.services.register import lock_register, note_change, write_keys

CHUNK: Final = 5_000
FIELDS: Final = ("kind", "name", "language", "attributes", "since", "until")
WRITTEN: Final = (*FIELDS, "stage", "name_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Of one registration: by whom, when, and what the attributes are defined as."""

    source: str
    now: datetime
    definitions: Mapping[str, AttributeDefinitionView]

    @property
    def today(self) -> date:
        """The day it is told on, where the organisation is."""
        return timezone.localtime(self.now).date()


@dataclass(slots=True)
class Changes:
    """What a registration adds beside the parties' own rows."""

    attributes: list[AttributeChange] = field(default_factory=list)
    stages: list[PartyStage] = field(default_factory=list)
    renamed: set[int] = field(default_factory=set)


@transaction.atomic
def register_parties(rows: Iterable[PartyRow], *, source: str = "", now: datetime | None = None) -> Counts:
    """Create the parties that are new and lay what is told over those already known; all or nothing.

    The same rows again change nothing. Rows are taken in chunks, so an iterable of any length may be given. What
    changes of an attribute is kept as history; a stage moves by `rules.stages.steps_of_list`.

    Args:
        rows: What is told.
        source: Who tells, such as the name of a list.
        now: When.

    Raises:
        InputError: A row cannot be used, or a value is of another kind than its attribute; the message names it.
    """
    # One registration at a time: two of them would both find an identifier new.
    register = lock_register()
    definitions = {each.name: each for each in attribute_definitions()}
    told = Told(source=source, now=now or timezone.now(), definitions=definitions)
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(merge_rows(_typed(chunk, told)), told)
    if counts.new or counts.changed:
        note_change(register)
    return counts


def _typed(rows: Iterable[PartyRow], told: Told) -> Iterable[PartyRow]:
    if not told.definitions:
        return rows
    return (
        replace(
            row,
            attributes={
                name: write_value(told.definitions.get(name), name, value) for name, value in row.attributes.items()
            },
        )
        for row in rows
    )


def _register_chunk(rows: Mapping[PartyIdentifier, PartyRow], told: Told) -> Counts:
    known = _known_parties(rows)
    changes = Changes()
    new = {identifier: row for identifier, row in rows.items() if identifier not in known}
    # Whoever was erased and is kept out comes back by hand only, whatever lists and traces tell.
    barred = kept_out_among({str(identifier) for identifier in new})
    new = {identifier: row for identifier, row in new.items() if str(identifier) not in barred}
    _create_parties(new, told, changes)
    begins = _begins_of(party.pk for identifier, party in known.items() if _tells_stage(rows[identifier]))
    # By primary key: two identifiers in one chunk may name the same party.
    changed = {
        party.pk: party
        for identifier, party in known.items()
        if _take_over(party, _current(rows[identifier], begins.get(party.pk)), told, changes)
        | _move(party, rows[identifier], begins.get(party.pk), told, changes)
    }
    # An upsert by primary key takes a tenth of bulk_update's time.
    Party.objects.bulk_create(changed.values(), update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)
    AttributeChange.objects.bulk_create(changes.attributes)
    PartyStage.objects.bulk_create(changes.stages, ignore_conflicts=True)
    _write_keys_of(changes.renamed)
    return Counts(
        new=len(new), changed=len(changed), unchanged=len({party.pk for party in known.values()}) - len(changed)
    )


def _known_parties(identifiers: Iterable[PartyIdentifier]) -> dict[PartyIdentifier, Party]:
    """Return the parties already known; two identifiers of one party share one object."""
    by_scheme: dict[str, list[str]] = defaultdict(list)
    for identifier in identifiers:
        by_scheme[identifier.scheme].append(identifier.value)
    parties: dict[int, Party] = {}
    known: dict[PartyIdentifier, Party] = {}
    for scheme, values in by_scheme.items():
        for found in Identifier.objects.filter(scheme=scheme, value__in=values).select_related("party"):
            party = parties.setdefault(found.party_id, found.party)
            known[PartyIdentifier(scheme, found.value)] = party
    return known


def _create_parties(rows: Mapping[PartyIdentifier, PartyRow], told: Told, changes: Changes) -> None:
    made = [
        Party(**_values(row), stage=_first_stage(row, told.today), name_key=name_key(row.name)) for row in rows.values()
    ]
    parties = Party.objects.bulk_create(made)
    Identifier.objects.bulk_create(
        [
            Identifier(
                party=party, scheme=identifier.scheme, value=identifier.value, source=told.source, told_at=told.now
            )
            for identifier, party in zip(rows, parties, strict=True)
        ]
    )
    for party, row in zip(parties, rows.values(), strict=True):
        if _tells_stage(row):
            changes.stages += _first_stages(party, row, told)


def _tells_stage(row: PartyRow) -> bool:
    return row.stage is not None or row.until is not None


def _first_stage(row: PartyRow, today: date) -> Stage:
    """Return where a new party stands: as told; else former where its last day is over; else active."""
    if row.stage is not None:
        return row.stage
    return Stage.FORMER if row.until is not None and row.until <= today else Stage.ACTIVE


def _first_stages(party: Party, row: PartyRow, told: Told) -> list[PartyStage]:
    stage = Stage(party.stage)
    steps = [StageStep(stage=stage, on=_begin_of(stage, row) or told.today, reason=row.reason)]
    if stage is Stage.FORMER and row.since is not None:
        steps.insert(0, StageStep(stage=Stage.ACTIVE, on=row.since))
    return [stage_row(party, step, source=told.source, now=told.now) for step in steps]


def _begin_of(stage: Stage, row: PartyRow) -> date | None:
    return row.until if stage is Stage.FORMER else row.since


def stage_row(party: Party, step: StageStep, *, source: str, now: datetime) -> PartyStage:
    """Return the row of a stage's begin, not yet written."""
    return PartyStage(party=party, stage=step.stage, began_on=step.on, reason=step.reason, source=source, noted_at=now)


def _begins_of(party_ids: Iterable[int]) -> dict[int, date]:
    """Return the day on which the present stage of each party began, where that is noted."""
    rows = PartyStage.objects.filter(party_id__in=set(party_ids)).order_by("began_on", "pk")
    return dict(rows.values_list("party_id", "began_on"))


def _current(row: PartyRow, began: date | None) -> PartyRow:
    """Return the row without a last day that lies before the present stage: the party has come back since."""
    return replace(row, until=None) if row.until is not None and began is not None and row.until < began else row


def _take_over(party: Party, row: PartyRow, told: Told, changes: Changes) -> bool:
    """Lay what is told over the party and return whether that changed it."""
    before = {name: getattr(party, name) for name in FIELDS}
    known = PartyRow(identifier=row.identifier, **{**before, "kind": PartyKind(party.kind)})
    after = _values(lay_over(known, row))
    if after == before:
        return False
    for name, value in after.items():
        setattr(party, name, value)
    changes.attributes += attribute_changes(party, before["attributes"], row.attributes, told.source, told.now)
    if party.name != before["name"]:
        party.name_key = name_key(party.name)
        changes.renamed.add(party.pk)
    return True


def attribute_changes(
    party: Party, before: Mapping[str, str], told: Mapping[str, str], source: str, now: datetime
) -> list[AttributeChange]:
    """Return the history of what is told over what was there, not yet written."""
    return [
        AttributeChange(party=party, name=name, before=before.get(name, ""), after=value, source=source, changed_at=now)
        for name, value in told.items()
        if before.get(name, "") != value
    ]


def _move(party: Party, row: PartyRow, began: date | None, told: Told, changes: Changes) -> bool:
    """Move the party to the stage that is told, if that is news; return whether it moved."""
    if not _tells_stage(row):
        return False
    stage = row.stage or _first_stage(row, told.today)
    held = Stage(party.stage)
    day = _begin_of(stage, row)
    if day is None and began is not None and held is not Stage.PROSPECT:
        # A list without days may be older than what was noted.
        return False
    steps = steps_of_list(held, began, StageStep(stage=stage, on=day or told.today, reason=row.reason))
    if not steps:
        return False
    if began is None:
        first = min(party.since or steps[0].on, steps[0].on)
        changes.stages.append(stage_row(party, StageStep(stage=held, on=first), source="", now=told.now))
    changes.stages += [stage_row(party, step, source=told.source, now=told.now) for step in steps]
    party.stage = steps[-1].stage
    if party.stage == Stage.ACTIVE and row.until is None:
        party.until = None
    return True


def _write_keys_of(renamed: set[int]) -> None:
    """Write the search keys of the wholes that have more names than one; the others have theirs."""
    if not renamed:
        return
    parts = Party.objects.filter(whole_id__in=renamed).values_list("whole_id", flat=True)
    wholes = Party.objects.filter(pk__in=renamed, whole__isnull=False).values_list("whole_id", flat=True)
    write_keys({number for number in (*parts, *wholes) if number is not None})


def _values(row: PartyRow) -> dict[str, object]:
    values = {name: getattr(row, name) for name in FIELDS}
    return values | {"attributes": dict(row.attributes)}
