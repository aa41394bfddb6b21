"""Attributes as the organisation defined them, and how a party's changed."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pyarrow.compute as pc

from kuulo.customers.models import AttributeChange, AttributeDefinition, Party
from kuulo.customers.queries.consents import may_use_many, require_use
from kuulo.customers.queries.selection import people_of_version
from kuulo.customers.queries.wholes import READ_CHUNK, WHOLE, parts_of, register_version
from kuulo.customers.rules import (
    CONSENT_ONLY,
    AttributeChangeView,
    AttributeDefinitionView,
    AttributeKind,
    AttributeUse,
    Misfit,
    Misfits,
    Purpose,
)
from kuulo.customers.rules.attributes import written
from kuulo.customers.rules.segments import About

MOST_EXAMPLES: Final = 5
ATTRIBUTE_COLUMN: Final = f"{About.ATTRIBUTE}: "


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


def attributes_in_use() -> tuple[AttributeUse, ...]:
    """Return the attributes that are defined or that any party has, in the order of their names; without segments."""
    defined = {each.name: each for each in attribute_definitions()}
    table = people_of_version(register_version())
    held = {
        name.removeprefix(ATTRIBUTE_COLUMN): pc.sum(pc.not_equal(table[name], "")).as_py() or 0
        for name in table.column_names
        if name.startswith(ATTRIBUTE_COLUMN)
    }
    names = sorted(defined.keys() | held.keys())
    return tuple(AttributeUse(name=each, parties=held.get(each, 0), definition=defined.get(each)) for each in names)


def misfits(definition: AttributeDefinitionView, *, purpose: Purpose) -> Misfits:
    """Return which known values do not fit a definition, be it in force or only thought of.

    For a purpose that rests on consent alone, those who did not give it are left out.
    """
    of_values: dict[str, set[int]] = defaultdict(set)
    held = Party.objects.filter(attributes__has_key=definition.name).order_by("pk").annotate(of=WHOLE)
    for number, attributes in held.values_list("of", "attributes").iterator(chunk_size=READ_CHUNK):
        of_values[attributes[definition.name]].add(number)
    everybody = set().union(*of_values.values())
    if purpose in CONSENT_ONLY:
        everybody = {number for number, may in may_use_many(everybody, purpose).items() if may}
    wrong = {value: who & everybody for value, who in of_values.items() if written(definition, value) is None}
    told = sorted((item for item in wrong.items() if item[1]), key=lambda item: (-len(item[1]), item[0]))
    return Misfits(
        parties=len(set().union(*wrong.values())),
        of=len(everybody),
        examples=tuple(Misfit(value=value, parties=len(who), party_id=min(who)) for value, who in told[:MOST_EXAMPLES]),
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
