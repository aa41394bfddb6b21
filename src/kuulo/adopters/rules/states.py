"""What becomes of a proposal that somebody is an early adopter; pure."""

from __future__ import annotations

from enum import StrEnum

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _


class AdopterState(StrEnum):
    """What became of a proposal: the machine proposes, people decide, and can decide anew."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


def decided(state: AdopterState, wish: AdopterState) -> AdopterState:
    """Return the state after a decision; taking one back returns it to proposed.

    Raises:
        GuardError: It is in that state already.
    """
    if state is wish:
        raise GuardError(_("The proposal is {state} already."), _("Load the page again."), state=wish.value)
    return wish
