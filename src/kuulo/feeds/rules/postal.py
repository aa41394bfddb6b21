"""The addresses of a row: e-mails, phones and postal ones, each with what it is for; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.customers.rules import Channel, ContactRow, PartyRow, check_address
from kuulo.customers.rules.contacts import LABEL_LENGTH, write_postal
from kuulo.feeds.rules.fields import Field
from kuulo.feeds.rules.understanding import Column

CHANNELS: Final[Mapping[str, Channel]] = {Field.EMAIL: Channel.EMAIL, Field.PHONE: Channel.SMS}
PARTS: Final[Mapping[str, str]] = {
    Field.ADDRESS: "street",
    Field.POSTCODE: "postcode",
    Field.TOWN: "town",
    Field.COUNTRY: "country",
}


def read_contacts(
    cells: Mapping[str, str], columns: Sequence[Column], party: PartyRow | None, note: Callable[[Text], None]
) -> tuple[ContactRow, ...]:
    """Return the addresses of a row; the first column of a channel counts most and comes last.

    Args:
        cells: Column → cell.
        columns: The columns to use.
        party: Whose; None where only e-mails and phones are asked for.
        note: Is told why an address cannot be used.
    """
    told: list[ContactRow] = []
    identifier = party.identifier if party else ""
    for column in columns:
        channel = CHANNELS.get(column.part)
        text = cells.get(column.column, "") if channel else ""
        if channel and text:
            told.extend(
                _checked(ContactRow(identifier=identifier, channel=channel, value=text, label=_label(column)), note)
            )
    if party is not None:
        told.extend(_postal(cells, columns, party, note))
    first: dict[tuple[Channel, str], ContactRow] = {}
    for each in told:
        first.setdefault((each.channel, each.value), each)
    return tuple(reversed(first.values()))


def _label(column: Column) -> str:
    return column.label[:LABEL_LENGTH].strip()


def _checked(row: ContactRow, note: Callable[[Text], None]) -> Iterable[ContactRow]:
    try:
        value = check_address(row.channel, row.value)
    except InputError as error:
        note(error.found)
        return ()
    return (ContactRow(identifier=row.identifier, channel=row.channel, value=value, label=row.label),)


def _postal(
    cells: Mapping[str, str], columns: Sequence[Column], party: PartyRow, note: Callable[[Text], None]
) -> Iterable[ContactRow]:
    by_label: dict[str, dict[str, str]] = defaultdict(dict)
    for column in columns:
        if column.part in PARTS and cells.get(column.column):
            by_label[_label(column)][PARTS[column.part]] = cells[column.column][:200]
    for label, parts in by_label.items():
        if parts.get("street"):
            try:
                value = write_postal(party.name, parts)
            except InputError as error:
                note(error.found)
                continue
            yield ContactRow(identifier=party.identifier, channel=Channel.LETTER, value=value, label=label, parts=parts)
