"""The contact budget: its rules, and the entries other rooms write into its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries import frame_of, parts_of
from kuulo.customers.rules import Channel, Purpose
from kuulo.invitations.models import BudgetRule, Contact
from kuulo.invitations.rules.budget import ContactEntry, Limit, allowed, limits_of
from kuulo.invitations.services.admission import limits_in_force, lock_ledger

LONGEST_DAYS = 730


@transaction.atomic
def note_contact(*, party_id: int, channel: Channel, at: datetime, source: str) -> bool:
    """Spend from the budget for a contact of another room, such as an invitation to an interview.

    Return whether the budget bore it; where it did not, nothing was written and the party must not be contacted.

    Args:
        party_id: Who.
        channel: How.
        at: When it is to happen, or happened.
        source: What for, such as ``research:4``; the same source, party and moment again spends nothing.

    Raises:
        NotFoundError: There is no such party.
    """
    lock_ledger()
    row = frame_of([party_id], purpose=Purpose.SURVEYS).get(party_id)
    if row is None:
        raise NotFoundError(_("There is no party {number}."), number=party_id)
    parts = parts_of([party_id])[party_id]
    if Contact.objects.filter(party_id__in=parts, at=at, source=source).exists():
        return True
    limits = limits_of(limits_in_force(), row.attributes)
    reach = timedelta(days=max((limit.days for limit in limits), default=0))
    past = Contact.objects.filter(party_id__in=parts, at__gt=at - reach, at__lt=at + reach)
    entries = [ContactEntry(channel=each.channel, at=each.at, reminder=each.reminder) for each in past]
    if not allowed(limits, entries, [ContactEntry(channel=channel, at=at)]):
        return False
    Contact.objects.create(party_id=row.party_id, channel=channel, at=at, source=source)
    return True


@transaction.atomic
def set_budget(*, limits: Sequence[Limit]) -> None:
    """Put the rules in place of those in force. Messages planned already keep what they have been given.

    Raises:
        InputError: A rule says nothing sensible.
    """
    for limit in limits:
        _check(limit)
    lock_ledger()
    BudgetRule.objects.all().delete()
    BudgetRule.objects.bulk_create(
        [
            BudgetRule(
                most=limit.most,
                days=limit.days,
                channel=limit.channel,
                attribute=limit.attribute,
                value=limit.value,
                counted=limit.counted,
            )
            for limit in limits
        ]
    )


def _check(limit: Limit) -> None:
    if limit.most < 0 or not 1 <= limit.days <= LONGEST_DAYS:
        raise InputError(
            _("“At most {most} contacts in {days} days” is no rule that can be kept."),
            _("Take 0 contacts or more, and 1–{longest} days."),
            most=limit.most,
            days=limit.days,
            longest=LONGEST_DAYS,
        )
    if limit.channel and limit.channel not in set(Channel):
        raise InputError(
            _("There is no channel called “{name}”."), _("Choose e-mail, SMS or letter."), name=limit.channel
        )
    if bool(limit.attribute) != bool(limit.value):
        raise InputError(_("A rule for some parties needs an attribute and its value."), _("Fill in both, or neither."))
