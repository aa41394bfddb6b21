"""Life cycles of the room: of rooms, threads, messages and polls; tables of steps and their guards; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _


class RoomState(StrEnum):
    """How far a room has come."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


class RoomStep(StrEnum):
    """What is done with a room."""

    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"


class ThreadState(StrEnum):
    """Whether a thread takes words."""

    OPEN = "open"
    CLOSED = "closed"


class ThreadStep(StrEnum):
    """What is done with a thread."""

    CLOSE = "close"
    REOPEN = "reopen"


class MessageState(StrEnum):
    """Whether the others see a message."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    """By a moderator, who said why; the writer still sees it."""
    REMOVED = "removed"
    """By its writer, or because its writer left: no word of it is kept."""


class MessageStep(StrEnum):
    """What is done with a message."""

    HIDE = "hide"
    SHOW = "show"
    REMOVE = "remove"


class PollState(StrEnum):
    """Whether a poll takes votes. A closed one stays closed: from two results one could work out one vote."""

    OPEN = "open"
    CLOSED = "closed"


class PollStep(StrEnum):
    """What is done with a poll."""

    CLOSE = "close"


class HideReason(StrEnum):
    """Why a moderator hid a message."""

    OFF_TOPIC = "off_topic"
    HURTS = "hurts"
    PERSONAL = "personal"
    """It tells of somebody else by name, or so that they are known: it is no source either."""
    ADVERTISING = "advertising"


STATE_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "planned": _("not opened yet"),
        "open": _("open"),
        "closed": _("closed"),
        "shown": _("visible"),
        "hidden": _("hidden"),
        "removed": _("removed"),
    }
)
STEP_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "open": _("opening"),
        "close": _("making an end"),
        "reopen": _("opening again"),
        "hide": _("hiding"),
        "show": _("showing"),
        "remove": _("removing"),
    }
)
REASON_NAMES: Final[Mapping[HideReason, Text]] = MappingProxyType(
    {
        HideReason.OFF_TOPIC: say(_("It is off the topic.")),
        HideReason.HURTS: say(_("It may hurt somebody.")),
        HideReason.PERSONAL: say(_("It tells of somebody else.")),
        HideReason.ADVERTISING: say(_("It is advertising.")),
    }
)
ROOM_STEPS: Final[Mapping[tuple[RoomState, RoomStep], RoomState]] = MappingProxyType(
    {
        (RoomState.PLANNED, RoomStep.OPEN): RoomState.OPEN,
        (RoomState.OPEN, RoomStep.CLOSE): RoomState.CLOSED,
        (RoomState.CLOSED, RoomStep.REOPEN): RoomState.OPEN,
    }
)
THREAD_STEPS: Final[Mapping[tuple[ThreadState, ThreadStep], ThreadState]] = MappingProxyType(
    {
        (ThreadState.OPEN, ThreadStep.CLOSE): ThreadState.CLOSED,
        (ThreadState.CLOSED, ThreadStep.REOPEN): ThreadState.OPEN,
    }
)
MESSAGE_STEPS: Final[Mapping[tuple[MessageState, MessageStep], MessageState]] = MappingProxyType(
    {
        (MessageState.SHOWN, MessageStep.HIDE): MessageState.HIDDEN,
        (MessageState.HIDDEN, MessageStep.SHOW): MessageState.SHOWN,
        (MessageState.SHOWN, MessageStep.REMOVE): MessageState.REMOVED,
        (MessageState.HIDDEN, MessageStep.REMOVE): MessageState.REMOVED,
    }
)
POLL_STEPS: Final[Mapping[tuple[PollState, PollStep], PollState]] = MappingProxyType(
    {(PollState.OPEN, PollStep.CLOSE): PollState.CLOSED}
)

State = TypeVar("State", RoomState, ThreadState, MessageState, PollState)
Step = TypeVar("Step", RoomStep, ThreadStep, MessageStep, PollStep)


def stepped(steps: Mapping[tuple[State, Step], State], state: State, step: Step) -> State:
    """Return the state after a step.

    Raises:
        GuardError: There is no such step from this state; the message names both.
    """
    after = steps.get((state, step))
    if after is None:
        raise GuardError(
            _("The step “{step}” is refused: it does not follow the state “{state}”."),
            _("Load the page again to see what can be done now."),
            step=say(STEP_WORDS[step.value]),
            state=say(STATE_WORDS[state.value]),
        )
    return after


def check_opening(*, is_running: bool, welcome: str) -> None:
    """Refuse to open a room nobody could rightly talk in.

    Raises:
        GuardError: The study is not running, or nothing says what the room is for.
    """
    if not is_running:
        raise GuardError(
            _("The room cannot be opened: the study is not running."), _("Start the study on its own page first.")
        )
    if not welcome.strip():
        raise GuardError(
            _("The room cannot be opened: it has no words of welcome."),
            _("Say what is talked about here, and how."),
        )
