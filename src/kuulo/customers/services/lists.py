"""Writes of lists of parties: the room that keeps a list replaces it whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.customers.models import PartyList, PartyListMember
from kuulo.customers.queries.segments import list_segments
from kuulo.customers.queries.wholes import chunks, rows_named
from kuulo.customers.rules.segments import About


@transaction.atomic
def keep_list(*, slug: str, name: str, members: Collection[str], now: datetime | None = None) -> int:
    """Let a list hold just these parties and return how many it holds; unchanged where it held them already.

    Args:
        slug: Name in filters; it stays when the name people read changes.
        name: What people read.
        members: Identifiers ``scheme:value``; those that name nobody are passed over.
        now: The moment of the change.
    """
    wanted = set(rows_named(members).values())
    moment = now or timezone.now()
    kept, is_new = PartyList.objects.select_for_update().get_or_create(
        slug=slug, defaults={"name": name, "changed_at": moment}
    )
    held = set() if is_new else set(kept.members.values_list("party_id", flat=True))
    for chunk in chunks(sorted(held - wanted)):
        kept.members.filter(party_id__in=chunk).delete()
    PartyListMember.objects.bulk_create(
        [PartyListMember(party_list=kept, party_id=number) for number in sorted(wanted - held)], batch_size=1_000
    )
    if held != wanted or kept.name != name:
        PartyList.objects.filter(pk=kept.pk).update(name=name, changed_at=moment)
    return len(wanted)


@transaction.atomic
def remove_list(*, slug: str) -> None:
    """Remove a list; a repeat removes nothing more.

    Raises:
        GuardError: A segment asks for it; the message names the segments.
    """
    asking = [
        each.name
        for each in list_segments()
        if any(part.about is About.LIST and part.name == slug for part in each.filter.conditions())
    ]
    if asking:
        raise GuardError(
            _("Segments ask for the list: {names}."),
            _("Change or remove these segments first."),
            names=", ".join(asking),
        )
    PartyList.objects.filter(slug=slug).delete()
