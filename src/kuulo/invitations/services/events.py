"""What triggers do: look for what happened, and ask whoever it happened to, once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.ids import derived_id
from kuulo.base.texts import mark as _
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import FrameRow, parse_identifier
from kuulo.instruments.queries import live_version_by_id
from kuulo.invitations.models import Invitation, Mailing, NotAsked, Trigger
from kuulo.invitations.queries.triggers import trigger_of_token
from kuulo.invitations.rules.chance import chance
from kuulo.invitations.rules.events import Encounter, Event
from kuulo.invitations.rules.narrowing import is_meant
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.reminders import next_open
from kuulo.invitations.services.admission import (
    Asked,
    Known,
    asked_by,
    know,
    lock_ledger,
    new_token,
    not_asked,
    write_messages,
)
from kuulo.invitations.services.admitting import admit
from kuulo.invitations.services.happenings import events_of
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

CHUNK: Final = 500
ENCOUNTERS: Final = "encounters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What came of events.

    Attributes:
        asked: Invitations made.
        repeated: Events known already.
        passed: Parties the trigger's filter does not mean.
        left_out: The others, by reason.
    """

    asked: int = 0
    repeated: int = 0
    passed: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: Fired) -> Fired:
        return Fired(
            asked=self.asked + other.asked,
            repeated=self.repeated + other.repeated,
            passed=self.passed + other.passed,
            left_out=Counter(self.left_out) + Counter(other.left_out),
        )


def notice_encounter(encounter: Encounter, *, received_at: datetime | None = None) -> bool:
    """Record an encounter as a signal; return whether it was new to the outbox. The same id again changes nothing.

    Raises:
        InputError: The party, the kind or the moment cannot be used.
    """
    party = str(parse_identifier(encounter.party))
    signal_id = derived_id(encounter.kind, ENCOUNTERS, encounter.id)
    signal = Signal(
        signal_id=signal_id,
        kind=encounter.kind,
        occurred_at=encounter.occurred_at,
        received_at=received_at or timezone.now(),
        party=party,
        touchpoint=encounter.touchpoint or None,
        channel=encounter.channel or None,
        source=ENCOUNTERS,
        response_id=signal_id,
        question="",
        definition=None,
        value=None,
        text=None,
        scale_min=None,
        scale_max=None,
        direction=None,
        wording="",
        state="shown",
        language=encounter.language or None,
        weight=None,
        attributes=dict(encounter.attributes),
    )
    return record_signals([signal]) > 0


def evaluate_triggers(*, now: datetime | None = None) -> Fired:
    """Let every active trigger look at what happened since it last looked; return what came of it.

    Safe to be cut short anywhere and run again: each event is asked about once, and the mark of what was seen moves
    only after everything before it was dealt with.

    Raises:
        EngineError: The lake cannot be read.
    """
    moment = now or timezone.now()
    total = Fired()
    for row in Trigger.objects.filter(active=True).exclude(kind=TriggerKind.API):
        total += ask_about(row.pk, events_of(row, moment), now=moment)
        Trigger.objects.filter(pk=row.pk, seen_to__lt=moment).update(seen_to=moment)
    return total


def fire_trigger(token: str, event: Event, *, now: datetime | None = None) -> Fired:
    """Let another system set off a trigger for one party; the same event key again asks nobody.

    Raises:
        NotFoundError: The token names no active trigger.
        InputError: The party cannot be an identifier.
    """
    trigger_id = trigger_of_token(token)
    if trigger_id is None:
        raise NotFoundError(_("This token sets off no trigger."), _("Check the token, and that the trigger is active."))
    parse_identifier(event.party)
    return ask_about(trigger_id, [event], now=now or timezone.now())


def ask_about(trigger_id: int, events: Sequence[Event], *, now: datetime) -> Fired:
    """Ask whoever events happened to, each event once; what keeps somebody from being asked is noted."""
    total = Fired()
    remaining = iter(events)
    while chunk := list(islice(remaining, CHUNK)):
        total += _ask_chunk(trigger_id, chunk, now)
    return total


