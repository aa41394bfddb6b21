"""Admission: whether somebody drawn or met is really asked, under the lock of the contact budget.

Everything that spends from the budget passes here or through `note_contact`: it locks the ledger, reads what is spent,
decides and writes, in one transaction. So two rounds that start at once never exceed the budget together.
"""

from __future__ import annotations

import secrets
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from django.db.models import F
from django.utils import timezone

from kuulo.customers.queries import frame_of, parts_of
from kuulo.customers.rules import Basis, Channel, FrameRow, Purpose
from kuulo.invitations.models import BudgetRule, Contact, Invitation, Ledger, Mailing, NotAsked, Round, Trigger
from kuulo.invitations.rules.budget import ContactEntry, Counted, Limit, allowed, limits_of
from kuulo.invitations.rules.narrowing import why_not
from kuulo.invitations.rules.outcomes import ANSWERED, WAITING, Outcome, Reason
from kuulo.invitations.rules.plans import MailingState
from kuulo.invitations.rules.reminders import PlannedReminder, ReminderPlan, next_open, plan_reminders
from kuulo.invitations.rules.samples import Customers, Quota, SampleSpec

REFUSAL_LASTS: Final = timedelta(days=365)
TOKEN_BYTES: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One asking under the lock: what the decision needs beside the party.

    Attributes:
        asking: The round or trigger.
        spec: Its sample or filter.
        plan: Its reminders.
        limits: The budget's rules in force.
        now: The moment of the decision.
    """

    asking: Round | Trigger
    spec: SampleSpec
    plan: ReminderPlan
    limits: Sequence[Limit]
    now: datetime

    @property
    def channel(self) -> Channel:
        """The channel of its messages."""
        return Channel(self.asking.channel)


@dataclass(slots=True, kw_only=True)
class Known:
    """What is known of the parties of one chunk.

    ``rows`` and ``trackable`` are by the number that was asked for; what was spent, refused and waited for is by the
    number of the whole, so that one customer with two rows is asked once.
    """

    rows: Mapping[int, FrameRow]
    trackable: Mapping[int, FrameRow]
    spent: dict[int, list[ContactEntry]]
    refused: frozenset[int]
    waiting: set[int]
    full: frozenset[tuple[str, str]]


def new_token() -> str:
    """Return a new token of 128 bits, 22 characters fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def lock_ledger() -> None:
    """Let those who spend from the budget take turns until the end of the transaction."""
    Ledger.objects.get_or_create(pk=1)
    Ledger.objects.select_for_update().get(pk=1)


def limits_in_force() -> list[Limit]:
    """Return the budget's rules that are active."""
    return [
        Limit(
            most=rule.most,
            days=rule.days,
            channel=rule.channel,
            attribute=rule.attribute,
            value=rule.value,
            counted=Counted(rule.counted),
        )
        for rule in BudgetRule.objects.filter(active=True)
    ]


def asked_by(asking: Round | Trigger, now: datetime) -> Asked:
    """Return what decisions about a round's or trigger's parties need."""
    return Asked(
        asking=asking,
        spec=msgspec.convert(asking.spec, SampleSpec),
        plan=msgspec.convert(asking.reminders, ReminderPlan),
        limits=limits_in_force(),
        now=now,
    )


def know(asked: Asked, party_ids: Collection[int], *, besides: Collection[int] = ()) -> Known:
    """Return what is known of parties at this moment; the ledger must be locked. ``besides``: invitations at hand."""
    instrument_id = asked.asking.instrument_id
    parts = parts_of(party_ids)
    whole = {part: members[0] for members in parts.values() for part in members}
    earlier = Invitation.objects.filter(instrument_id=instrument_id, party_id__in=whole).exclude(pk__in=besides)
    if isinstance(asked.asking, Round) and asked.asking.parent_id is not None:
        # The quiet ones of a round are asked because its invitations still wait.
        earlier = earlier.exclude(round_id=asked.asking.parent_id)
    refused = earlier.filter(outcome=Outcome.REFUSED, outcome_at__gte=asked.now - REFUSAL_LASTS)
    waiting = earlier.filter(outcome__in=[*WAITING, Outcome.PLANNED])
    still = waiting.exclude(expires_at__lte=asked.now)
    return Known(
        rows=frame_of(party_ids, purpose=Purpose.SURVEYS, now=asked.now),
        trackable=frame_of(party_ids, purpose=Purpose.TRACKING, now=asked.now),
        spent=_spent(asked, whole),
        refused=frozenset(whole[number] for number in refused.values_list("party_id", flat=True) if number is not None),
        waiting={whole[number] for number in still.values_list("party_id", flat=True) if number is not None},
        full=full_cells(asked.asking, asked.spec.quotas),
    )


def why_left_out(asked: Asked, known: Known, party_id: int | None) -> Reason | None:
    """Return why a party is not asked, the budget aside; None where it may be."""
    row = known.rows.get(party_id) if party_id is not None else None
    if row is None:
        return Reason.UNKNOWN_PARTY
    if row.party_id in known.refused:
        return Reason.REFUSED
    if row.party_id in known.waiting:
        return Reason.ALREADY_INVITED
    if any((quota.attribute, row.value_of(quota.attribute)) in known.full for quota in asked.spec.quotas):
        return Reason.QUOTA_FULL
    if has_left(row, asked.spec, asked.now):
        return Reason.LEFT
    return why_not(row.contact(asked.channel), Basis(asked.asking.basis))


