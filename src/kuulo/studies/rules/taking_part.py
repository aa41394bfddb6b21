"""The life of one participant: invited → joined → left | removed; and when what they told may be used; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.studies.rules.kinds import BY_CONSENT, LegalBasis


class ParticipantState(StrEnum):
    """Where a participant stands."""

    INVITED = "invited"
    JOINED = "joined"
    LEFT = "left"
    REMOVED = "removed"


class ParticipantStep(StrEnum):
    """What can happen to a participant."""

    JOIN = "join"
    LEAVE = "leave"
    REMOVE = "remove"


class Payment(StrEnum):
    """What has become of what a participant was promised; staying has no part in it."""

    NONE = "none"
    DUE = "due"
    PAID = "paid"
    WAIVED = "waived"


class Sending(StrEnum):
    """What has become of the message that asks somebody to take part."""

    NONE = "none"
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    UNCLEAR = "unclear"


PARTICIPANT_STATE_NAMES: Final[Mapping[ParticipantState, str]] = {
    ParticipantState.INVITED: _("asked to join"),
    ParticipantState.JOINED: _("takes part"),
    ParticipantState.LEFT: _("has left"),
    ParticipantState.REMOVED: _("taken out"),
}
STEP_WORDS: Final[Mapping[ParticipantStep, str]] = {
    ParticipantStep.JOIN: _("join"),
    ParticipantStep.LEAVE: _("leave"),
    ParticipantStep.REMOVE: _("be taken out"),
}
PAYMENT_NAMES: Final[Mapping[Payment, str]] = {
    Payment.NONE: _("nothing promised"),
    Payment.DUE: _("to be paid"),
    Payment.PAID: _("paid"),
    Payment.WAIVED: _("not wanted"),
}
SENDING_NAMES: Final[Mapping[Sending, str]] = {
    Sending.NONE: _("no message"),
    Sending.WAITING: _("waits to be sent"),
    Sending.CLAIMED: _("being sent"),
    Sending.SENT: _("sent"),
    Sending.REFUSED: _("could not be delivered"),
    Sending.UNCLEAR: _("unclear whether it left"),
}
PARTICIPANT_STEPS: Final[Mapping[ParticipantStep, tuple[frozenset[ParticipantState], ParticipantState]]] = {
    ParticipantStep.JOIN: (frozenset({ParticipantState.INVITED}), ParticipantState.JOINED),
    ParticipantStep.LEAVE: (frozenset({ParticipantState.INVITED, ParticipantState.JOINED}), ParticipantState.LEFT),
    ParticipantStep.REMOVE: (frozenset({ParticipantState.INVITED, ParticipantState.JOINED}), ParticipantState.REMOVED),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a participant agreed to and when that ended."""

    basis: LegalBasis | None
    joined_at: datetime | None
    given_at: datetime | None
    ended_at: datetime | None
    expires_at: datetime | None


def after_step(
    state: ParticipantState, step: ParticipantStep, *, agrees: bool = True, open_to_join: bool = True
) -> ParticipantState:
    """Return the state that a step leads to.

    Args:
        state: Where the participant stands.
        step: What is to happen.
        agrees: Whether the consent text was agreed to; looked at for joining.
        open_to_join: Whether the study takes participants now; looked at for joining.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = PARTICIPANT_STEPS[step]
    if state not in sources:
        raise GuardError(
            _("A participant who is “{state}” cannot {step}."),
            state=say(PARTICIPANT_STATE_NAMES[state]),
            step=say(STEP_WORDS[step]),
        )
    if step is ParticipantStep.JOIN and not open_to_join:
        raise GuardError(_("The study takes no participants now."), _("It is not running, or it is over."))
    if step is ParticipantStep.JOIN and not agrees:
        raise GuardError(_("Consent: it was not given."), _("Tick that you agree, or close the page."))
    return target


def basis_in_force(agreement: Agreement, now: datetime) -> bool:
    """Return whether what the participant told may be used: it rests on a basis that has neither ended nor run out."""
    begun = agreement.given_at if agreement.basis in BY_CONSENT else agreement.joined_at
    if agreement.basis is None or begun is None or agreement.ended_at is not None:
        return False
    return agreement.expires_at is None or agreement.expires_at > now


def label_of(number: int) -> str:
    """Return what the participant of a number is called among the team: ``P03``."""
    return f"P{number:02d}"
