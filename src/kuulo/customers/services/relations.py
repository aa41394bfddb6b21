"""Writes of relations: what parties are to each other, with their days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from django.db import transaction

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Relation
from kuulo.customers.queries.wholes import rows_named
from kuulo.customers.rules import Counts, RelationKind, RelationRow
from kuulo.customers.services.register import rows_of

CHUNK = 5_000
ROLE_LENGTH = 120
Place = tuple[int, int, str, str]
"""Party, other, kind, role."""


@transaction.atomic
def relate(
    *,
    party_id: int,
    other_id: int,
    kind: RelationKind,
    role: str = "",
    since: date | None = None,
    source: str = "",
) -> int:
    """Note what a party is to another; return the relation's number. Telling the same again changes its first day only.

    Raises:
        NotFoundError: There is no such party.
        GuardError: Both are one party.
    """
    one, other = rows_of(party_id)[0].pk, rows_of(other_id)[0].pk
    if one == other:
        raise GuardError(_("Two parties: nobody has a relation with itself."), _("Name another party."))
    relation, is_new = Relation.objects.get_or_create(
        party_id=one,
        other_id=other,
        kind=kind,
        role=role.strip()[:ROLE_LENGTH],
        defaults={"since": since, "source": source},
    )
    if not is_new and (since or relation.until):
        # Told anew after its end, it has begun again.
        relation.since, relation.until = since or relation.since, None
        relation.save(update_fields=["since", "until"])
    return relation.pk


@transaction.atomic
def end_relation(*, relation_id: int, until: date) -> None:
    """Note the last day of a relation.

    Raises:
        NotFoundError: There is no such relation.
        GuardError: It would end before it began.
    """
    relation = Relation.objects.select_for_update().filter(pk=relation_id).first()
    if relation is None:
        raise NotFoundError(_("There is no relation {number}."), number=relation_id)
    if relation.since is not None and until < relation.since:
        raise GuardError(
            _("Order of days: the relation would end on {until}, before it began on {since}."),
            until=until.isoformat(),
            since=relation.since.isoformat(),
        )
    relation.until = until
    relation.save(update_fields=["until"])


@transaction.atomic
def register_relations(rows: Iterable[RelationRow], *, source: str = "") -> Counts:
    """Write down relations of registered parties; the same rows again change nothing, unknown ones are left out.

    Raises:
        InputError: A party would be in relation with itself, or the days are in the wrong order.
    """
    counts = Counts()
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        counts += _register_chunk(chunk, source)
    return counts


def _register_chunk(rows: Sequence[RelationRow], source: str) -> Counts:
    ids = rows_named({row.identifier for row in rows} | {row.other for row in rows})
    told: dict[Place, RelationRow] = {}
    for row in rows:
        if row.identifier in ids and row.other in ids:
            _check(row)
            told[ids[row.identifier], ids[row.other], row.kind.value, row.role.strip()[:ROLE_LENGTH]] = row
    held = Relation.objects.filter(party_id__in={place[0] for place in told})
    known = {(each.party_id, each.other_id, each.kind, each.role): each for each in held}
    new = [_relation(place, row, source) for place, row in told.items() if place not in known]
    changed = [known[place] for place, row in told.items() if place in known and _take_over(known[place], row)]
    Relation.objects.bulk_create(new)
    Relation.objects.bulk_update(changed, ["since", "until"], batch_size=500)
    return Counts(new=len(new), changed=len(changed), unchanged=len(told) - len(new) - len(changed))


def _check(row: RelationRow) -> None:
    if row.identifier == row.other:
        raise InputError(_("{identifier} cannot have a relation with itself."), identifier=row.identifier)
    if row.since and row.until and row.until < row.since:
        raise InputError(
            _("The relation of {identifier} with {other} would end before it began."),
            _("Correct one of the two dates."),
            identifier=row.identifier,
            other=row.other,
        )


def _relation(place: Place, row: RelationRow, source: str) -> Relation:
    party, other, kind, role = place
    return Relation(
        party_id=party, other_id=other, kind=kind, role=role, since=row.since, until=row.until, source=source
    )


def _take_over(relation: Relation, row: RelationRow) -> bool:
    before = (relation.since, relation.until)
    relation.since, relation.until = row.since or relation.since, row.until or relation.until
    return before != (relation.since, relation.until)
