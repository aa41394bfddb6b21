"""A dossier: everything behind a claim or a decision as one readable document, for a page and for paper; pure.

Values are whatever a page can say: strings, texts, numbers, days and estimates. Who draws the dossier says them in the
reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text

Value = object


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; ``loud`` stands out."""

    words: Value
    loud: bool = False

    kind = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known, each with its name."""

    rows: tuple[tuple[Text, Value], ...]

    kind = "facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What somebody said.

    Attributes:
        words: The words; empty where the reader may not see them.
        hidden: Why they are not shown.
        told: Who said it, how it came, when; each a value.
        why: What makes it speak for or against.
    """

    words: str
    hidden: Text | None = None
    told: tuple[Value, ...] = ()
    why: str = ""

    kind = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure with its name; never without interval and n."""

    name: Value
    estimate: Estimate
    told: tuple[Value, ...] = ()
    why: str = ""

    kind = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Value, ...], ...]

    kind = "rows"


Block = Paragraph | Facts | Quote | Figure | Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a dossier under a heading of level 2 or 3."""

    title: Value
    blocks: tuple[Block, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The whole document.

    Attributes:
        number: ``D3`` or ``C12``.
        title: The question of a decision, the wording of a claim.
        lead: Where it stands, in a sentence.
        sections: Its parts in order.
        made: For whom and when it was made.
    """

    number: str
    title: str
    lead: tuple[Value, ...]
    sections: tuple[Section, ...]
    made: Text
