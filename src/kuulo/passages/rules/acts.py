"""Acts of a coder, kept so that each can be taken back exactly and done again; pure.

An act is a list of changes of rows: what a row held before, and what after. To undo it, every row must still hold what
the act left there; then each gets back what it held before, with its number, its time and all. To redo it the same
holds the other way round. A new act forgets what was undone before it, as every editor does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _

Plain = Mapping[str, Any]


class Verb(StrEnum):
    """What a coder does that can be taken back."""

    CODE = "code"
    CODE_ANEW = "code_anew"
    """With a code made for it."""
    REMOVE = "remove"
    NOTE = "note"
    """A memo on a coding."""
    MEMO = "memo"
    CHANGE_MEMO = "change_memo"
    REMOVE_MEMO = "remove_memo"
    ACCEPT = "accept"
    REJECT = "reject"
    RESIZE = "resize"


class Kind(StrEnum):
    """Rows that acts change."""

    CODING = "coding"
    MEMO = "memo"
    PROPOSAL = "proposal"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one row: None before where it was made, None after where it was removed.

    Attributes:
        kind: Of what table.
        key: The row's number; of a code ``book/key``.
        before: What the row held; plain values.
        after: What it holds since.
    """

    kind: Kind
    key: str
    before: Plain | None
    after: Plain | None

    def turned(self) -> Change:
        """Return the change that takes it back."""
        return Change(kind=self.kind, key=self.key, before=self.after, after=self.before)

    def to_plain(self) -> dict[str, Any]:
        """Return it as JSON knows it."""
        return {"kind": self.kind.value, "key": self.key, "before": self.before, "after": self.after}

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Change:
        """Return what ``to_plain`` wrote."""
        return cls(kind=Kind(plain["kind"]), key=plain["key"], before=plain["before"], after=plain["after"])


@dataclass(frozen=True, slots=True, kw_only=True)
class ActView:
    """An act that was done, undone or done again, for the page: what it was, where, and which rows it changed."""

    number: int
    verb: Verb
    at: datetime
    source: str = ""
    start: int | None = None
    end: int | None = None
    rows: tuple[tuple[Kind, str], ...] = ()


CHANGED: Final = _("Somebody has changed what this act left behind, so it cannot be taken back exactly.")
CHANGED_MEND: Final = _("See the passage as it is now and change it by hand.")
NOTHING_DONE: Final = _("There is nothing to undo.")
NOTHING_UNDONE: Final = _("There is nothing to redo.")

NAMES: Final[Mapping[Verb, str]] = {
    Verb.CODE: _("Passage coded"),
    Verb.CODE_ANEW: _("Passage coded with a new code"),
    Verb.REMOVE: _("Code taken from a passage"),
    Verb.NOTE: _("Note on a coding"),
    Verb.MEMO: _("Memo written"),
    Verb.CHANGE_MEMO: _("Memo changed"),
    Verb.REMOVE_MEMO: _("Memo removed"),
    Verb.ACCEPT: _("Proposal accepted"),
    Verb.REJECT: _("Proposal rejected"),
    Verb.RESIZE: _("Passage of a coding changed"),
}


def verb_text(verb: Verb) -> Text:
    """Return what an act is called."""
    return say(NAMES[verb])


def steps_back(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes that take an act back, last first."""
    return tuple(change.turned() for change in reversed(changes))


def check_unchanged(change: Change, now: Plain | None) -> None:
    """Refuse a step whose row does not hold what the step expects.

    Args:
        change: The step to be done.
        now: What the row holds; None where there is none.

    Raises:
        GuardError: It holds something else.
    """
    if now != change.before:
        raise GuardError(CHANGED, CHANGED_MEND)
