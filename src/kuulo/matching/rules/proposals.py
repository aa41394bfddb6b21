"""The life of a proposal that two parties are one; pure, no clock.

::

    proposed ──accept──▶ accepted ──undo──▶ proposed
        │
        └──reject──▶ rejected ──undo──▶ proposed
                         └──renew (its data changed)──▶ proposed
    accepted ──part (the link was undone elsewhere)──▶ proposed

What is not accepted is never a link; what was rejected comes again only when what is known of the two has changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ProposalStep(StrEnum):
    """What can happen to a proposal."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNDO = "undo"
    RENEW = "renew"
    PART = "part"


STATE_NAMES: Final[Mapping[ProposalState, str]] = {
    ProposalState.PROPOSED: _("still open"),
    ProposalState.ACCEPTED: _("accepted already"),
    ProposalState.REJECTED: _("rejected already"),
}
STEP_NAMES: Final[Mapping[ProposalStep, str]] = {
    ProposalStep.ACCEPT: _("accepted now"),
    ProposalStep.REJECT: _("rejected now"),
    ProposalStep.UNDO: _("undone"),
    ProposalStep.RENEW: _("proposed anew"),
    ProposalStep.PART: _("parted"),
}
STEPS: Final[Mapping[tuple[ProposalState, ProposalStep], ProposalState]] = {
    (ProposalState.PROPOSED, ProposalStep.ACCEPT): ProposalState.ACCEPTED,
    (ProposalState.PROPOSED, ProposalStep.REJECT): ProposalState.REJECTED,
    (ProposalState.ACCEPTED, ProposalStep.UNDO): ProposalState.PROPOSED,
    (ProposalState.REJECTED, ProposalStep.UNDO): ProposalState.PROPOSED,
    (ProposalState.REJECTED, ProposalStep.RENEW): ProposalState.PROPOSED,
    (ProposalState.ACCEPTED, ProposalStep.PART): ProposalState.PROPOSED,
}


def after(state: ProposalState, step: ProposalStep) -> ProposalState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step cannot follow the state; the message names both.
    """
    following = STEPS.get((state, step))
    if following is None:
        raise GuardError(
            _("A proposal that is {state} cannot be {step}."),
            _("Look at the proposal again: somebody may have decided meanwhile."),
            state=say(STATE_NAMES[state]),
            step=say(STEP_NAMES[step]),
        )
    return following


def may_come_again(state: ProposalState, kept: str, now: str) -> bool:
    """Return whether a pair found again changes its proposal: an open one does, a rejected one if its data changed.

    Args:
        state: Where the proposal stands.
        kept: The fingerprint of the data it was decided on.
        now: The fingerprint of the data as they are.
    """
    if state is ProposalState.REJECTED:
        return kept != now
    return state is ProposalState.PROPOSED


def fingerprint(first: Mapping[str, object], second: Mapping[str, object]) -> str:
    """Return a short print of what is known of two parties; the order of the two and of their columns is no matter."""
    told = sorted(json.dumps(_known(row), sort_keys=True, default=str, ensure_ascii=False) for row in (first, second))
    return blake2b("\n".join(told).encode(), digest_size=16).hexdigest()


def _known(row: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if value not in {None, ""}}
