"""Consent: what a party has agreed to, for which purpose, on which channel, on which legal basis; pure, no clock.

::

    asked ──give──▶ given ──expire──▶ expired
      │               └──withdraw──▶ withdrawn
      └──withdraw (an objection)──────▲

A consent that ended never begins again: who agrees anew gives a new one, with the text of that day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say

ANY_CHANNEL: Final = "any"


class Purpose(StrEnum):
    """What a party's data are used for, or what it is contacted for; each is asked for by its name."""

    SERVICE = "service"
    SURVEYS = "surveys"
    RESEARCH = "research"
    MARKETING = "marketing"
    PROFILING = "profiling"
    RECORDING = "recording"
    TRACKING = "tracking"


class Basis(StrEnum):
    """The legal basis (GDPR 6(1)) on which somebody is contacted."""

    CONSENT = "consent"
    LEGITIMATE_INTEREST = "legitimate_interest"
    CONTRACT = "contract"


class ConsentState(StrEnum):
    """Where a consent stands."""

    ASKED = "asked"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ConsentStep(StrEnum):
    """What can happen to a consent."""

    GIVE = "give"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


STATE_NAMES: Final[Mapping[ConsentState, str]] = {
    ConsentState.ASKED: _("asked for"),
    ConsentState.GIVEN: _("given"),
    ConsentState.WITHDRAWN: _("withdrawn"),
    ConsentState.EXPIRED: _("expired"),
}
STEP_NAMES: Final[Mapping[ConsentStep, str]] = {
    ConsentStep.GIVE: _("given"),
    ConsentStep.WITHDRAW: _("withdrawn"),
    ConsentStep.EXPIRE: _("let expire"),
}
STEPS: Final[Mapping[tuple[ConsentState, ConsentStep], ConsentState]] = {
    (ConsentState.ASKED, ConsentStep.GIVE): ConsentState.GIVEN,
    (ConsentState.ASKED, ConsentStep.WITHDRAW): ConsentState.WITHDRAWN,
    (ConsentState.GIVEN, ConsentStep.WITHDRAW): ConsentState.WITHDRAWN,
    (ConsentState.GIVEN, ConsentStep.EXPIRE): ConsentState.EXPIRED,
}
OPEN: Final = frozenset({ConsentState.ASKED, ConsentState.GIVEN})
ENDED: Final = frozenset({ConsentState.WITHDRAWN, ConsentState.EXPIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """What somebody tells about one consent of a party.

    Attributes:
        identifier: ``scheme:value`` of a registered party.
        state: ``given`` or ``withdrawn``.
        at: When, with its time zone.
        channel: One channel, or ``any``.
        purpose: What for.
        text_version: Which text was agreed to, such as ``customer list of 2026-11-22``.
    """

    identifier: str
    state: ConsentState
    at: datetime
    channel: str = ANY_CHANNEL
    purpose: Purpose = Purpose.SURVEYS
    text_version: str = ""


def after(state: ConsentState, step: ConsentStep) -> ConsentState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step cannot follow the state; the message names both.
    """
    following = STEPS.get((state, step))
    if following is None:
        raise GuardError(
            _("A consent that is {state} cannot be {step}."),
            _("Ask for a new consent instead."),
            state=say(STATE_NAMES[state]),
            step=say(STEP_NAMES[step]),
        )
    return following


def may_be_asked(state: ConsentState | None, basis: Basis) -> bool:
    """Return whether a party may be contacted on a basis, given its newest consent; None: there never was one.

    With consent as the basis only a given one will do. On another basis everybody may be asked but those who
    withdrew or objected (GDPR 21), and those whose consent expired: they had been promised an end.
    """
    if basis is Basis.CONSENT:
        return state is ConsentState.GIVEN
    return state not in ENDED
