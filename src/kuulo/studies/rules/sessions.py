"""The life of a session: planned → held | cancelled; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


SESSION_STATE_NAMES: Final[Mapping[SessionState, str]] = {
    SessionState.PLANNED: _("arranged"),
    SessionState.HELD: _("held"),
    SessionState.CANCELLED: _("called off"),
}


def after_session(state: SessionState, target: SessionState) -> SessionState:
    """Return the state a session is taken to.

    Raises:
        GuardError: It is over already; the message says how.
    """
    if state is not SessionState.PLANNED or target is SessionState.PLANNED:
        raise GuardError(
            _("A meeting that is “{state}” cannot become “{target}”."),
            _("Plan another meeting."),
            state=say(SESSION_STATE_NAMES[state]),
            target=say(SESSION_STATE_NAMES[target]),
        )
    return target
