"""What a party and its identifiers look like, and how what is newly told meets what is known; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _

SCHEME_LENGTH = 50
VALUE_LENGTH = 250
ATTRIBUTE_LENGTH = 100
SEGMENT_LENGTH = 60
PARTY_COLUMN = "party"


class PartyKind(StrEnum):
    """What a party is."""

    PERSON = "person"
    ORGANISATION = "organisation"
    HOUSEHOLD = "household"


class Stage(StrEnum):
    """Where a party stands with the company."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    FORMER = "former"


class RelationKind(StrEnum):
    """What one party is to another, read from the first to the second."""

    WORKS_FOR = "works_for"
    BUYS_FROM = "buys_from"
    REFERRED_BY = "referred_by"
    PARTNER = "partner"
    MEMBER_OF = "member_of"


class AttributeKind(StrEnum):
    """What kind of value an attribute takes."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    CHOICE = "choice"


class LinkKind(StrEnum):
    """How it is known that two parties are one."""

    DETERMINISTIC = "deterministic"
    PROBABILISTIC = "probabilistic"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class PartyIdentifier:
    """One identifier of a party: where it comes from and what it is; ``str()`` is ``scheme:value``."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """What somebody tells about one party; empty and None say nothing.

    Attributes:
        identifier: ``scheme:value``, such as ``customer_id:1042``.
        kind: Person or organisation.
        name: What the party is called.
        language: The language the party is met in, such as ``fi``.
        attributes: Segment, region … by name.
        since: The day the party became a customer.
        until: The last day as a customer.
        stage: Prospect, active or former; None says nothing, and a last day that is over says former.
        reason: Why the stage began, such as why a customer left.
    """

    identifier: str
    kind: PartyKind = PartyKind.PERSON
    name: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    stage: Stage | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the parties of one registration."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            new=self.new + other.new, changed=self.changed + other.changed, unchanged=self.unchanged + other.unchanged
        )


def parse_identifier(text: str) -> PartyIdentifier:
    """Return the identifier that ``scheme:value`` names; spaces around either part do not count.

    Raises:
        InputError: There is no scheme or no value, or one is too long to keep.
    """
    scheme, _colon, value = (part.strip() for part in text.partition(":"))
    if not scheme or not value:
        raise InputError(
            _("The identifier “{identifier}” does not say both where it comes from and what it is."),
            _("Write it as scheme:value, such as customer_id:1042."),
            identifier=text,
        )
    if len(scheme) > SCHEME_LENGTH or len(value) > VALUE_LENGTH:
        raise InputError(
            _("The identifier “{identifier}…” is too long."),
            _("A scheme has at most {scheme} characters and a value at most {value}."),
            identifier=text[:40],
            scheme=SCHEME_LENGTH,
            value=VALUE_LENGTH,
        )
    return PartyIdentifier(scheme, value)


def check_row(row: PartyRow) -> PartyIdentifier:
    """Return the row's identifier once the row is known to make sense.

    Raises:
        InputError: The identifier, an attribute's name or the dates cannot be used.
    """
    identifier = parse_identifier(row.identifier)
    for name in row.attributes:
        if not name.strip() or name == PARTY_COLUMN or len(name) > ATTRIBUTE_LENGTH:
            raise InputError(
                _("Party {identifier} has an attribute called “{name}”, which cannot be used."),
                _("Give it a name of 1–{length} characters other than “party”."),
                identifier=identifier,
                name=name[:ATTRIBUTE_LENGTH],
                length=ATTRIBUTE_LENGTH,
            )
    if row.since and row.until and row.until < row.since:
        raise InputError(
            _("Party {identifier} is said to have left on {until}, before it came on {since}."),
            _("Correct one of the two dates."),
            identifier=identifier,
            since=row.since.isoformat(),
            until=row.until.isoformat(),
        )
    return identifier


def lay_over(known: PartyRow, told: PartyRow) -> PartyRow:
    """Return what is known after something was told: what is said wins, what is not said stays."""
    return PartyRow(
        identifier=known.identifier,
        kind=told.kind,
        name=told.name or known.name,
        language=told.language or known.language,
        attributes={**known.attributes, **told.attributes},
        since=told.since or known.since,
        until=told.until or known.until,
        stage=told.stage or known.stage,
        reason=told.reason or known.reason,
    )


def merge_rows(rows: Iterable[PartyRow]) -> dict[PartyIdentifier, PartyRow]:
    """Return one row for each identifier; later rows are laid over earlier ones.

    Raises:
        InputError: A row cannot be used.
    """
    merged: dict[PartyIdentifier, PartyRow] = {}
    for row in rows:
        identifier = check_row(row)
        merged[identifier] = lay_over(merged[identifier], row) if identifier in merged else row
    return merged
