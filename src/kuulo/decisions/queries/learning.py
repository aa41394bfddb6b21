"""The learning log: which beliefs fell, which kinds of evidence predicted, how often “we were sure” was right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from kuulo.base.estimate import Estimate
from kuulo.claims.queries import Wanted as WantedClaims
from kuulo.claims.queries import claims, claims_numbered
from kuulo.claims.rules import ClaimState, ClaimView
from kuulo.decisions.queries.decisions import Wanted, decisions, decisions_on
from kuulo.decisions.rules import DecisionState, LoopKind
from kuulo.decisions.rules.learning import (
    NO_EVIDENCE,
    Calibration,
    Outcome,
    Predicted,
    by_year,
    calibrate,
    kinds_of_evidence,
)
from kuulo.decisions.rules.views import DecisionView

MOST_FALLEN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A belief that fell.

    Attributes:
        claim: The claim as it stands now.
        on: When it fell: when it was reopened after a decision, or when it was called contradicted or retired.
        decision: Number of the decision whose check brought it down; empty where evidence alone did.
        why: What was learnt from that decision.
        rested: Numbers of all decisions that rested on it.
    """

    claim: ClaimView
    on: date
    decision: str = ""
    why: str = ""
    rested: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """What was learnt over the years.

    Attributes:
        checked: Decisions that were checked, the newest first.
        calibration: How often “we were sure” was right.
        kinds: How often decisions held, by kind of evidence.
        years: How often decisions held, by year.
        fallen: Beliefs that fell, the newest first.
    """

    checked: tuple[DecisionView, ...]
    calibration: Calibration
    kinds: tuple[Predicted, ...]
    years: Mapping[int, Estimate]
    fallen: tuple[Fallen, ...]


def read_learning() -> Learning:
    """Return what was learnt from all decisions that were checked."""
    checked = decisions(Wanted(state=DecisionState.CHECKED))
    outcomes = [found for one in checked if (found := outcome_of(one)) is not None]
    return Learning(
        checked=checked,
        calibration=calibrate(outcomes),
        kinds=kinds_of_evidence(outcomes),
        years=by_year(outcomes),
        fallen=fallen_beliefs(checked),
    )


def outcome_of(view: DecisionView) -> Outcome | None:
    """Return a checked decision as what is learnt from; ``None`` before it is checked."""
    if view.verdict is None or view.certainty is None or view.checked_on is None:
        return None
    kinds = {str(kind) for standing in view.standings.values() for kind in _listed(standing.get("methods"))}
    return Outcome(
        number=view.number,
        certainty=view.certainty,
        verdict=view.verdict,
        checked_on=view.checked_on,
        kinds=frozenset(kinds or {NO_EVIDENCE}),
        affirmed=bool(view.standings) and all(standing.get("affirmed") for standing in view.standings.values()),
    )


def _listed(value: object) -> Iterable[object]:
    return value if isinstance(value, list | tuple) else ()


def fallen_beliefs(checked: Iterable[DecisionView]) -> tuple[Fallen, ...]:
    """Return the claims that were reopened after a decision, and those that evidence contradicted; newest first."""
    reopened = {
        claim: (view, view.loop)
        for view in checked
        if view.loop is not None and view.loop.kind is LoopKind.DOUBLE
        for claim in view.loop.claims
    }
    against = claims(WantedClaims(state=ClaimState.CONTRADICTED, order="changed"), most=MOST_FALLEN)
    views = {one.number: one for one in against} | claims_numbered(set(reopened))
    rested = decisions_on(set(views))
    found = []
    for number, claim in views.items():
        view, loop = reopened.get(number, (None, None))
        on = timezone.localdate(claim.since if loop is None else loop.at)
        found.append(
            Fallen(
                claim=claim,
                on=on,
                decision="" if view is None else view.number,
                why="" if loop is None else loop.why,
                rested=rested.get(number, ()),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.on, one.claim.id), reverse=True))
