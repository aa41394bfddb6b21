"""Joining parties that are one, and undoing it; what follows is computed again for those concerned only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Link, Party
from kuulo.customers.queries.party import link_views
from kuulo.customers.rules import LinkKind, LinkView
from kuulo.customers.rules.identities import wholes
from kuulo.customers.services.register import lock_register, note_change, rows_of, write_keys


@transaction.atomic
def link_parties(  # noqa: PLR0913 -- a link says why: all but the two parties can be left out
    *,
    first_id: int,
    second_id: int,
    kind: LinkKind = LinkKind.MANUAL,
    reason: Mapping[str, object] | None = None,
    probability: float | None = None,
    by: str = "",
    now: datetime | None = None,
) -> LinkView:
    """Hold two parties to be one from now on; a link between the two that holds already is returned as it is.

    Args:
        first_id: One party.
        second_id: The other.
        kind: How it is known.
        reason: What speaks for it: the rule, or columns and match weights.
        probability: Of a probabilistic link, 0–1.
        by: Who says so.
        now: When.

    Raises:
        InputError: It is the same party twice, or the probability is none.
        NotFoundError: There is no such party.
        GuardError: A person cannot be one with an organisation or a household.
    """
    if first_id == second_id:
        raise InputError(_("Party {number} is one with itself already."), _("Name two parties."), number=first_id)
    if probability is not None and not 0 <= probability <= 1:
        raise InputError(_("{value} is no probability."), _("Give a number from 0 to 1."), value=probability)
    register = lock_register()
    members = {row.pk: row for number in (first_id, second_id) for row in rows_of(number)}
    if len({members[first_id].kind, members[second_id].kind}) > 1:
        raise GuardError(
            _("Kinds of parties: {first} and {second} are of different kinds and cannot be one."),
            _("Note a relation between the two instead."),
            first=first_id,
            second=second_id,
        )
    low, high = sorted((first_id, second_id))
    link, is_new = Link.objects.get_or_create(
        first_id=low,
        second_id=high,
        undone_at=None,
        defaults={
            "kind": kind,
            "reason": dict(reason or {}),
            "probability": probability,
            "made_at": now or timezone.now(),
            "made_by": by,
        },
    )
    if is_new:
        _settle(members)
        note_change(register)
    return link_views([link])[0]


@transaction.atomic
def undo_link(*, link_id: int, by: str = "", now: datetime | None = None) -> LinkView:
    """Undo a link: the two stand for themselves again, unless other links still join them.

    Raises:
        NotFoundError: There is no such link.
        GuardError: It is undone already.
    """
    register = lock_register()
    link = Link.objects.filter(pk=link_id).first()
    if link is None:
        raise NotFoundError(_("There is no link {number}."), number=link_id)
    if link.undone_at is not None:
        raise GuardError(_("This link was undone already."), _("Join the two again if they are one."))
    link.undone_at, link.undone_by = now or timezone.now(), by
    link.save(update_fields=["undone_at", "undone_by"])
    _settle({row.pk: row for row in rows_of(link.first_id)})
    note_change(register)
    return link_views([link])[0]


def _settle(members: Mapping[int, Party]) -> None:
    """Write the wholes of some parties anew; they are all of the wholes they belong to."""
    links = _holding(members)
    whole = wholes(members, links)
    moved: list[Party] = []
    for number, row in members.items():
        of = None if whole[number] == number else whole[number]
        if row.whole_id != of:
            row.whole_id = of
            moved.append(row)
    Party.objects.bulk_update(moved, ["whole"], batch_size=500)
    write_keys(set(whole.values()) | {row.pk for row in moved})


def _holding(members: Collection[int]) -> list[tuple[int, int]]:
    held = Link.objects.filter(Q(first_id__in=members), undone_at=None)
    return list(held.values_list("first_id", "second_id"))
