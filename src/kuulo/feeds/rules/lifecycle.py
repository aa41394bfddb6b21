"""The life of one delivery of a feed: which step may follow which, and what guards it; pure.

::

    received ─recognise─▶ recognised ─check─▶ checked ─queue─▶ queued ─begin─▶ running ─finish─▶ done
                          ▲        ▲             │               ▲                │
                          └─settle─┴───settle────┘               └──queue── failed ◀── fail

A run that was cut short begins again where it stood; one that is done never changes again.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say


class FeedKind(StrEnum):
    """What a feed brings."""

    PEOPLE = "people"
    PURCHASES = "purchases"


class Origin(StrEnum):
    """Where a feed's deliveries come from."""

    UPLOAD = "upload"
    FOLDER = "folder"
    SQL = "sql"


class RunState(StrEnum):
    """Where a delivery stands."""

    RECEIVED = "received"
    RECOGNISED = "recognised"
    CHECKED = "checked"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunStep(StrEnum):
    """What can be done with a delivery."""

    RECOGNISE = "recognise"
    SETTLE = "settle"
    CHECK = "check"
    QUEUE = "queue"
    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"


STATE_NAMES: Final[Mapping[RunState, str]] = {
    RunState.RECEIVED: _("on the disk"),
    RunState.RECOGNISED: _("to be looked at"),
    RunState.CHECKED: _("checked, not taken in"),
    RunState.QUEUED: _("waiting"),
    RunState.RUNNING: _("being taken in"),
    RunState.DONE: _("taken in"),
    RunState.FAILED: _("failed"),
}
BUSY: Final = frozenset({RunState.QUEUED, RunState.RUNNING})
OPEN: Final = frozenset({RunState.RECEIVED, RunState.RECOGNISED, RunState.CHECKED})
STEPS: Final[Mapping[RunStep, tuple[frozenset[RunState], RunState]]] = {
    RunStep.RECOGNISE: (frozenset({RunState.RECEIVED}), RunState.RECOGNISED),
    RunStep.SETTLE: (frozenset({RunState.RECOGNISED, RunState.CHECKED, RunState.FAILED}), RunState.RECOGNISED),
    RunStep.CHECK: (frozenset({RunState.RECOGNISED, RunState.CHECKED}), RunState.CHECKED),
    # From queued and running too: the job may have been given up without a chance to say so here.
    RunStep.QUEUE: (frozenset({RunState.CHECKED, RunState.FAILED}) | BUSY, RunState.QUEUED),
    RunStep.BEGIN: (frozenset({RunState.CHECKED, RunState.FAILED}) | BUSY, RunState.RUNNING),
    RunStep.FINISH: (frozenset({RunState.RUNNING}), RunState.DONE),
    RunStep.FAIL: (frozenset({RunState.CHECKED}) | BUSY, RunState.FAILED),
}


def after(state: RunState, step: RunStep) -> RunState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state; the message names the state.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise GuardError(
            _("This delivery is {state}: that step is not open to it."),
            _("Load the page again to see where it stands."),
            state=say(STATE_NAMES[state]),
        )
    return target
