"""Who sees which words, who may write, and until when; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.discussions.rules.states import RoomState, ThreadState

EDIT_WITHIN: Final = timedelta(minutes=30)
"""How long one's own words can be changed; after that others have answered them, and somebody may have coded them."""
LONGEST_TEXT: Final = 5_000
LONGEST_TITLE: Final = 160
LONGEST_NAME: Final = 40
MOST_OPTIONS: Final = 12
FEWEST_OPTIONS: Final = 2
MOST_IN_MINUTES: Final = 20
"""Messages of one person in `BURST`: beyond that a script writes, or somebody drowns the others."""
BURST: Final = timedelta(minutes=10)


class Seeing(StrEnum):
    """What participants see of each other in a thread."""

    EVERYBODY = "everybody"
    AFTER_OWN = "after_own"
    """Others' words are seen once one's own are written: nobody is led by who came first."""
    STAFF_ONLY = "staff_only"
    """Each sees only the own words and those of the moderators."""


class ThreadKind(StrEnum):
    """What a thread is for."""

    TOPIC = "topic"
    PROBE = "probe"
    """A further question to one or all."""


class Starters(StrEnum):
    """Who may begin a thread."""

    STAFF = "staff"
    EVERYBODY = "everybody"


class Choice(StrEnum):
    """How many options of a poll one may take."""

    ONE = "one"
    SEVERAL = "several"


class Notice(StrEnum):
    """Whether somebody is told by message of what was written."""

    DAILY = "daily"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What decides whether somebody may write now.

    Attributes:
        room: State of the room.
        thread: State of the thread.
        is_running: Whether the study is.
        has_basis: Whether the person has joined and the consent is in force.
        is_silenced: Whether a moderator took the word from them.
    """

    room: RoomState
    thread: ThreadState
    is_running: bool
    has_basis: bool
    is_silenced: bool


def check_writing(standing: Standing) -> None:
    """Refuse words where they may not be taken; the message names what stands in the way.

    Raises:
        GuardError: The study, the consent, the room, the thread or a moderator stands against it.
    """
    if not standing.has_basis:
        raise GuardError(_("Your consent to take part is not in force."), _("Join the study again to write here."))
    if not standing.is_running:
        raise GuardError(_("The study is not running now."))
    if standing.room is not RoomState.OPEN:
        raise GuardError(_("This room is not open."))
    if standing.thread is not ThreadState.OPEN:
        raise GuardError(_("This thread is closed."))
    if standing.is_silenced:
        raise GuardError(_("A moderator has asked you not to write for now."))


def check_editing(written_at: datetime, now: datetime) -> None:
    """Refuse to change words that have stood for long.

    Raises:
        GuardError: The time for it is over.
    """
    if now - written_at > EDIT_WITHIN:
        raise GuardError(
            _("Your message can no longer be changed: it has stood for more than {minutes} minutes."),
            _("You can remove it, and write anew."),
            minutes=int(EDIT_WITHIN.total_seconds() // 60),
        )


def sees_others(seeing: Seeing, *, wrote: bool) -> bool:
    """Return whether a participant sees the words of the other participants in a thread."""
    return seeing is Seeing.EVERYBODY or (seeing is Seeing.AFTER_OWN and wrote)


def plain_text(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return words as they are kept: line ends as LF, no NUL, no blanks around.

    Raises:
        InputError: Nothing is left, or it is longer than ``longest``.
    """
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not found:
        raise InputError(_("Nothing was written."), _("Write something first."))
    if len(found) > longest:
        raise InputError(
            _("It is too long: {length} characters."),
            _("Write at most {longest}."),
            length=len(found),
            longest=longest,
        )
    return found


def check_options(options: tuple[str, ...]) -> tuple[str, ...]:
    """Return the options of a poll without blanks.

    Raises:
        InputError: There are too few, too many, or two alike.
    """
    found = tuple(" ".join(option.split()) for option in options if option.strip())
    if not FEWEST_OPTIONS <= len(found) <= MOST_OPTIONS:
        raise InputError(
            _("A poll has {fewest}–{most} options."),
            _("Write one option a line."),
            fewest=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
        )
    if len({option.casefold() for option in found}) < len(found):
        raise InputError(_("Two options of the poll are alike."), _("Write one option a line."))
    return tuple(option[:LONGEST_TITLE] for option in found)


def check_vote(picked: tuple[int, ...], *, choice: Choice, options: int) -> tuple[int, ...]:
    """Return the places of the options somebody took, in order.

    Raises:
        InputError: None, more than one where one may be taken, or one that is not there.
    """
    found = tuple(sorted(set(picked)))
    if not found or (choice is Choice.ONE and len(found) > 1):
        raise InputError(_("Choose one of the options."))
    if found[0] < 0 or found[-1] >= options:
        raise InputError(_("There is no such option."), _("Load the page again."))
    return found
