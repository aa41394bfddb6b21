"""The life of a job: pure rules, no clock.

::

    queued ──claim──▶ running ──finish──▶ done
      ▲ ▲               │ │
      │ └──release──────┘ ├──fail, attempts left──▶ queued (later)
      │                   └──fail, none left──────▶ failed
      └──repeat── done | failed | cancelled        queued | running ──cancel──▶ cancelled

A job whose worker died is treated as one that failed: its attempt counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say

LEASE: Final = timedelta(seconds=60)
MAX_ATTEMPTS: Final = 5
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(minutes=10)


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can happen to a job."""

    CLAIM = "claim"
    FINISH = "finish"
    RELEASE = "release"
    FAIL = "fail"
    GIVE_UP = "give_up"
    CANCEL = "cancel"
    REPEAT = "repeat"


STATE_NAMES: Final[Mapping[State, str]] = {
    State.QUEUED: _("waiting"),
    State.RUNNING: _("running"),
    State.DONE: _("done"),
    State.FAILED: _("failed"),
    State.CANCELLED: _("cancelled"),
}
UNFINISHED: Final = frozenset({State.QUEUED, State.RUNNING})
STEPS: Final[Mapping[tuple[State, Step], State]] = {
    (State.QUEUED, Step.CLAIM): State.RUNNING,
    (State.RUNNING, Step.FINISH): State.DONE,
    (State.RUNNING, Step.RELEASE): State.QUEUED,
    (State.RUNNING, Step.FAIL): State.QUEUED,
    (State.RUNNING, Step.GIVE_UP): State.FAILED,
    (State.QUEUED, Step.CANCEL): State.CANCELLED,
    (State.RUNNING, Step.CANCEL): State.CANCELLED,
    (State.DONE, Step.REPEAT): State.QUEUED,
    (State.FAILED, Step.REPEAT): State.QUEUED,
    (State.CANCELLED, Step.REPEAT): State.QUEUED,
}


def after(state: State, step: Step) -> State:
    """Return the state a step leads to.

    Raises:
        GuardError: The step cannot be taken from this state; the message names the state.
    """
    following = STEPS.get((state, step))
    if following is None:
        raise GuardError(_("This job is {state}: that step is not open to it."), state=say(STATE_NAMES[state]))
    return following


def sources_of(step: Step) -> frozenset[State]:
    """Return the states a step can be taken from."""
    return frozenset(state for state, possible in STEPS if possible is step)


def step_after_failure(attempts: int, max_attempts: int) -> Step:
    """Return whether a job that failed for the ``attempts``-th time is tried again or given up."""
    return Step.FAIL if attempts < max_attempts else Step.GIVE_UP


def pause_before(attempts: int) -> timedelta:
    """Return how long to wait after the ``attempts``-th failure: 5 s, doubled each time, at most 10 min."""
    doublings = min(max(attempts - 1, 0), 16)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