@dataclass(slots=True, kw_only=True)
class Batch:
    """What a chunk of events comes to, before it is written."""

    invitations: list[Invitation] = field(default_factory=list)
    mailings: list[Mailing] = field(default_factory=list)
    left_out: list[NotAsked] = field(default_factory=list)
    passed: int = 0


@transaction.atomic
def _ask_chunk(trigger_id: int, events: Sequence[Event], now: datetime) -> Fired:
    row = Trigger.objects.select_for_update().filter(pk=trigger_id, active=True).first()
    if row is None:
        return Fired()
    lock_ledger()
    fresh = _fresh(row, events)
    asked = asked_by(row, now)
    batch = _sort_out(row, list(fresh.values()), asked)
    Invitation.objects.bulk_create(batch.invitations)
    NotAsked.objects.bulk_create(batch.left_out)
    write_messages(asked, batch.mailings)
    return Fired(
        asked=len(batch.invitations),
        repeated=len(events) - len(fresh),
        passed=batch.passed,
        left_out=Counter(each.reason for each in batch.left_out),
    )


def _sort_out(row: Trigger, events: Sequence[Event], asked: Asked) -> Batch:
    """Decide about each event in turn; who is asked about one of them is invited already for the next."""
    ids = _ids_of(events)
    known = know(asked, set(ids.values()))
    today = timezone.localtime(asked.now).date()
    batch = Batch()
    for event in events:
        party = known.rows.get(ids.get(event.party, 0))
        if party is not None and not is_meant(party, asked.spec, today):
            batch.passed += 1
            continue
        invitation = _invitation(row, event, party)
        reason = _decide(asked, known, invitation, batch.mailings, event)
        if reason is None:
            batch.invitations.append(invitation)
            known.waiting.add(invitation.party_id or 0)
        else:
            batch.left_out.append(not_asked(asked, invitation, reason))
    return batch


def _fresh(row: Trigger, events: Sequence[Event]) -> dict[str, Event]:
    """Return the events this trigger has not dealt with, by key."""
    by_key = {event.key[:160]: event for event in events}
    for known in (row.invitations, row.not_asked):
        for key in known.filter(event__in=by_key).values_list("event", flat=True):
            by_key.pop(key, None)
    return by_key


def _ids_of(events: Collection[Event]) -> dict[str, int]:
    """Return the numbers of the parties of events; by our own number where a party has no identifier."""
    numbered = {event.party: int(event.party[1:]) for event in events if re.fullmatch(r"#\d{1,18}", event.party)}
    return party_ids_of({event.party for event in events}) | numbered


def _invitation(row: Trigger, event: Event, party: FrameRow | None) -> Invitation:
    own = dict(party.attributes) if party else {}
    return Invitation(
        token=new_token(),
        trigger=row,
        event=event.key[:160],
        instrument_id=row.instrument_id,
        party_id=party.party_id if party else None,
        identifier=party.party if party else event.party[:310],
        channel=row.channel,
        attributes=own | dict(event.attributes),
        touchpoint=event.touchpoint or row.touchpoint,
        probability=row.share,
        weight=1 / row.share,
        outcome=Outcome.DRAWN,
    )


def _decide(asked: Asked, known: Known, invitation: Invitation, mailings: list[Mailing], event: Event) -> Reason | None:
    row = asked.asking
    if chance(event.key, row.seed, purpose="trigger") >= (invitation.probability or 1):
        return Reason.NOT_DRAWN
    if live_version_by_id(row.instrument_id) is None:
        return Reason.NO_INSTRUMENT
    return admit(asked, known, invitation, mailings, first_at=_first_at(asked, event))


def _first_at(asked: Asked, event: Event) -> datetime:
    row = asked.asking
    if not isinstance(row, Trigger):
        return asked.now
    first_at = max(event.at + timedelta(minutes=row.delay_minutes), asked.now)
    if row.kind in {TriggerKind.AT_DATE, TriggerKind.WHEN_LEAVES}:
        # A day begins at midnight, when nobody wants a message.
        return next_open(first_at, asked.plan, ZoneInfo(timezone.get_default_timezone_name()))
    return first_at
