"""Writes of attributes: what the organisation wants to know, and what is known of one party."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.models import AttributeChange, AttributeDefinition, Party
from kuulo.customers.queries import attribute_definitions, misfits
from kuulo.customers.rules import AttributeDefinitionView, Purpose
from kuulo.customers.rules.attributes import KIND_NAMES, check_definition, write_value
from kuulo.customers.services.parties import attribute_changes
from kuulo.customers.services.register import lock_register, note_change, rows_of

CHUNK = 5_000
SHOWN = 60


@transaction.atomic
def define_attribute(*, definition: AttributeDefinitionView, now: datetime | None = None) -> None:
    """Define an attribute, or change the definition of the same name.

    Raises:
        InputError: The definition cannot be used.
        GuardError: Values that are known already are of another kind; the message says how many, with examples.
    """
    check_definition(definition)
    register = lock_register()
    _refuse_misfits(definition)
    held = Party.objects.filter(attributes__has_key=definition.name).order_by("pk")
    changed: list[Party] = []
    for row in held.only("pk", "attributes").iterator(chunk_size=CHUNK):
        value = row.attributes[definition.name]
        kept = write_value(definition, definition.name, value)
        if kept != value:
            row.attributes = row.attributes | {definition.name: kept}
            changed.append(row)
    Party.objects.bulk_update(changed, ["attributes"], batch_size=500)
    AttributeDefinition.objects.update_or_create(
        name=definition.name,
        defaults={
            "kind": definition.kind,
            "choices": list(definition.choices),
            "labels": dict(definition.labels),
            "is_special": definition.is_special,
        },
        create_defaults={
            "kind": definition.kind,
            "choices": list(definition.choices),
            "labels": dict(definition.labels),
            "is_special": definition.is_special,
            "made_at": now or timezone.now(),
        },
    )
    note_change(register)


def _refuse_misfits(definition: AttributeDefinitionView) -> None:
    wrong = misfits(definition, purpose=Purpose.SERVICE)
    if not wrong.parties:
        return
    raise GuardError(
        _("The kind “{kind}” does not suit “{name}”: {count} of {of} customers have others, like {examples}."),
        _("Correct these values first, name them as choices, or choose the kind “text”."),
        kind=say(KIND_NAMES[definition.kind]),
        name=definition.name,
        count=wrong.parties,
        of=wrong.of,
        examples=", ".join(f"“{each.value[:SHOWN]}”" for each in wrong.examples),
    )


@transaction.atomic
def set_attributes(*, party_id: int, values: Mapping[str, str], source: str = "", now: datetime | None = None) -> bool:
    """Set attributes of a party, and keep what they were; an empty value removes one. Return whether anything changed.

    Raises:
        InputError: A value is of another kind than its attribute.
        NotFoundError: There is no such party.
    """
    register = lock_register()
    rows = rows_of(party_id)
    definitions = {each.name: each for each in attribute_definitions()}
    told = {name: write_value(definitions.get(name), name, value) for name, value in values.items()}
    moment = now or timezone.now()
    changes: list[AttributeChange] = []
    for row in rows:
        # What is removed is removed of every part; what is set stands with the whole's own row.
        own = {
            name: value for name, value in told.items() if (row is rows[0] or (not value and name in row.attributes))
        }
        changes += attribute_changes(row, row.attributes, own, source, moment)
        row.attributes = {name: value for name, value in (row.attributes | own).items() if value or name not in own}
    AttributeChange.objects.bulk_create(changes)
    if not changes:
        return False
    Party.objects.bulk_update(rows, ["attributes"])
    note_change(register)
    return True
