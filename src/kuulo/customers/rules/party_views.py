"""What other rooms see of a party: frozen rows about the whole, each with where it was told; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kuulo.base.texts import Text
from kuulo.customers.rules.consents import Basis, ConsentState, Purpose
from kuulo.customers.rules.contacts import AddressState, Channel
from kuulo.customers.rules.parties import AttributeKind, LinkKind, PartyKind, RelationKind, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierView:
    """One name a party is known by, and who told it when."""

    scheme: str
    value: str
    source: str = ""
    told_at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactView:
    """One address of a party; ``parts`` has street, postcode, town and country of a postal one."""

    id: int
    channel: Channel
    value: str
    label: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    state: AddressState = AddressState.OK
    verified_at: datetime | None = None
    told_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """A time as prospect, active or former; ``ended_on`` is the day the next one began."""

    stage: Stage
    began_on: date
    ended_on: date | None = None
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """What this party is to another (``outgoing``), or the other to this one."""

    id: int
    kind: RelationKind
    outgoing: bool
    other_id: int
    other_name: str
    role: str = ""
    since: date | None = None
    until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """Why two parties are held to be one; ``other`` is the one of the two that the reader did not ask for."""

    id: int
    first_id: int
    second_id: int
    other_id: int
    other_name: str
    kind: LinkKind
    reason: Mapping[str, object]
    probability: float | None
    made_at: datetime
    made_by: str = ""
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """One party as a whole: what is known of all the rows found to be the same.

    Attributes:
        party_id: Number of the whole: the smallest of ``parts``.
        stage: Active where any part is; else former where any is; else prospect.
        since: The first day as a customer.
        until: The last day; None while active.
        ended_reason: Why a former customer left.
        parts: Numbers of all rows, the whole's own first.
    """

    party_id: int
    kind: PartyKind
    name: str
    language: str
    stage: Stage
    since: date | None = None
    until: date | None = None
    ended_reason: str = ""
    identifiers: tuple[IdentifierView, ...] = ()
    contacts: tuple[ContactView, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[StageView, ...] = ()
    relations: tuple[RelationView, ...] = ()
    links: tuple[LinkView, ...] = ()
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """One line of a list of parties; ``identifier`` is the first it was known by."""

    party_id: int
    name: str
    kind: PartyKind
    stage: Stage
    identifier: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page of parties; ``next`` is what to give as ``after`` for the following page, None on the last one."""

    lines: tuple[PartyLine, ...] = ()
    next: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentView:
    """One consent as it stands at the moment of reading: one past its day is expired though nobody wrote that down.

    ``own`` is False where a list told of it: then it never outweighs what the person withdrew.
    """

    purpose: Purpose
    channel: str
    basis: Basis
    state: ConsentState
    text_version: str = ""
    source: str = ""
    proof: Mapping[str, object] = field(default_factory=dict)
    asked_at: datetime | None = None
    given_at: datetime | None = None
    ended_at: datetime | None = None
    expires_at: datetime | None = None
    own: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentTextView:
    """The words a consent was asked in."""

    purpose: Purpose
    version: str
    language: str
    text: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """Whether a party's data may be used for a purpose, on which basis, and why (or why not)."""

    allowed: bool
    basis: Basis | None
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeDefinitionView:
    """An attribute as the organisation defined it; ``labels`` by language."""

    name: str
    kind: AttributeKind = AttributeKind.TEXT
    choices: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    is_special: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeUse:
    """An attribute that is defined, or that data told of though nobody defined it; ``parties`` have it as wholes."""

    name: str
    parties: int = 0
    definition: AttributeDefinitionView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A value that does not fit a definition: how many parties have it, and the number of one of them."""

    value: str
    parties: int
    party_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfits:
    """What of the known values does not fit a definition.

    Attributes:
        parties: How many parties have a value that does not fit.
        of: How many parties have a value at all.
        examples: Some of the values, the most frequent first.
    """

    parties: int = 0
    of: int = 0
    examples: tuple[Misfit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeChangeView:
    """One change of one attribute: from what to what, when, told by whom."""

    name: str
    before: str
    after: str
    source: str
    changed_at: datetime
