"""The life of an import: which step may follow which, and what guards it; pure.

::

    uploaded ─recognise─▶ recognised ─check─▶ checked ─queue─▶ queued ─begin─▶ importing ─finish─▶ imported
                          ▲        ▲             │               ▲                 │
                          └─settle─┴───settle────┘               └──queue── failed ◀── fail

An import that was cut short begins again where it stood; one that is imported never changes again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _


class ImportState(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    RECOGNISED = "recognised"
    CHECKED = "checked"
    QUEUED = "queued"
    IMPORTING = "importing"
    IMPORTED = "imported"
    FAILED = "failed"


class ImportStep(StrEnum):
    """What can be done with an import."""

    RECOGNISE = "recognise"
    SETTLE = "settle"
    CHECK = "check"
    QUEUE = "queue"
    BEGIN = "begin"
    FINISH = "finish"
    FAIL = "fail"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFacts:
    """What the guards look at.

    Attributes:
        usable_columns: Score and comment columns that are settled.
        accepted: Responses the check found usable.
    """

    usable_columns: int = 0
    accepted: int = 0


NO_FACTS: Final = ImportFacts()
BUSY: Final = frozenset({ImportState.QUEUED, ImportState.IMPORTING})
STEPS: Final[Mapping[ImportStep, tuple[frozenset[ImportState], ImportState]]] = {
    ImportStep.RECOGNISE: (frozenset({ImportState.UPLOADED}), ImportState.RECOGNISED),
    ImportStep.SETTLE: (frozenset({ImportState.RECOGNISED, ImportState.CHECKED}), ImportState.RECOGNISED),
    ImportStep.CHECK: (frozenset({ImportState.RECOGNISED, ImportState.CHECKED}), ImportState.CHECKED),
    # From queued and importing too: the job may have been given up without a chance to say so here.
    ImportStep.QUEUE: (frozenset({ImportState.CHECKED, ImportState.FAILED}) | BUSY, ImportState.QUEUED),
    ImportStep.BEGIN: (frozenset({ImportState.FAILED}) | BUSY, ImportState.IMPORTING),
    ImportStep.FINISH: (frozenset({ImportState.IMPORTING}), ImportState.IMPORTED),
    ImportStep.FAIL: (BUSY, ImportState.FAILED),
}


def after(state: ImportState, step: ImportStep, facts: ImportFacts = NO_FACTS) -> ImportState:
    """Return the state that a step leads to.

    Raises:
        GuardError: The step may not follow the state, or its guard refuses; the message names the guard.
    """
    sources, target = STEPS[step]
    if state not in sources:
        raise GuardError(
            _("The step “{step}” cannot follow the state “{state}” of an import."),
            _("Load the page again to see where the import stands."),
            step=step.value,
            state=state.value,
        )
    if step is ImportStep.CHECK and not facts.usable_columns:
        raise GuardError(
            _("No column of the file is settled as a score or a comment."),
            _("Answer the questions about its columns, or say which column holds scores or comments."),
        )
    if step is ImportStep.QUEUE and not facts.accepted:
        raise GuardError(
            _("No row of the file can be used."), _("See the reasons beside the rejected rows, and mend the file.")
        )
    return target
