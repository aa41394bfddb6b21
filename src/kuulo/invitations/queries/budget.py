"""The contact budget as it is in force, and what was spent of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils import timezone

from kuulo.customers.rules import Channel
from kuulo.invitations.models import BudgetRule, Contact
from kuulo.invitations.rules.budget import Counted, Limit

LOOK_BACK: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """Contacts on one channel in the last 30 days, and those still to come."""

    channel: Channel
    contacts: int
    people: int
    to_come: int


def limits_in_force() -> tuple[Limit, ...]:
    """Return the rules of the budget."""
    return tuple(
        Limit(
            most=row.most,
            days=row.days,
            channel=row.channel,
            attribute=row.attribute,
            value=row.value,
            counted=Counted(row.counted),
        )
        for row in BudgetRule.objects.filter(active=True)
    )


def contacts_by_channel(now: datetime | None = None) -> tuple[Spent, ...]:
    """Return what was spent by channel; a channel without contacts is there with zeros."""
    moment = now or timezone.now()
    past = Contact.objects.filter(at__gt=moment - LOOK_BACK, at__lte=moment).values_list("channel")
    spent = {row[0]: row[1:] for row in past.annotate(Count("pk"), Count("party", distinct=True)).order_by()}
    coming = dict(Contact.objects.filter(at__gt=moment).values_list("channel").annotate(Count("pk")).order_by())
    return tuple(
        Spent(
            channel=channel,
            contacts=spent.get(channel, (0, 0))[0],
            people=spent.get(channel, (0, 0))[1],
            to_come=coming.get(channel, 0),
        )
        for channel in Channel
    )
