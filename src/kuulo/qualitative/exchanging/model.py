"""A project of qualitative research as REFI-QDA knows it: what it can hold, in plain frozen values.

Positions count Unicode code points from 0, the end is exclusive, and lines end with a line feed; times are in
milliseconds; GUIDs are lower case without braces. An empty text stands for what is not told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from kuulo.base.texts import Text

ORIGIN: Final = "Kuulo"
"""How files that Kuulo wrote begin to name who wrote them."""
VariableValue = str | bool | int | Decimal | date | datetime | None


class SourceKind(StrEnum):
    """What a source is."""

    TEXT = "text"
    PICTURE = "picture"
    PDF = "pdf"
    AUDIO = "audio"
    VIDEO = "video"


class VariableKind(StrEnum):
    """What the values of a variable are."""

    TEXT = "Text"
    BOOLEAN = "Boolean"
    INTEGER = "Integer"
    FLOAT = "Float"
    DATE = "Date"
    DATE_TIME = "DateTime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who made and changed something (GUIDs of users), and when (UTC)."""

    by: str = ""
    at: datetime | None = None
    changed_by: str = ""
    changed_at: datetime | None = None


NO_STAMP: Final = Stamp()


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who coded."""

    guid: str
    name: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code and the codes under it.

    Attributes:
        codable: False for what only groups others.
        color: ``#rrggbb`` or ``#rgb``; empty for none.
    """

    guid: str
    name: str
    codable: bool = True
    color: str = ""
    description: str = ""
    notes: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """An attribute that cases and sources have values of."""

    guid: str
    name: str
    kind: VariableKind = VariableKind.TEXT
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a case or source has of a variable; None for nothing."""

    variable: str
    value: VariableValue = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Somebody or something researched, with values, and what is of it: sources and selections."""

    guid: str
    name: str = ""
    description: str = ""
    codes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    sources: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """That somebody gave a code to a selection or a whole source."""

    guid: str
    code: str
    by: str = ""
    at: datetime | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Code points of a text, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AreaPlace:
    """A rectangle: pixels of a picture, points of a page of a PDF (pages from 0; None in a picture)."""

    first_x: int
    first_y: int
    second_x: int
    second_y: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TimePlace:
    """Milliseconds of a sound or a film."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class SyncPlace:
    """A piece of a transcript between two of its points; GUIDs, empty where not told."""

    first: str = ""
    last: str = ""


Place = TextPlace | AreaPlace | TimePlace | SyncPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A piece of a source, with the codes it was given.

    Attributes:
        words: What a selection in a PDF says, where the file tells.
    """

    guid: str
    place: Place
    name: str = ""
    description: str = ""
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: Stamp = NO_STAMP
    words: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """Where in the text (code points) which time (milliseconds) is; None where not told."""

    guid: str
    at_ms: int | None = None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file that goes with the project.

    Attributes:
        suffix: How its name ends: ``.mp3``; letters and digits.
        content: Its bytes.
    """

    suffix: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """The words of a sound or film."""

    guid: str
    name: str = ""
    description: str = ""
    text: str = ""
    rich: Media | None = None
    points: tuple[SyncPoint, ...] = ()
    selections: tuple[Selection, ...] = ()
    notes: tuple[str, ...] = ()
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text, picture, PDF, sound or film, its selections and codes; notes are texts too.

    Attributes:
        text: The words of a text; empty for the other kinds.
        media: The file of a picture, PDF, sound or film; of a text, its rich form. None where it is not at hand.
        words: The words of a picture or PDF as a text with selections of its own.
        transcripts: The words of a sound or film.
        codings: Codes of the source as a whole.
    """

    guid: str
    kind: SourceKind = SourceKind.TEXT
    name: str = ""
    description: str = ""
    text: str = ""
    media: Media | None = None
    words: Source | None = None
    transcripts: tuple[Transcript, ...] = ()
    selections: tuple[Selection, ...] = ()
    codings: tuple[Coding, ...] = ()
    notes: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """That two things are connected."""

    guid: str
    name: str = ""
    direction: str = ""
    color: str = ""
    origin: str = ""
    target: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Set:
    """A group of codes, sources and notes."""

    guid: str
    name: str
    description: str = ""
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphPart:
    """A vertex or edge of a drawing, by its attributes as the format names them, ``guid`` among them."""

    attributes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """A drawing of what is connected how."""

    guid: str
    name: str = ""
    vertices: tuple[GraphPart, ...] = ()
    edges: tuple[GraphPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A whole project.

    Attributes:
        origin: The program that wrote the file.
        beside: What REFI-QDA has no place for, as JSON values: it travels in a file of its own, ``kuulo.json``.
    """

    name: str
    origin: str = ORIGIN
    description: str = ""
    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    sources: tuple[Source, ...] = ()
    notes: tuple[Source, ...] = ()
    links: tuple[Link, ...] = ()
    sets: tuple[Set, ...] = ()
    graphs: tuple[Graph, ...] = ()
    about: tuple[str, ...] = ()
    stamp: Stamp = NO_STAMP
    beside: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A project that was read, and what there is to tell about the reading: what was mended, what was left out."""

    project: Project
    told: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCodes:
    """A codebook that was read, and what there is to tell."""

    codes: tuple[Code, ...]
    sets: tuple[Set, ...] = ()
    origin: str = ""
    told: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A file, and what had no place in it."""

    content: bytes
    left_out: tuple[Text, ...] = ()
