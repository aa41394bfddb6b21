"""Follow-ups of the silent: which were drawn, who answered them, and what they did to the figures."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.base.estimate import Estimate
from kuulo.figures.queries import Reading, listening_of, read_catalogue, settle
from kuulo.figures.queries.overview import recorded_measures
from kuulo.figures.rules import Selection
from kuulo.figures.rules.periods import Period
from kuulo.invitations.queries import RoundView, list_rounds, turnout
from kuulo.invitations.rules.aapor import Rate
from kuulo.invitations.rules.lifecycle import BEGUN, RoundState
from kuulo.measures.correction import Method
from kuulo.measures.definitions import Definition

WHOLE = "true"
STARTED = BEGUN | {RoundState.FINISHED}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One follow-up: its round, how many were asked and answered, and its response rate."""

    id: int
    name: str
    channel: str
    state: str
    asked: int
    answered: int
    rate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A measure whose silent were asked: its figure as the answers came, and with the follow-up."""

    definition: Definition
    period: str
    raw: Estimate
    two_phase: Estimate


def follow_ups() -> tuple[FollowUp, ...]:
    """Return the follow-ups drawn so far, the newest first."""
    return tuple(_follow_up(one) for one in list_rounds() if one.phase == 2)


def _follow_up(one: RoundView) -> FollowUp:
    told = turnout(round_id=one.id)
    return FollowUp(
        id=one.id,
        name=one.name,
        channel=one.channel.value,
        state=one.state.value,
        asked=told.asked,
        answered=told.answered,
        rate=told.rates[Rate.RR2],
    )


def round_to_follow() -> RoundView | None:
    """Return the newest round whose silent can be asked; ``None`` where none was started."""
    started = [one for one in list_rounds() if one.phase == 1 and one.state in STARTED]
    return max(started, key=lambda one: one.id, default=None)


def followed_figures(reading: Reading) -> tuple[Followed, ...]:
    """Return the measures whose silent were asked, each with the figure before and after their answers count."""
    found = []
    for definition in recorded_measures(read_catalogue(reading)):
        scope = settle(reading, Selection(definition=definition.id, period=Period("90")))
        if scope.first_phase == WHOLE:
            continue
        methods = listening_of(reading, scope).by_method
        if Method.TWO_PHASE in methods and Method.RAW in methods:
            found.append(
                Followed(
                    definition=definition,
                    period=scope.selection.period.kind,
                    raw=methods[Method.RAW],
                    two_phase=methods[Method.TWO_PHASE],
                )
            )
    return tuple(found)
