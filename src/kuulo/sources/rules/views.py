"""A source as other rooms see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kuulo.qualitative.reading.turns import Turn
from kuulo.sources.rules.kinds import Flag, Origin, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """Sound, a picture or a document that comes with a source; what it is is told by its content, not by its name."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaView:
    """What is kept of it: where it is served, its type and its size in bytes."""

    url: str
    mime: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """Where desk research comes from: who published it, where it stands, and its date."""

    publisher: str = ""
    url: str = ""
    date: date | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks at a place of a source: the name in the text, whether a customer, and the kind of note if it is one.

    Only a customer's own words, or those an observer noted as said, are a customer's.
    """

    name: str
    is_customer: bool
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source of a study: its text and what is known of it never change, but for who its speakers are.

    Attributes:
        key: 32 hexadecimal digits, from the sender where it has one.
        study: Slug of the study.
        participant_id: Whose words they are; None where they are nobody's or of several.
        session_id: The session it was made in.
        name: What it is called.
        language: ``fi``, ``sv``, ``en`` or another; None where it is not known.
        text: The words, lines ended by line feeds, positions in code points; empty where there are none.
        turns: Who speaks where, in the order of the text.
        speakers: Name in the text → who that is.
        media: Sound, picture or document; None where there is none.
        occurred_at: When it was said, written or seen.
        origin: Whose words they are where no turn says so.
        flags: What calls for care.
        publication: Where desk research comes from.
        beside: Key of the source it belongs to, such as the notes a picture was taken with; empty where to none.
        created_by: E-mail of the person who brought it in, or ``participant``.
        created_at: When it came in.
    """

    key: str
    study: str
    kind: SourceKind
    name: str
    origin: Origin
    occurred_at: datetime
    created_at: datetime
    created_by: str
    participant_id: int | None = None
    session_id: int | None = None
    language: str | None = None
    text: str = field(default="", repr=False)
    turns: tuple[Turn, ...] = field(default=(), repr=False)
    speakers: Mapping[str, Origin] = field(default_factory=dict)
    media: MediaView | None = None
    flags: frozenset[Flag] = frozenset()
    publication: Publication = Publication()
    beside: str = ""

    @property
    def publisher(self) -> str:
        """Who published it."""
        return self.publication.publisher

    @property
    def url(self) -> str:
        """Where it stands."""
        return self.publication.url

    @property
    def date(self) -> date | None:
        """When it was published."""
        return self.publication.date


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source in a list: everything but its words."""

    key: str
    study: str
    kind: SourceKind
    name: str
    origin: Origin
    occurred_at: datetime
    created_by: str
    participant_id: int | None
    session_id: int | None
    language: str | None
    length: int
    has_media: bool
    flags: frozenset[Flag]
    beside: str = ""
