"""The life of an instrument: which step may follow which, and what guards it; pure.

::

    draft ──publish──▶ live ⇄ closed (close, reopen)
                       │  ▲
                       └──┘ publish: the next version

Publishing is guarded by the check: an instrument with errors stays as it is. Its promise to the respondents is fixed by
the first publishing, since answers were given under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.checks import Finding, Severity


class InstrumentState(StrEnum):
    """Where an instrument stands; only a live one takes answers."""

    DRAFT = "draft"
    LIVE = "live"
    CLOSED = "closed"


class InstrumentStep(StrEnum):
    """What can be done with an instrument."""

    PUBLISH = "publish"
    CLOSE = "close"
    REOPEN = "reopen"


STEPS: Final[Mapping[InstrumentStep, tuple[frozenset[InstrumentState], InstrumentState]]] = {
    InstrumentStep.PUBLISH: (frozenset({InstrumentState.DRAFT, InstrumentState.LIVE}), InstrumentState.LIVE),
    InstrumentStep.CLOSE: (frozenset({InstrumentState.LIVE}), InstrumentState.CLOSED),
    InstrumentStep.REOPEN: (frozenset({InstrumentState.CLOSED}), InstrumentState.LIVE),
}
REFUSALS: Final[Mapping[tuple[InstrumentStep, InstrumentState], tuple[str, str]]] = {
    (InstrumentStep.PUBLISH, InstrumentState.CLOSED): (
        _("The instrument is closed."),
        _("Open it again before publishing a new version."),
    ),
    (InstrumentStep.CLOSE, InstrumentState.DRAFT): (
        _("The instrument has never been published, so there is nothing to close."),
        _("Leave it as a draft, or remove it."),
    ),
    (InstrumentStep.CLOSE, InstrumentState.CLOSED): (_("The instrument is closed already."), ""),
    (InstrumentStep.REOPEN, InstrumentState.DRAFT): (
        _("The instrument has never been published, so it cannot be opened again."),
        _("Publish it."),
    ),
    (InstrumentStep.REOPEN, InstrumentState.LIVE): (_("The instrument is open already."), ""),
}


def after(state: InstrumentState, step: InstrumentStep, findings: tuple[Finding, ...] = ()) -> InstrumentState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state, or the check found errors; the message names the guard.
    """
    sources, target = STEPS[step]
    if state not in sources:
        found, mend = REFUSALS[step, state]
        raise GuardError(found, mend)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if step is InstrumentStep.PUBLISH and errors:
        raise GuardError(
            _("The check found errors: {count}. The first, at “{place}”: {first}"),
            _("Mend them, then publish."),
            count=len(errors),
            place=errors[0].place,
            first=errors[0].text,
        )
    return target


def guard_promise(state: InstrumentState) -> None:
    """Do nothing while the promise may still be changed.

    Raises:
        GuardError: The instrument has been published.
    """
    if state is not InstrumentState.DRAFT:
        raise GuardError(
            _("The promise is fixed: answers have been asked for under it."),
            _("Make a new instrument for another promise."),
        )


def guard_removal(state: InstrumentState) -> None:
    """Do nothing while the instrument may still be removed.

    Raises:
        GuardError: The instrument has been published; its answers refer to its versions.
    """
    if state is not InstrumentState.DRAFT:
        raise GuardError(
            _("A published instrument is never removed: answers refer to its versions."), _("Close it instead.")
        )
