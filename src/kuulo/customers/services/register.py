"""The register of parties as a whole: one writer at a time, and a new token after each change."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import Party, Register
from kuulo.customers.rules.names import name_key


def lock_register() -> Register:
    """Let writers of the register take turns until the end of the transaction."""
    Register.objects.get_or_create(pk=1)
    return Register.objects.select_for_update().get(pk=1)


def note_change(register: Register) -> None:
    """Give the register a new token: what others keep of its earlier content is out of date."""
    register.version = secrets.token_hex(16)
    register.save(update_fields=["version"])


def rows_of(party_id: int) -> list[Party]:
    """Return the rows of the whole that a party is, its own row first.

    Raises:
        NotFoundError: There is no such party.
    """
    row = Party.objects.filter(pk=party_id).first()
    if row is None:
        raise NotFoundError(_("There is no party {number}."), number=party_id)
    of = row.whole_id or row.pk
    return [*Party.objects.filter(pk=of), *Party.objects.filter(whole_id=of).order_by("pk")]


def write_keys(whole_ids: Collection[int]) -> None:
    """Write what wholes are searched by: the names of all their parts."""
    names: dict[int, list[str]] = {}
    rows = Party.objects.filter(pk__in=whole_ids).values_list("pk", "name")
    names.update((number, [name]) for number, name in rows)
    parts: Iterable[tuple[int | None, str]] = (
        Party.objects.filter(whole_id__in=whole_ids).order_by("pk").values_list("whole_id", "name")
    )
    for number, name in parts:
        if number is not None:
            names[number].append(name)
    wholes = [Party(pk=number, name_key=name_key(*told)) for number, told in names.items()]
    Party.objects.bulk_update(wholes, ["name_key"], batch_size=500)
