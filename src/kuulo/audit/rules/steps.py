"""What the log says of one step: who did what to what, when, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias

from kuulo.base.texts import Text
from kuulo.base.texts import mark as _

Detail: TypeAlias = str | int | float | bool | None
DETAIL_TYPES: Final = (str, int, float, bool, type(None))
# What a subject is called on pages; a kind that does not stand here goes by its own name.
SUBJECT_NAMES: Final[Mapping[str, str]] = {
    "study": _("Study"),
    "participant": _("Participant"),
    "session": _("Meeting"),
    "diary": _("Diary"),
    "discussion": _("Discussion"),
    "source": _("Material of a study"),
    "coding": _("Coding"),
    "round": _("Round of coding"),
    "exchange": _("Exchange"),
    "fragment": _("Fragment"),
    "claim": _("Claim"),
    "idea": _("Idea"),
    "decision": _("Decision"),
    "plan": _("Plan"),
    "adopters": _("Early adopters"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a step was done to: a kind such as ``study`` and the key by which its room finds it."""

    kind: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the log.

    Attributes:
        number: Its place in the log, from 1 without gaps.
        actor: Who did it: the address a colleague signs in with, or the name of what did it by itself.
        verb: What was done, in one word for programs, such as ``move``.
        text: The same for people.
        details: Plain values: states, numbers, keys. No words and no names of customers.
        before: Digest of the step before.
        digest: Digest of this step and of the one before.
    """

    number: int
    at: datetime
    actor: str
    verb: str
    subject: Subject
    text: Text
    details: Mapping[str, Detail]
    before: str
    digest: str
