"""Writes of one party: made and changed by hand, its identifiers, its stage."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Identifier, Party, PartyStage
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyKind, PartyRow, Stage, parse_identifier
from kuulo.customers.rules.names import name_key
from kuulo.customers.rules.stages import StageStep, check_step, strongest
from kuulo.customers.services.kept_out import let_in
from kuulo.customers.services.parties import register_parties, stage_row
from kuulo.customers.services.register import lock_register, note_change, rows_of, write_keys

OWN_SCHEME = "kuulo"
"""Of parties that nobody gave an identifier: what they do needs one to be noted under."""


@transaction.atomic
def create_party(*, row: PartyRow, source: str = "", now: datetime | None = None) -> int:
    """Create a party and return its number; without an identifier it gets one of our own.

    Raises:
        InputError: The row cannot be used.
        GuardError: Its identifier names a party already.
    """
    moment = now or timezone.now()
    register = lock_register()
    if row.identifier:
        known = party_ids_of([str(parse_identifier(row.identifier))])
        if known:
            raise GuardError(
                _("{identifier} is known already: party {number}."),
                _("Change that one instead."),
                identifier=row.identifier,
                number=next(iter(known.values())),
            )
        let_in([str(parse_identifier(row.identifier))])
        register_parties([row], source=source, now=moment)
        return party_ids_of([str(parse_identifier(row.identifier))])[str(parse_identifier(row.identifier))]
    party = Party.objects.create(
        kind=row.kind,
        name=row.name,
        language=row.language,
        stage=row.stage or Stage.ACTIVE,
        since=row.since,
        name_key=name_key(row.name),
    )
    own = f"{OWN_SCHEME}:{party.pk}"
    Identifier.objects.create(party=party, scheme=OWN_SCHEME, value=str(party.pk), source=source, told_at=moment)
    if row.stage is not None:
        first = StageStep(stage=row.stage, on=row.since or timezone.localtime(moment).date(), reason=row.reason)
        stage_row(party, first, source=source, now=moment).save()
    register_parties([PartyRow(identifier=own, kind=row.kind, attributes=row.attributes)], source=source, now=moment)
    note_change(register)
    return party.pk


@transaction.atomic
def change_party(
    *,
    party_id: int,
    name: str | None = None,
    kind: PartyKind | None = None,
    language: str | None = None,
    since: date | None = None,
) -> None:
    """Change what a party is called, what it is, its language or its first day; None leaves it.

    Raises:
        NotFoundError: There is no such party.
        GuardError: The first day would lie after the last one.
    """
    register = lock_register()
    row = rows_of(party_id)[0]
    if since is not None and row.until is not None and row.until < since:
        raise GuardError(
            _("Order of days: the first day {since} lies after the last one, {until}."),
            since=since.isoformat(),
            until=row.until.isoformat(),
        )
    row.name = row.name if name is None else name.strip()[:250]
    row.kind = kind or row.kind
    row.language = row.language if language is None else language
    row.since = since or row.since
    row.save(update_fields=["name", "kind", "language", "since"])
    write_keys([row.pk])
    note_change(register)


@transaction.atomic
def change_stage(
    *, party_id: int, stage: Stage, on: date, reason: str = "", source: str = "", now: datetime | None = None
) -> None:
    """Let a new stage begin; where the party is one with others, they leave together.

    Raises:
        NotFoundError: There is no such party.
        GuardError: The order, the day or a missing reason forbids it; see `rules.stages.check_step`.
    """
    register = lock_register()
    rows = rows_of(party_id)
    held = strongest(Stage(row.stage) for row in rows)
    step = StageStep(stage=stage, on=on, reason=reason.strip())
    standing = [row for row in rows if row.stage == held]
    check_step(held, max((day for day in map(_began, standing) if day), default=None), step)
    moment = now or timezone.now()
    for row in standing if stage is Stage.FORMER else standing[:1]:
        _step(row, step, source, moment)
    note_change(register)


@transaction.atomic
def add_identifier(*, party_id: int, identifier: str, source: str = "", now: datetime | None = None) -> bool:
    """Give a party a further identifier; return whether that was new.

    Raises:
        InputError: It is no identifier.
        NotFoundError: There is no such party.
        GuardError: It names another party; parties are joined by `link_parties`, which can be undone.
    """
    register = lock_register()
    parsed = parse_identifier(identifier)
    whole = rows_of(party_id)[0].pk
    held = party_ids_of([str(parsed)]).get(str(parsed))
    if held == whole:
        return False
    if held is not None:
        raise GuardError(
            _("{identifier} names another party, {number}."),
            _("Where both are the same, join the two: that can be undone."),
            identifier=str(parsed),
            number=held,
        )
    let_in([str(parsed)])
    Identifier.objects.create(
        party_id=party_id, scheme=parsed.scheme, value=parsed.value, source=source, told_at=now or timezone.now()
    )
    note_change(register)
    return True


@transaction.atomic
def remove_identifier(*, party_id: int, identifier: str) -> None:
    """Take an identifier from a party; signals that carry it belong to nobody from then on.

    Raises:
        NotFoundError: The party has no such identifier.
        GuardError: It is the last one: what the party does could not be noted any more.
    """
    register = lock_register()
    parsed = parse_identifier(identifier)
    held = Identifier.objects.filter(party__in=rows_of(party_id))
    found = held.filter(scheme=parsed.scheme, value=parsed.value).first()
    if found is None:
        raise NotFoundError(_("Party {number} has no identifier {identifier}."), number=party_id, identifier=identifier)
    if held.filter(party_id=found.party_id).count() == 1:
        raise GuardError(
            _("{identifier} is the only identifier of the party."), _("Add another one first."), identifier=identifier
        )
    found.delete()
    note_change(register)


def _began(row: Party) -> date | None:
    noted = PartyStage.objects.filter(party=row).order_by("began_on", "pk").last()
    if noted is not None:
        return noted.began_on
    return row.until if row.stage == Stage.FORMER else row.since


def _step(row: Party, step: StageStep, source: str, now: datetime) -> None:
    if not row.stages.exists():
        first = StageStep(stage=Stage(row.stage), on=min(_began(row) or step.on, step.on))
        stage_row(row, first, source="", now=now).save()
    # Back and forth on one day: what came last counts, and stands last.
    row.stages.filter(stage=step.stage, began_on=step.on).delete()
    stage_row(row, step, source=source, now=now).save()
    row.stage = step.stage
    if step.stage is Stage.FORMER:
        row.until = step.on
    else:
        row.since, row.until = row.since or step.on, None
    row.save(update_fields=["stage", "since", "until"])
