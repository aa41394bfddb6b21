"""One row of a customer list as what the customer database is told; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.customers.rules import (
    VALUE_LENGTH,
    AttributeDefinitionView,
    Channel,
    ConsentState,
    ContactRow,
    PartyKind,
    PartyRow,
    Purpose,
    RelationKind,
    RelationRow,
    Stage,
    check_row,
)
from kuulo.customers.rules.attributes import write_value
from kuulo.feeds.rules.cells import parse_day
from kuulo.feeds.rules.fields import ATTRIBUTES, ATTRIBUTES_TOO, CONSENTS, NAMING, OBJECTIONS, Field
from kuulo.feeds.rules.mapping import SAYS_NOTHING, FeedMapping
from kuulo.feeds.rules.organisations import organisation_row
from kuulo.feeds.rules.postal import read_contacts
from kuulo.feeds.rules.remarks import Remark
from kuulo.feeds.rules.understanding import Column
from kuulo.feeds.rules.words import CODE, KIND_BY_WORD, LANGUAGE_BY_WORD, NO, STAGE_BY_WORD, YES
from kuulo.surveys.rules.labels import normalise

SCHEME: Final = "customer_id"
FURTHER: Final[Mapping[Field, str]] = {
    Field.CARD_ID: "card_id",
    Field.BUSINESS_ID: "business_id",
    Field.LOYALTY_CARD: "loyalty_card",
}
"""Columns that name the customer too, and the schemes of those names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of a customer list, read.

    Attributes:
        line: Where it stands.
        party: Who.
        contacts: How the party is reached, the address that counts most last on its channel.
        consents: What the list says about purposes; what it does not say is not there.
        also: Further identifiers, ``scheme:value``.
        organisation: The organisation the person works for, as the list tells of it.
        relations: What the party is to others.
    """

    line: int
    party: PartyRow
    contacts: tuple[ContactRow, ...] = ()
    consents: Mapping[Purpose, ConsentState] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    organisation: PartyRow | None = None
    relations: tuple[RelationRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the rows of one list are read.

    Attributes:
        columns: The columns to use.
        mapping: What was said about them.
        definitions: Attributes by name, as the organisation defined them or as the list shows them to be.
        scheme: The scheme of the customer numbers.
    """

    columns: tuple[Column, ...]
    mapping: FeedMapping
    definitions: Mapping[str, AttributeDefinitionView] = field(default_factory=dict)
    scheme: str = SCHEME

    def first(self, wanted: Field) -> Column | None:
        """Return the first column that holds something."""
        return next((column for column in self.columns if column.part == wanted), None)


@dataclass(slots=True)
class Row:
    """One row while it is read: its cells by column, and what could not be used of it."""

    line: int
    cells: Mapping[str, str]
    reading: Reading
    remarks: list[Remark] = field(default_factory=list)

    def text(self, wanted: Field) -> str:
        """Return the cell of the first column that holds something; empty where there is none."""
        column = self.reading.first(wanted)
        return self.cells.get(column.column, "") if column else ""

    def word(self, column: Column) -> str:
        """Return a cell's word as it was explained, or as it stands."""
        word = normalise(self.cells.get(column.column, ""))
        said = self.reading.mapping.word(column.column, word)
        return "" if said == SAYS_NOTHING else said or word

    def note(self, reason: Text) -> None:
        """Note that a cell cannot be used and the rest of the row is."""
        self.remarks.append(Remark(line=self.line, reason=reason, rest_taken=True))


def read_person(line: int, cells: Mapping[str, str], reading: Reading) -> tuple[Person | None, list[Remark]]:
    """Return one row as a person or organisation, and what of it could not be used; None where the whole row cannot.

    A consent that cannot be read leaves the whole row out: nobody is asked by mistake.
    """
    row = Row(line=line, cells=cells, reading=reading)
    identifiers = _identifiers(row)
    consents, unread = _consents(row)
    if not identifiers or unread:
        reason = _unread(unread) if unread else say(NOBODY)
        return None, [Remark(line=line, reason=reason, rest_taken=False)]
    party = _party(row, identifiers[0])
    try:
        check_row(party)
    except InputError as error:
        return None, [Remark(line=line, reason=error.found, rest_taken=False)]
    organisation = organisation_row(row.text(Field.ORGANISATION), row.text(Field.BUSINESS_ID), party)
    also = identifiers[1:]
    if organisation is not None:
        # The business id is then the organisation's, not the person's.
        also = tuple(each for each in also if not each.startswith("business_id:"))
    person = Person(
        line=line,
        party=party,
        contacts=read_contacts(row.cells, reading.columns, party, row.note),
        consents=consents,
        also=also,
        organisation=organisation,
        relations=_relations(row, party, organisation),
    )
    return person, row.remarks


NOBODY: Final = _("Nothing names the customer: there is no customer number, e-mail address or phone number.")


def _unread(word: str) -> Text:
    return say(_("“{word}” does not say whether there is consent: write yes or no."), word=word[:40])


def _identifiers(row: Row) -> tuple[str, ...]:
    """Return what the row names its customer by, the surest first."""
    found = [f"{row.reading.scheme}:{row.text(Field.IDENTIFIER)}"] if row.text(Field.IDENTIFIER) else []
    found += [f"{scheme}:{row.text(each)}" for each, scheme in FURTHER.items() if row.text(each)]
    named = [each for each in found if len(each.partition(":")[2]) <= VALUE_LENGTH]
    is_company = bool(row.text(Field.ORGANISATION)) and _has_own_name(row)
    own = [each for each in named if not (is_company and each.startswith("business_id:"))]
    contacts = read_contacts(row.cells, row.reading.columns, None, lambda _reason: None)
    by_channel = {contact.channel: contact.value for contact in contacts}
    if not own and Channel.EMAIL in by_channel:
        own = [f"email:{by_channel[Channel.EMAIL].lower()}"]
    if not own and Channel.SMS in by_channel:
        own = [f"phone:{by_channel[Channel.SMS]}"]
    return tuple(own + [each for each in named if each not in own]) if own else ()


