"""Writes of consents: asked, given, withdrawn, expired."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Consent, Party
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import ANY_CHANNEL, Basis, Channel, ConsentRow, ConsentState, ConsentStep, Counts, Purpose
from kuulo.customers.rules.consents import OPEN, after

CHUNK = 5_000
Place = tuple[int, str, str]
"""Party, purpose, channel."""


@transaction.atomic
def ask_consent(
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    text_version: str = "",
    source: str = "",
) -> None:
    """Note that a party was asked for consent; nothing where one is asked for or given already."""
    _lock(party_id)
    if _open(party_id, purpose, channel) is None:
        Consent.objects.create(
            party_id=party_id,
            purpose=purpose,
            channel=channel,
            text_version=text_version,
            source=source,
            state=ConsentState.ASKED,
            asked_at=at,
            changed_at=at,
        )


@transaction.atomic
def give_consent(
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    text_version: str = "",
    expires_at: datetime | None = None,
) -> bool:
    """Note that a party agreed; return whether that was new. Who asked before and who came unasked are one."""
    _lock(party_id)
    held = _open(party_id, purpose, channel)
    if held is not None and held.state == ConsentState.GIVEN:
        return False
    consent = held or Consent(party_id=party_id, purpose=purpose, channel=channel, state=ConsentState.ASKED)
    consent.state = after(ConsentState(consent.state), ConsentStep.GIVE)
    consent.basis, consent.expires_at = Basis.CONSENT, expires_at
    consent.text_version = text_version or consent.text_version
    consent.given_at = consent.changed_at = at
    consent.save()
    return True


@transaction.atomic
def withdraw_consent(
    *,
    party_id: int,
    at: datetime,
    purpose: Purpose = Purpose.SURVEYS,
    channel: str = ANY_CHANNEL,
    source: str = "",
) -> bool:
    """Note that a party does not want to be contacted for a purpose; return whether that was new.

    As easy as giving (GDPR 7(3)): it needs no earlier consent; without one it is an objection (GDPR 21). On ``any``
    channel it ends the consents of single channels too.
    """
    _lock(party_id)
    held = Consent.objects.filter(party_id=party_id, purpose=purpose, state__in=OPEN)
    places = held if channel == ANY_CHANNEL else held.filter(channel=channel)
    for consent in places:
        _end(consent, ConsentStep.WITHDRAW, at, source)
    newest = Consent.objects.filter(party_id=party_id, purpose=purpose, channel=channel).order_by("changed_at", "pk")
    last = newest.last()
    if last is not None and last.state == ConsentState.WITHDRAWN:
        return last.ended_at == at
    objection = Consent(party_id=party_id, purpose=purpose, channel=channel, state=ConsentState.ASKED)
    _end(objection, ConsentStep.WITHDRAW, at, source)
    return True


@transaction.atomic
def expire_consents(*, now: datetime) -> int:
    """End the consents whose day has come; return how many."""
    due = Consent.objects.filter(state=ConsentState.GIVEN, expires_at__lte=now)
    state = after(ConsentState.GIVEN, ConsentStep.EXPIRE)
    return due.update(state=state, ended_at=now, changed_at=now)


@transaction.atomic
def register_consents(rows: Iterable[ConsentRow]) -> Counts:
    """Write down what a list says of consents of registered parties; the same rows again change nothing.

    A list is never newer than a person's own word: a consent it tells of does not undo one that was withdrawn for the
    purpose, on whatever channel.

    Raises:
        GuardError: A row tells another state than given or withdrawn.
    """
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(chunk)
    return counts


def _register_chunk(rows: Sequence[ConsentRow]) -> Counts:
    ids = party_ids_of({row.identifier for row in rows})
    told = {(ids[row.identifier], row.purpose.value, row.channel): row for row in rows if row.identifier in ids}
    parties = set(ids.values())
    # One list at a time for the same parties, and by number, so that two cannot wait for each other.
    list(Party.objects.select_for_update().filter(pk__in=parties).order_by("pk").values_list("pk"))
    newest: dict[Place, ConsentState] = {}
    for consent in Consent.objects.filter(party_id__in=parties).order_by("changed_at", "pk"):
        newest[consent.party_id, consent.purpose, consent.channel] = ConsentState(consent.state)
    changes = {place: row for place, row in told.items() if _changes(place, row, newest)}
    known = {place[0] for place in newest}
    # Who has consents already goes through the steps of a life; for the many who have none, rows are written at once.
    Consent.objects.bulk_create([_first(place, row) for place, row in changes.items() if place[0] not in known])
    for place, row in changes.items():
        if place[0] in known:
            _step(place[0], row)
    return Counts(new=len(changes), unchanged=len(told) - len(changes))


def _changes(place: Place, row: ConsentRow, newest: Mapping[Place, ConsentState]) -> bool:
    if row.state is ConsentState.WITHDRAWN:
        return newest.get(place) is not ConsentState.WITHDRAWN
    if row.state is not ConsentState.GIVEN:
        raise GuardError(_("A list can only tell of consents given or withdrawn."))
    said_no = any(newest.get((*place[:2], channel)) is ConsentState.WITHDRAWN for channel in (*Channel, ANY_CHANNEL))
    return not said_no and newest.get(place) is not ConsentState.GIVEN


def _first(place: Place, row: ConsentRow) -> Consent:
    party_id, purpose, channel = place
    given = row.state is ConsentState.GIVEN
    return Consent(
        party_id=party_id,
        purpose=purpose,
        channel=channel,
        state=row.state,
        text_version=row.text_version,
        source=row.text_version,
        given_at=row.at if given else None,
        ended_at=None if given else row.at,
        changed_at=row.at,
    )


def _step(party_id: int, row: ConsentRow) -> None:
    if row.state is ConsentState.GIVEN:
        give_consent(
            party_id=party_id, at=row.at, purpose=row.purpose, channel=row.channel, text_version=row.text_version
        )
    else:
        withdraw_consent(
            party_id=party_id, at=row.at, purpose=row.purpose, channel=row.channel, source=row.text_version
        )


def _lock(party_id: int) -> None:
    """Let writers of one party's consents take turns."""
    Party.objects.select_for_update().get(pk=party_id)


def _open(party_id: int, purpose: Purpose, channel: str) -> Consent | None:
    return Consent.objects.filter(party_id=party_id, purpose=purpose, channel=channel, state__in=OPEN).first()


def _end(consent: Consent, step: ConsentStep, at: datetime, source: str) -> None:
    consent.state = after(ConsentState(consent.state), step)
    consent.source = source or consent.source
    consent.ended_at = consent.changed_at = at
    consent.save()
