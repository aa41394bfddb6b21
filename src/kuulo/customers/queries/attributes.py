"""Attributes as the organisation defined them, and how a party's changed."""

from __future__ import annotations

from kuulo.customers.models import AttributeChange, AttributeDefinition
from kuulo.customers.queries.consents import require_use
from kuulo.customers.queries.wholes import parts_of
from kuulo.customers.rules import AttributeChangeView, AttributeDefinitionView, AttributeKind, Purpose


def attribute_definitions() -> tuple[AttributeDefinitionView, ...]:
    """Return the attributes the organisation defined, in the order of their names."""
    rows = AttributeDefinition.objects.order_by("name")
    return tuple(
        AttributeDefinitionView(
            name=each.name,
            kind=AttributeKind(each.kind),
            choices=tuple(each.choices),
            labels=each.labels,
            is_special=each.is_special,
        )
        for each in rows
    )


def attribute_history(party_id: int, *, purpose: Purpose) -> tuple[AttributeChangeView, ...]:
    """Return the changes of a party's attributes, newest first; what was never changed is not there.

    Raises:
        GuardError: The purpose rests on a consent that the person has not given.
    """
    require_use(party_id, purpose)
    rows = AttributeChange.objects.filter(party_id__in=parts_of([party_id]).get(party_id, ()))
    return tuple(
        AttributeChangeView(
            name=each.name, before=each.before, after=each.after, source=each.source, changed_at=each.changed_at
        )
        for each in rows.order_by("-changed_at", "-pk")
    )
