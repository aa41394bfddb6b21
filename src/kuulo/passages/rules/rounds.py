"""The life of a round of blind coding, as a table; pure.

coding → compared → settled; coding | compared → cancelled. Guards: ``comparing needs every coder to be done``,
``settling needs every difference to be decided``. A coder sees nothing of what others give the round's sources before
it is compared.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.qualitative.agreeing import Cut


class RoundState(StrEnum):
    """Where a round is."""

    CODING = "coding"
    COMPARED = "compared"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class RoundStep(StrEnum):
    """What moves it on."""

    COMPARE = "compare"
    SETTLE = "settle"
    CANCEL = "cancel"


STEPS: Final[Mapping[tuple[RoundState, RoundStep], RoundState]] = MappingProxyType(
    {
        (RoundState.CODING, RoundStep.COMPARE): RoundState.COMPARED,
        (RoundState.COMPARED, RoundStep.SETTLE): RoundState.SETTLED,
        (RoundState.CODING, RoundStep.CANCEL): RoundState.CANCELLED,
        (RoundState.COMPARED, RoundStep.CANCEL): RoundState.CANCELLED,
    }
)
FEWEST_CODERS: Final = 2
MOST_CODERS: Final = 10
MOST_SOURCES: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundView:
    """A round of blind coding.

    Attributes:
        id: Its number.
        study: Slug of the study.
        sources: Keys of the sources that are coded.
        coders: Who codes them, each unseen by the others.
        cut: On what segments coders are compared.
        state: Where it is.
        done: Coder → the sources she has finished.
        decisions: Key of a difference → from where to where it is kept; None where it is dropped.
        started_by: Who started it.
        started_at: When.
        ended_at: When it was settled or cancelled; None before.
    """

    id: int
    study: str
    sources: tuple[str, ...]
    coders: tuple[str, ...]
    cut: Cut
    state: RoundState
    done: Mapping[str, frozenset[str]]
    decisions: Mapping[str, tuple[int, int] | None]
    started_by: str
    started_at: datetime
    ended_at: datetime | None = None

    @property
    def waiting(self) -> tuple[tuple[str, str], ...]:
        """Return coder and source of what is not finished."""
        return tuple(
            (coder, source)
            for coder in self.coders
            for source in self.sources
            if source not in self.done.get(coder, frozenset())
        )


def moved(state: RoundState, step: RoundStep, *, waiting: int = 0, undecided: int = 0) -> RoundState:
    """Return the state after a step.

    Args:
        state: Where the round is.
        step: What is to be done.
        waiting: How many sources coders have not finished, each coder counted.
        undecided: How many differences nobody has decided.

    Raises:
        GuardError: There is no such step from here, or its guard refuses it.
    """
    after = STEPS.get((state, step))
    if after is None:
        raise GuardError(
            _("A round that is “{state}” has no step “{step}”."),
            _("See what the page of the round offers."),
            state=state.value,
            step=step.value,
        )
    if step is RoundStep.COMPARE and waiting:
        raise GuardError(
            _("Comparing needs every coder to be done: {count} sources wait."),
            _("Let each coder finish each source, or cancel the round."),
            count=waiting,
        )
    if step is RoundStep.SETTLE and undecided:
        raise GuardError(
            _("Settling needs every difference to be decided: {count} are not."),
            _("Keep or drop each of them."),
            count=undecided,
        )
    return after


def check_round(sources: Collection[str], coders: Collection[str]) -> None:
    """Refuse a round that cannot tell how far coders agree.

    Raises:
        InputError: There are too few or too many coders or sources.
    """
    if not FEWEST_CODERS <= len(set(coders)) <= MOST_CODERS:
        raise InputError(
            _("A round has {fewest} to {most} coders."),
            _("Choose coders from the study’s team."),
            fewest=FEWEST_CODERS,
            most=MOST_CODERS,
        )
    if not 1 <= len(set(sources)) <= MOST_SOURCES:
        raise InputError(
            _("A round has 1 to {most} sources."), _("Choose some of the study’s sources."), most=MOST_SOURCES
        )
