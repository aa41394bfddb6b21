"""States of a response, kinds of ways in, and what each promise lets the store keep; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kuulo.base.texts import Text
from kuulo.instruments.rules.questionnaire import Promise

LONGEST_PARTY = 310


class State(StrEnum):
    """How far a response has come."""

    STARTED = "started"
    PARTIAL = "partial"
    COMPLETE = "complete"
    DISMISSED = "dismissed"
    REFUSED = "refused"


class WayKind(StrEnum):
    """How somebody comes to an instrument without an invitation."""

    LINK = "link"
    QR = "qr"
    KIOSK = "kiosk"
    WIDGET = "widget"
    EMAIL = "email"
    API = "api"


CLOSED_STATES = frozenset({State.COMPLETE, State.DISMISSED, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the answer to one question: the field's key and a sentence for the person."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something sent in.

    Attributes:
        state: State of the response now; empty where it was not taken.
        key: Key of the response.
        page: The page to show next; None when there is none.
        repeated: The same had been sent before.
        problems: Why it was not taken; empty when it was.
        gone: The way in is closed or unknown, or the invitation was used up: nothing can be sent here.
    """

    state: str
    key: str
    page: str | None = None
    repeated: bool = False
    problems: tuple[Problem, ...] = field(default=())
    gone: bool = False

    @property
    def taken(self) -> bool:
        """Return whether it is stored."""
        return bool(self.state) and not self.problems and not self.gone


def day_of(moment: datetime) -> datetime:
    """Return the moment cut to its day."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def kept_time(moment: datetime, promise: str) -> datetime:
    """Return the time as the promise lets it be kept: the day alone where it is anonymous."""
    return day_of(moment) if promise == Promise.ANONYMOUS else moment