def _has_own_name(row: Row) -> bool:
    return any(row.text(each) for each in (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME))


def _party(row: Row, identifier: str) -> PartyRow:
    kind = _kind(row)
    name = row.text(Field.NAME) or " ".join(filter(None, (row.text(Field.FIRST_NAME), row.text(Field.LAST_NAME))))
    return PartyRow(
        identifier=identifier,
        kind=kind,
        name=(name or (row.text(Field.ORGANISATION) if kind is PartyKind.ORGANISATION else ""))[:250],
        language=_language(row),
        attributes=_attributes(row),
        since=_day(row, row.reading.first(Field.SINCE)),
        until=_day(row, row.reading.first(Field.UNTIL)),
        stage=_stage(row),
        reason=row.text(Field.REASON)[:250],
    )


def _kind(row: Row) -> PartyKind:
    column = row.reading.first(Field.KIND)
    word = row.word(column) if column else ""
    if word in KIND_BY_WORD:
        return KIND_BY_WORD[word]
    if word and column:
        row.note(say(_("“{word}” is neither a person nor an organisation."), word=word[:40]))
    only_organisation = row.text(Field.ORGANISATION) and not _has_own_name(row)
    return PartyKind.ORGANISATION if only_organisation else PartyKind.PERSON


def _stage(row: Row) -> Stage | None:
    column = row.reading.first(Field.STAGE)
    word = row.word(column) if column else ""
    if word and word not in STAGE_BY_WORD:
        row.note(say(_("“{word}” is no stage: write prospect, active or former."), word=word[:40]))
    return STAGE_BY_WORD.get(word)


def _language(row: Row) -> str:
    word = row.text(Field.LANGUAGE)
    code = LANGUAGE_BY_WORD.get(normalise(word), word.casefold() if CODE.match(word.casefold()) else "")
    if word and not code:
        row.note(say(_("“{word}” is no language: write fi, sv, en or another code of two letters."), word=word[:40]))
    return code


def _day(row: Row, column: Column | None) -> date | None:
    text = row.cells.get(column.column, "") if column else ""
    day = parse_day(text, column.order) if column and text else None
    if text and day is None:
        row.note(say(_("“{text}” is no day: write it as 2026-12-24 or 24.12.2026."), text=text[:40]))
    return day


def _attributes(row: Row) -> dict[str, str]:
    kept: dict[str, str] = {}
    for column in row.reading.columns:
        is_attribute = column.part in ATTRIBUTES or (column.part in ATTRIBUTES_TOO and not column.label)
        if is_attribute and row.cells.get(column.column):
            value = _attribute(row, column)
            if value:
                kept[column.column] = value
    return kept


def _attribute(row: Row, column: Column) -> str:
    if column.part == Field.DAY:
        day = _day(row, column)
        return day.isoformat() if day else ""
    text = row.cells[column.column]
    try:
        return write_value(row.reading.definitions.get(column.column), column.column, text)
    except InputError as error:
        row.note(error.found)
        return ""


def _consents(row: Row) -> tuple[dict[Purpose, ConsentState], str]:
    """Return what the row says about each purpose, and the first word that says nothing anybody knows."""
    said: dict[Purpose, ConsentState] = {}
    for column in row.reading.columns:
        part = Field(column.part)
        purpose = CONSENTS.get(part) or OBJECTIONS.get(part)
        word = row.word(column) if purpose else ""
        if not word or purpose is None:
            continue
        if word not in YES | NO:
            return {}, row.cells[column.column]
        refused = word in NO if part in CONSENTS else word in YES
        if refused:
            said[purpose] = ConsentState.WITHDRAWN
        elif part in CONSENTS:
            # Who is both said to agree and to object has objected; not to object is no consent.
            said.setdefault(purpose, ConsentState.GIVEN)
    return said, ""


RELATIONS: Final[Sequence[tuple[Field, RelationKind]]] = (
    (Field.REFERRED_BY, RelationKind.REFERRED_BY),
    (Field.MEMBER_OF, RelationKind.MEMBER_OF),
)


def _relations(row: Row, party: PartyRow, organisation: PartyRow | None) -> tuple[RelationRow, ...]:
    found = []
    if organisation is not None:
        role = row.text(Field.ROLE)[:120]
        works = RelationRow(
            identifier=party.identifier, other=organisation.identifier, kind=RelationKind.WORKS_FOR, role=role
        )
        found.append(works)
    for wanted, kind in RELATIONS:
        other = row.text(wanted)
        scheme = "card_id" if party.identifier.startswith("card_id:") else row.reading.scheme
        named = other if other.partition(":")[0] in KNOWN_SCHEMES else f"{scheme}:{other}"
        if other and len(named) <= VALUE_LENGTH and named != party.identifier:
            found.append(RelationRow(identifier=party.identifier, other=named, kind=kind))
    return tuple(found)


KNOWN_SCHEMES: Final = frozenset({SCHEME, "card_id", "email", "phone", "business_id", "loyalty_card"})

__all__ = ["NAMING", "Person", "Reading", "read_person"]