def has_left(row: FrameRow, spec: SampleSpec, now: datetime) -> bool:
    """Return whether current customers were meant and the party is none any more."""
    today = timezone.localtime(now).date()
    return spec.customers is Customers.CURRENT and row.until is not None and row.until < today


def full_cells(asking: Round | Trigger, quotas: Sequence[Quota]) -> frozenset[tuple[str, str]]:
    """Return the quotas that have all the answers they need."""
    needed = {(each.attribute, each.value): each.complete for each in quotas if each.complete is not None}
    if not needed:
        return frozenset()
    answered: Counter[tuple[str, str]] = Counter()
    rows = asking.invitations.filter(outcome__in=ANSWERED).values_list("attributes", "language")
    for attributes, language in rows.iterator():
        answered.update({**attributes, "language": language}.items())
    return frozenset(cell for cell, number in needed.items() if answered[cell] >= number)


def plan_messages(asked: Asked, known: Known, invitation: Invitation, first_at: datetime) -> list[Mailing]:
    """Return the messages the budget allows for an invitation: none, the invitation, or with its reminders.

    Where the budget does not bear all reminders, the last ones are left out. What is returned counts as spent.
    """
    zone = ZoneInfo(timezone.get_default_timezone_name())
    # A text message wakes people up; an e-mail and a letter do not.
    opens = next_open(first_at, asked.plan, zone) if asked.channel is Channel.SMS else first_at
    reminders = plan_reminders(
        asked.plan,
        first_at=opens,
        key=invitation.identifier or str(invitation.party_id),
        seed=asked.asking.seed,
        zone=zone,
    )
    row = known.rows[invitation.party_id or 0]
    limits = limits_of(asked.limits, row.attributes)
    past = known.spent.setdefault(row.party_id, [])
    for kept in range(len(reminders), -1, -1):
        wanted = _entries(asked.channel, opens, reminders[:kept])
        if allowed(limits, past, wanted):
            past.extend(wanted)
            return _mailings(invitation, opens, reminders[:kept])
    return []


def write_messages(asked: Asked, mailings: Sequence[Mailing]) -> None:
    """Write messages and their entries in the ledger."""
    Mailing.objects.bulk_create(mailings)
    source = source_of(asked.asking)
    entries = [
        Contact(
            party_id=mailing.invitation.party_id or 0,
            channel=asked.channel,
            at=mailing.due_at,
            source=source,
            reminder=mailing.number > 0,
            mailing=mailing,
        )
        for mailing in mailings
    ]
    Contact.objects.bulk_create(entries)
    Ledger.objects.filter(pk=1).update(entries=F("entries") + len(entries))


def source_of(asking: Round | Trigger) -> str:
    """Return how the ledger names a round or trigger."""
    return f"{'round' if isinstance(asking, Round) else 'trigger'}:{asking.pk}"


def not_asked(asked: Asked, invitation: Invitation, reason: Reason) -> NotAsked:
    """Return the row that says why a party was left out."""
    return NotAsked(
        round_id=invitation.round_id,
        trigger_id=invitation.trigger_id,
        event=invitation.event,
        party_id=invitation.party_id,
        identifier=invitation.identifier,
        stratum=invitation.stratum,
        reason=reason,
        at=asked.now,
    )


def take_contact(invitation: Invitation, asked: Asked, known: Known) -> None:
    """Write the party's present address and language on the invitation, and whether it may be watched."""
    row = known.rows[invitation.party_id or 0]
    tracked = known.trackable[invitation.party_id or 0].contact(asked.channel)
    invitation.address = row.contact(asked.channel).address
    invitation.recipient, invitation.language = row.name, row.language
    invitation.tracking_allowed = tracked.may_be_asked(Basis.CONSENT)


def _spent(asked: Asked, whole: Mapping[int, int]) -> dict[int, list[ContactEntry]]:
    reach = max((limit.days for limit in asked.limits), default=0)
    since = asked.now - timedelta(days=reach)
    rows = Contact.objects.filter(party_id__in=whole, at__gt=since)
    spent: dict[int, list[ContactEntry]] = defaultdict(list)
    for party_id, channel, at, reminder in rows.values_list("party_id", "channel", "at", "reminder"):
        spent[whole[party_id]].append(ContactEntry(channel=channel, at=at, reminder=reminder))
    return spent


def _entries(channel: Channel, first_at: datetime, reminders: Sequence[PlannedReminder]) -> list[ContactEntry]:
    first = ContactEntry(channel=channel, at=first_at)
    return [first, *(ContactEntry(channel=channel, at=each.at, reminder=True) for each in reminders)]


def _mailings(invitation: Invitation, first_at: datetime, reminders: Sequence[PlannedReminder]) -> list[Mailing]:
    first = Mailing(invitation=invitation, number=0, state=MailingState.PLANNED, due_at=first_at)
    return [
        first,
        *(
            Mailing(
                invitation=invitation,
                number=each.number,
                state=MailingState.PLANNED,
                due_at=each.at,
                window_start=each.window_start,
                window_end=each.window_end,
                randomised=True,
            )
            for each in reminders
        ),
    ]
