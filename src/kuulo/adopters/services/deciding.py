"""People decide who is an early adopter; the confirmed are on a list that segments ask for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.adopters.models import Adopter
from kuulo.adopters.queries.adopters import LIST, AdopterView, adopter, segment_of_adopters
from kuulo.adopters.rules import AdopterState, decided
from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.queries import party_ids_of
from kuulo.customers.queries.consents import require_use
from kuulo.customers.queries.lists import list_names
from kuulo.customers.queries.wholes import identifiers_of
from kuulo.customers.rules import Purpose
from kuulo.customers.rules.segments import YES, About, Condition, Group, Op
from kuulo.customers.services.lists import keep_list
from kuulo.customers.services.segments import save_segment

NAME: Final = "Early adopters"
TEXTS: Final = {
    AdopterState.ACCEPTED: _("A customer was confirmed as an early adopter."),
    AdopterState.REJECTED: _("A customer is no early adopter."),
    AdopterState.PROPOSED: _("A decision on an early adopter was taken back."),
}


@transaction.atomic
def decide(*, number: int, wish: AdopterState, by: str, name: str = NAME, now: datetime | None = None) -> AdopterView:
    """Decide on a proposal, or anew; the list and its segment follow.

    Args:
        number: Which one.
        wish: What it shall be.
        by: Who decides; an e-mail address.
        name: What list and segment are called when they are made.
        now: The moment.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: It is decided so already, or the customer does not agree to being profiled.
    """
    row = Adopter.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such early adopter."), _("Load the page again."))
    if wish is AdopterState.ACCEPTED:
        require_use(row.party_id, Purpose.PROFILING)
    row.state = decided(AdopterState(row.state), wish)
    row.decided_by, row.decided_at = by, now or timezone.now()
    row.save()
    _note(row, by, now)
    follow(name=name, by=by, now=row.decided_at)
    return adopter(row.pk)


@transaction.atomic
def name_adopter(*, identifier: str, by: str, name: str = NAME, now: datetime | None = None) -> AdopterView:
    """Confirm a customer whom people know as an early adopter, whatever the search says.

    Raises:
        NotFoundError: Nobody is known by the identifier.
        GuardError: The customer is confirmed already, or does not agree to being profiled.
    """
    party = party_ids_of([identifier.strip()]).get(identifier.strip())
    if party is None:
        raise NotFoundError(
            _("Nobody is known as “{identifier}”."),
            _("Write the identifier as on the customer’s page, such as customer_id:1042."),
            identifier=identifier[:80],
        )
    row, _is_new = Adopter.objects.get_or_create(
        party_id=party, defaults={"found_at": now or timezone.now(), "still": False}
    )
    return decide(number=row.pk, wish=AdopterState.ACCEPTED, by=by, name=name, now=now)


def follow(*, name: str, by: str, now: datetime) -> int:
    """Let the list hold just the confirmed, and a segment ask for it; return how many are on it."""
    accepted = Adopter.objects.filter(state=AdopterState.ACCEPTED).values_list("party_id", flat=True)
    members = [identifier for party in accepted for identifier in identifiers_of(party)]
    kept = keep_list(slug=LIST, name=list_names().get(LIST, name), members=members, now=now)
    if members and segment_of_adopters() is None:
        asked = Condition(about=About.LIST, op=Op.IS, name=LIST, values=(YES,))
        save_segment(name=name, group=Group(parts=(asked,)), by=by, now=now)
    return kept


def _note(row: Adopter, by: str, now: datetime | None) -> None:
    note(
        actor=by,
        verb="decide",
        subject=Subject("adopters", str(row.pk)),
        text=say(TEXTS[AdopterState(row.state)]),
        details={"state": str(row.state), "days": row.days, "by_hand": row.chance is None},
        now=now,
    )
