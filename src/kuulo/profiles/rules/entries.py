"""What stands on a timeline: one entry for each thing that happened, whatever it took to record it; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from kuulo.base.ids import derived_id
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

CONFIDENTIAL: Final = "confidential"


class Family(StrEnum):
    """The kinds of entries a reader tells apart."""

    ANSWER = "answer"
    PURCHASE = "purchase"
    WEB = "web"
    ENCOUNTER = "encounter"
    MESSAGE = "message"
    INVITATION = "invitation"
    CONSENT = "consent"
    CHANGE = "change"


FAMILY_NAMES: Final[Mapping[Family, str]] = {
    Family.ANSWER: _("Answers and comments"),
    Family.PURCHASE: _("Purchases"),
    Family.WEB: _("Web and app"),
    Family.ENCOUNTER: _("Meetings and visits"),
    Family.MESSAGE: _("Messages"),
    Family.INVITATION: _("Invitations"),
    Family.CONSENT: _("Consents"),
    Family.CHANGE: _("Changes"),
}
FAMILY_OF_KIND: Final[Mapping[str, Family]] = {
    "answer": Family.ANSWER,
    "comment": Family.ANSWER,
    "feedback": Family.ANSWER,
    "purchase": Family.PURCHASE,
    "page_view": Family.WEB,
    "screen_view": Family.WEB,
    "event": Family.WEB,
    "message": Family.MESSAGE,
}
"""Every other kind of signal is a meeting or a visit: kinds are the organisation's own words."""
TRACES: Final = frozenset({Family.WEB})
"""What is shown only with consent for profiling."""
FROM_LAKE: Final = frozenset({Family.ANSWER, Family.PURCHASE, Family.WEB, Family.ENCOUNTER, Family.MESSAGE})
ENCOUNTER_NAMES: Final[Mapping[str, str]] = {
    "encounter": _("An encounter"),
    "meeting": _("A meeting"),
    "visit": _("A visit"),
    "observation": _("An observation"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line within an entry: an answer, an order line, a page that was seen.

    Attributes:
        label: The question, the product, the page.
        value: What was said or counted; None where there is nothing but words.
        words: The customer's own words, or a title.
        language: Of the words.
        at: When, where that differs from the entry.
    """

    label: str
    value: Text | None = None
    words: str = ""
    language: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that happened.

    Attributes:
        key: Names it on this timeline; stable as long as nothing is added to it.
        family: Its kind.
        at: When it happened, or ended.
        since: When it began, where it lasted.
        title: What happened, in a few words.
        channel: Where they met; may be empty.
        touchpoint: The named place; may be empty.
        source: The room or the source it was told by.
        count: How many signals it stands for.
        lines: Its parts, as far as they are shown.
        in_confidence: It was given in confidence: that it was is shown, what was said is not.
        url: Where more of it is to be seen; may be empty.
    """

    key: str
    family: Family
    at: datetime
    title: Text
    since: datetime | None = None
    channel: str = ""
    touchpoint: str = ""
    source: str = ""
    count: int = 1
    lines: tuple[Line, ...] = ()
    in_confidence: bool = False
    url: str = ""

    @property
    def anchor(self) -> str:
        """Return the entry's place on the page."""
        return anchor_of(self.key)

    @property
    def more(self) -> int:
        """Return how many of its signals are not among its lines; what lies in the database is always whole."""
        return max(self.count - len(self.lines), 0) if self.family in FROM_LAKE and self.count > 1 else 0


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place on a timeline: everything after it is older."""

    at: datetime
    key: str = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a timeline, newest first; ``next`` is where the following one begins, None at its end."""

    entries: tuple[Entry, ...] = ()
    next: Cursor | None = None


def anchor_of(key: str) -> str:
    """Return the id of an entry's element: keys hold signs that addresses do not."""
    return f"e-{derived_id(key)[:12]}"


def kind_family(kind: str) -> Family:
    """Return the family a kind of signal belongs to."""
    return FAMILY_OF_KIND.get(kind, Family.ENCOUNTER)


def merge(entries: Iterable[Entry], *, before: Cursor | None, limit: int) -> Piece:
    """Return the newest entries before a place, at most ``limit``, and where the next piece begins."""
    ordered = sorted(entries, key=lambda one: (one.at, one.key), reverse=True)
    if before is not None:
        ordered = [one for one in ordered if (one.at, one.key) < (before.at, before.key)]
    shown = tuple(ordered[:limit])
    if len(ordered) <= limit:
        return Piece(entries=shown)
    return Piece(entries=shown, next=Cursor(shown[-1].at, shown[-1].key))


def sealed(entry: Entry) -> Entry:
    """Return an entry given in confidence: that it was given, when, and not a word of it."""
    title = say(_("Answered in confidence"))
    return replace(entry, title=title, lines=(), in_confidence=True, touchpoint="", count=0, url="")
