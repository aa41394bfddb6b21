"""Taking a customer list in at once, as the command line does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from kuulo.customers.rules import Counts
from kuulo.feeds.readers.deliveries import read_delivery
from kuulo.feeds.rules.fields import ATTRIBUTES, ATTRIBUTES_TOO, Field
from kuulo.feeds.rules.lifecycle import FeedKind
from kuulo.feeds.rules.mapping import NOTHING_SAID, FeedMapping
from kuulo.feeds.rules.people import SCHEME
from kuulo.feeds.rules.remarks import Remark
from kuulo.feeds.services.reading import read_people, understand
from kuulo.feeds.services.registering import (
    Telling,
    consent_version,
    register_people,
    same_party_remarks,
    without_erased,
)
from kuulo.feeds.services.running import define_shown
from kuulo.surveys.rules.columns import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleReport:
    """What became of a list.

    Attributes:
        name: Of the file.
        rows: Rows of the list.
        taken: Rows taken, whole or in part.
        parties: New, changed and unchanged customers and organisations.
        contacts: New, newly current and unchanged addresses.
        consents: New and unchanged consents; a list never undoes what somebody withdrew.
        relations: New and unchanged relations.
        columns: Field → the header it was read from.
        attributes: Headers that became attributes.
        questions: What was left open, so that its columns were not used.
        remarks: Rows and cells that could not be used, with line and reason.
    """

    name: str
    rows: int
    taken: int
    parties: Counts
    contacts: Counts
    consents: Counts
    relations: Counts
    columns: Mapping[Field, str]
    attributes: tuple[str, ...]
    questions: tuple[Question, ...]
    remarks: tuple[Remark, ...]


def import_people(
    path: Path, *, name: str = "", now: datetime | None = None, mapping: FeedMapping = NOTHING_SAID
) -> PeopleReport:
    """Take a list of customers into the database; the same list again changes nothing.

    What the list does not say stays as it was: empty cells take nothing away, and customers it lacks stay customers.

    Args:
        path: A CSV, XLSX, vCard, SAV, Parquet or JSON-lines file.
        name: Its name for people, where it is not the path's own.
        now: The moment the list counts from.
        mapping: What is said about its columns.

    Raises:
        FileError: The file cannot be read.
        ColumnError: No column names the customers.
    """
    moment = now or timezone.now()
    file = read_delivery(path, name=name)
    read = read_people(understand(file, FeedKind.PEOPLE, mapping), mapping, scheme=SCHEME)
    people, erased = without_erased(read.people)
    define_shown(read.definitions)
    telling = Telling(source=file.name[:120], version=consent_version(file.name, moment), now=moment)
    done = register_people(people, telling)
    remarks = sorted([*read.remarks, *erased, *same_party_remarks(people)], key=lambda each: each.line)
    columns = read.delivery.understanding.usable()
    return PeopleReport(
        name=file.name,
        rows=file.rows_read,
        taken=len(people),
        parties=done.parties,
        contacts=done.contacts,
        consents=done.consents,
        relations=done.relations,
        columns={
            Field(column.part): column.header
            for column in reversed(columns)
            if column.part not in ATTRIBUTES | {Field.UNUSED}
        },
        attributes=tuple(column.column for column in columns if column.part in ATTRIBUTES | ATTRIBUTES_TOO),
        questions=read.delivery.understanding.questions,
        remarks=tuple(remarks),
    )
