"""Lists of customers as people keep them: which column is what, and what each cell says; pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kuulo.base.cells import neutralise_cell
from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import (
    ATTRIBUTE_LENGTH,
    PARTY_COLUMN,
    Channel,
    ConsentState,
    PartyRow,
    check_address,
    check_row,
)
from kuulo.invitations.rules.events import parse_day
from kuulo.invitations.rules.people_words import CODE, FIELDS_BY_HEADER, LANGUAGE_BY_WORD, NO, YES, Field
from kuulo.surveys.rules.labels import normalise

SCHEME: Final = "customer_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of a customer list, read.

    Attributes:
        line: Where it stands.
        party: Who.
        contacts: How the person is reached, by channel.
        consent: What the list says about being asked; None where it says nothing.
    """

    line: int
    party: PartyRow
    contacts: Mapping[Channel, str] = field(default_factory=dict)
    consent: ConsentState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What could not be used.

    Attributes:
        line: Where it stands.
        reason: What is wrong.
        rest_taken: One cell could not be used, the rest of the row was taken; else the whole row was left out.
    """

    line: int
    reason: Text
    rest_taken: bool


Cells = Mapping[Field, str]


def recognise_fields(headers: Mapping[str, str]) -> dict[Field, str]:
    """Return which column holds what; of two that could, the first. Columns that are not named are attributes."""
    found: dict[Field, str] = {}
    for column, header in headers.items():
        known = FIELDS_BY_HEADER.get(normalise(header.replace("_", " "))) or FIELDS_BY_HEADER.get(normalise(header))
        if known is not None:
            found.setdefault(known, column)
    return found


def read_person(line: int, cells: Cells, attributes: Mapping[str, str]) -> tuple[Person | None, list[Remark]]:
    """Return one row as a person, and what of it could not be used; None where the whole row cannot.

    A consent that cannot be read leaves the whole row out: nobody is asked by mistake.
    """
    remarks: list[Remark] = []
    contacts = _contacts(line, cells, remarks)
    identifier = _identifier(cells, contacts)
    consent = _consent(cells.get(Field.CONSENT, ""))
    reason = _unusable(identifier, cells, consent)
    if reason is not None:
        return None, [Remark(line=line, reason=reason, rest_taken=False)]
    row = PartyRow(
        identifier=identifier,
        name=_name(cells),
        language=_language(line, cells, remarks),
        attributes={name: value for name, value in attributes.items() if value},
        since=_day(line, cells, Field.SINCE, remarks),
        until=_day(line, cells, Field.UNTIL, remarks),
    )
    try:
        check_row(row)
    except InputError as error:
        return None, [Remark(line=line, reason=error.found, rest_taken=False)]
    return Person(line=line, party=row, contacts=contacts, consent=consent), remarks


def usable_attribute(name: str) -> bool:
    """Return whether a column's name can be an attribute's."""
    return bool(name.strip()) and name != PARTY_COLUMN and len(name) <= ATTRIBUTE_LENGTH


def remarks_csv(remarks: Sequence[Remark], said: Callable[[Text], str] = str) -> str:
    """Return the remarks as CSV, in the order of their lines, safe to be opened in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(("line", "kind", "reason"))
    for remark in sorted(remarks, key=lambda each: each.line):
        kind = "partly taken" if remark.rest_taken else "rejected"
        writer.writerow([remark.line, kind, neutralise_cell(said(remark.reason))])
    return buffer.getvalue()


def _unusable(identifier: str, cells: Cells, consent: ConsentState | None) -> Text | None:
    if not identifier:
        return say(_("Nothing names the customer: there is no customer number, e-mail address or phone number."))
    if cells.get(Field.CONSENT) and consent is None:
        return say(
            _("“{word}” does not say whether there is consent: write yes or no."), word=cells[Field.CONSENT][:40]
        )
    return None


def _identifier(cells: Cells, contacts: Mapping[Channel, str]) -> str:
    if cells.get(Field.IDENTIFIER):
        return f"{SCHEME}:{cells[Field.IDENTIFIER]}"
    if Channel.EMAIL in contacts:
        return f"email:{contacts[Channel.EMAIL].lower()}"
    return f"phone:{contacts[Channel.SMS]}" if Channel.SMS in contacts else ""


def _name(cells: Cells) -> str:
    parts = (cells.get(Field.FIRST_NAME, ""), cells.get(Field.LAST_NAME, ""))
    return (cells.get(Field.NAME) or " ".join(part for part in parts if part))[:250]


def _contacts(line: int, cells: Cells, remarks: list[Remark]) -> dict[Channel, str]:
    told = {
        Channel.EMAIL: cells.get(Field.EMAIL, ""),
        Channel.SMS: cells.get(Field.PHONE, ""),
        Channel.LETTER: _letter(cells),
    }
    contacts = {}
    for channel, text in told.items():
        if text:
            try:
                contacts[channel] = check_address(channel, text)
            except InputError as error:
                remarks.append(Remark(line=line, reason=error.found, rest_taken=True))
    return contacts


def _letter(cells: Cells) -> str:
    """Return name and postal address on lines; empty where there is no street."""
    if not cells.get(Field.ADDRESS):
        return ""
    place = " ".join(part for part in (cells.get(Field.POSTCODE, ""), cells.get(Field.TOWN, "")) if part)
    return "\n".join(part for part in (_name(cells), cells[Field.ADDRESS], place) if part)


def _language(line: int, cells: Cells, remarks: list[Remark]) -> str:
    word = cells.get(Field.LANGUAGE, "")
    code = LANGUAGE_BY_WORD.get(normalise(word), word.casefold() if CODE.match(word.casefold()) else "")
    if word and not code:
        reason = say(_("“{word}” is no language: write fi, sv, en or another code of two letters."), word=word[:40])
        remarks.append(Remark(line=line, reason=reason, rest_taken=True))
    return code


def _day(line: int, cells: Cells, which: Field, remarks: list[Remark]) -> date | None:
    text = cells.get(which, "")
    day = parse_day(text) if text else None
    if text and day is None:
        reason = say(_("“{text}” is no day: write it as 2026-12-24 or 24.12.2026."), text=text[:40])
        remarks.append(Remark(line=line, reason=reason, rest_taken=True))
    return day


def _consent(word: str) -> ConsentState | None:
    plain = normalise(word)
    if plain in YES:
        return ConsentState.GIVEN
    return ConsentState.WITHDRAWN if plain in NO else None
