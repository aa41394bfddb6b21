"""Closed lists of the room: states of a proposal, why a comment is to be coded; and how a proposal moves; pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _

KEY_LENGTH: Final = 60
"""Longest key of a code; with the codebook's slug before it, it is the code's name in figures."""
SIGNAL_LENGTH: Final = 128
NONE_KEY: Final = "0"
"""What is pressed for "none of these"."""


class ProposalState(StrEnum):
    """What became of a proposal."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Reason(StrEnum):
    """Why a comment is to be coded next."""

    LOT = "lot"
    """Drawn by lot: the sample that the machine is measured against."""
    UNSURE = "unsure"
    """The machine learns most from it."""
    VARIED = "varied"
    """Unlike the others, before anything is learned."""


def decided(state: ProposalState, wish: ProposalState) -> ProposalState:
    """Return the state after a decision; taking one back returns it to proposed.

    Raises:
        GuardError: It is in that state already.
    """
    if state is wish:
        raise GuardError(_("The proposal is {state} already."), _("Load the page again."), state=state.value)
    return wish
