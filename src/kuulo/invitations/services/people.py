"""Importing a list of customers: parties, addresses and consents from a spreadsheet or a text file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import ConsentRow, ContactRow, Counts
from kuulo.customers.services import register_consents, register_contacts, register_parties
from kuulo.invitations.rules.people import Person, Remark, read_person, recognise_fields, usable_attribute
from kuulo.invitations.rules.people_words import ATTRIBUTES_TOO, Field
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.answers import AnswerFile

NAMING: Final = frozenset({Field.IDENTIFIER, Field.EMAIL, Field.PHONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleReport:
    """What became of a list.

    Attributes:
        name: Of the file.
        rows: Rows of the list.
        taken: Rows taken, whole or in part.
        parties: New, changed and unchanged customers.
        contacts: New, newly current and unchanged addresses.
        consents: New and unchanged consents; a list never undoes what somebody withdrew.
        columns: Field → the header it was read from.
        attributes: Headers that became attributes.
        remarks: Rows and cells that could not be used, with line and reason.
    """

    name: str
    rows: int
    taken: int
    parties: Counts
    contacts: Counts
    consents: Counts
    columns: Mapping[Field, str]
    attributes: tuple[str, ...]
    remarks: tuple[Remark, ...]


def import_people(path: Path, *, name: str = "", now: datetime | None = None) -> PeopleReport:
    """Take a list of customers into the database, all of it or nothing; the same list again changes nothing.

    What the list does not say stays as it was: empty cells take nothing away, and customers it lacks stay customers.

    Args:
        path: A CSV, XLSX, SAV, Parquet or JSON-lines file with a header.
        name: Its name for people, where it is not the path's own (an upload).
        now: The moment the list counts from.

    Raises:
        FileError: The file cannot be read.
        ColumnError: No column names the customers.
    """
    moment = now or timezone.now()
    file = read_answers(path, name=name)
    fields = recognise_fields(file.headers)
    if not NAMING & set(fields):
        raise ColumnError(
            _("{file}: no column names the customers."),
            _("Call a column “customer number”, “e-mail” or “phone”, in English, Finnish or Swedish."),
            file=file.name,
        )
    used = {column for field, column in fields.items() if field not in ATTRIBUTES_TOO}
    attributes = [column for column in file.headers if column not in used and usable_attribute(column)]
    people, remarks = _read(file, fields, attributes)
    with transaction.atomic():
        parties = register_parties(person.party for person in people)
        contacts = register_contacts(_contacts(people), now=moment)
        consents = register_consents(_consents(people, file.name, moment))
    return PeopleReport(
        name=file.name,
        rows=file.rows_read,
        taken=len(people),
        parties=parties,
        contacts=contacts,
        consents=consents,
        columns={field: file.headers[column] for field, column in fields.items()},
        attributes=tuple(attributes),
        remarks=tuple(remarks),
    )


def _read(
    file: AnswerFile, fields: Mapping[Field, str], attributes: Sequence[str]
) -> tuple[list[Person], list[Remark]]:
    """Return everybody in the list, later rows of one customer last, and what could not be used."""
    people: list[Person] = []
    remarks = [Remark(line=each.line, reason=each.reason, rest_taken=False) for each in file.rejects]
    met: dict[str, int] = {}
    for line, row in zip(file.lines.to_list(), file.frame.iter_rows(named=True), strict=True):
        cells = {field: _text(row[column]) for field, column in fields.items()}
        person, own = read_person(line, cells, {column: _text(row[column]) for column in attributes})
        remarks.extend(own)
        if person is None:
            continue
        people.append(person)
        first = met.setdefault(person.party.identifier, line)
        if first != line:
            reason = say(_("The same customer stands in line {first}: this row was laid over it."), first=first)
            remarks.append(Remark(line=line, reason=reason, rest_taken=True))
    return people, sorted(remarks, key=lambda each: each.line)


def _contacts(people: Sequence[Person]) -> Iterator[ContactRow]:
    for person in people:
        for channel, value in person.contacts.items():
            yield ContactRow(identifier=person.party.identifier, channel=channel, value=value)


def _consents(people: Sequence[Person], name: str, now: datetime) -> Iterator[ConsentRow]:
    # The last word of a list about one customer counts.
    said = {person.party.identifier: person.consent for person in people if person.consent is not None}
    version = f"{name} {timezone.localtime(now).date().isoformat()}"[:120]
    for identifier, state in said.items():
        yield ConsentRow(identifier=identifier, state=state, at=now, text_version=version)


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without a point, days without a time."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
