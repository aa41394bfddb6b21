"""What became of an invitation: outcomes, which of them goes further than which, and what is told of them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class Outcome(StrEnum):
    """How far an invitation has come.

    ``not_asked`` was drawn but left alone, with a reason; ``unknown`` ran out without a word.
    """

    DRAWN = "drawn"
    NOT_ASKED = "not_asked"
    PLANNED = "planned"
    SENT = "sent"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"
    BOUNCED = "bounced"
    OPENED = "opened"
    STARTED = "started"
    PARTIAL = "partial"
    REFUSED = "refused"
    COMPLETE = "complete"


OUTCOME_NAMES: Final[Mapping[Outcome, str]] = {
    Outcome.DRAWN: _("drawn"),
    Outcome.NOT_ASKED: _("not asked"),
    Outcome.PLANNED: _("to be sent"),
    Outcome.SENT: _("sent"),
    Outcome.DELIVERED: _("delivered"),
    Outcome.UNKNOWN: _("no word"),
    Outcome.BOUNCED: _("bounced"),
    Outcome.OPENED: _("opened"),
    Outcome.STARTED: _("started"),
    Outcome.PARTIAL: _("answered in part"),
    Outcome.REFUSED: _("refused"),
    Outcome.COMPLETE: _("answered in full"),
}
RANK: Final[Mapping[Outcome, int]] = {
    Outcome.DRAWN: 0,
    Outcome.NOT_ASKED: 1,
    Outcome.PLANNED: 2,
    Outcome.SENT: 3,
    Outcome.DELIVERED: 4,
    # A reader of bounces may be late: whoever is silent may turn out never to have been reached.
    Outcome.UNKNOWN: 5,
    Outcome.BOUNCED: 6,
    # Whoever opened was reached, whatever a second address bounced.
    Outcome.OPENED: 7,
    Outcome.STARTED: 8,
    Outcome.PARTIAL: 9,
    Outcome.REFUSED: 10,
    Outcome.COMPLETE: 11,
}
"""An outcome is replaced only by one of higher rank: an answer beats a refusal, for it can be given after one."""

SETTLED: Final = frozenset({Outcome.NOT_ASKED, Outcome.BOUNCED, Outcome.REFUSED, Outcome.COMPLETE, Outcome.UNKNOWN})
"""No further message is sent after these."""
TAKEN_IN: Final = frozenset(
    {
        Outcome.SENT,
        Outcome.DELIVERED,
        Outcome.BOUNCED,
        Outcome.OPENED,
        Outcome.STARTED,
        Outcome.PARTIAL,
        Outcome.COMPLETE,
        Outcome.REFUSED,
        Outcome.UNKNOWN,
    }
)
"""What others may record; the rest is the room's own."""
ANSWERED: Final = frozenset({Outcome.COMPLETE, Outcome.PARTIAL})
WAITING: Final = frozenset({Outcome.SENT, Outcome.DELIVERED, Outcome.OPENED, Outcome.STARTED})
"""Sent, and neither answered nor over."""


class Reason(StrEnum):
    """Why somebody was not asked."""

    BUDGET = "budget"
    NO_CONSENT = "no_consent"
    NO_ADDRESS = "no_address"
    BOUNCED = "bounced"
    QUOTA_FULL = "quota_full"
    REFUSED = "refused"
    ALREADY_INVITED = "already_invited"
    LEFT = "left"
    NOT_DRAWN = "not_drawn"
    UNKNOWN_PARTY = "unknown_party"
    NO_INSTRUMENT = "no_instrument"
    CANCELLED = "cancelled"
    FAILED = "failed"


REASON_NAMES: Final[Mapping[Reason, str]] = {
    Reason.BUDGET: _("the contact budget was used up"),
    Reason.NO_CONSENT: _("no consent"),
    Reason.NO_ADDRESS: _("no address on the channel"),
    Reason.BOUNCED: _("messages to the address bounce"),
    Reason.QUOTA_FULL: _("the quota was full"),
    Reason.REFUSED: _("refused an invitation to the same questionnaire"),
    Reason.ALREADY_INVITED: _("invited already"),
    Reason.LEFT: _("no longer a customer"),
    Reason.NOT_DRAWN: _("not drawn by chance"),
    Reason.UNKNOWN_PARTY: _("not in the customer database"),
    Reason.NO_INSTRUMENT: _("the questionnaire was not published"),
    Reason.CANCELLED: _("the round was cancelled before the message was sent"),
    Reason.FAILED: _("the message could not be sent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeEvent:
    """Something that happened to one invitation.

    Attributes:
        invitation_id: Which.
        outcome: One of `TAKEN_IN`.
        at: When, with its time zone.
    """

    invitation_id: int
    outcome: Outcome
    at: datetime


def further(now: Outcome, event: Outcome) -> bool:
    """Return whether the event takes an invitation further than it is; nothing ever steps back."""
    return RANK[event] > RANK[now]


def told_at(at: datetime, *, promise: str) -> datetime:
    """Return the moment of an outcome as it is kept: where answers are anonymous, the day alone.

    A moment of a second would lead from the invitation to the answer that was stored in the same second.
    """
    if promise != "anonymous":
        return at
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
