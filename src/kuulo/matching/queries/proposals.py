"""Reads of proposals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.customers.rules import LinkKind
from kuulo.matching.models import Proposal
from kuulo.matching.rules.drawing import Weight
from kuulo.matching.rules.proposals import ProposalState, ProposalStep


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a proposal: which, by whom, when, why."""

    step: ProposalStep
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """That two parties are one: how likely, what speaks for it, and what was decided."""

    id: int
    first_id: int
    second_id: int
    first_name: str
    second_name: str
    kind: LinkKind
    rule: str
    probability: float
    weight: float
    weights: tuple[Weight, ...]
    state: ProposalState
    run_id: int | None
    link_id: int | None
    proposed_at: datetime
    decided_by: str
    decided_at: datetime | None
    history: tuple[Decision, ...]


def list_proposals(state: ProposalState) -> QuerySet[Proposal]:
    """Return the proposals of a state to page through: those most likely first, decided ones newest first."""
    order = ("-probability", "-weight", "pk") if state is ProposalState.PROPOSED else ("-decided_at", "-pk")
    return Proposal.objects.filter(state=state).select_related("first", "second").order_by(*order)


def views(rows: Sequence[Proposal]) -> tuple[ProposalView, ...]:
    """Return rows as frozen views."""
    return tuple(_view(row) for row in rows)


def proposal(proposal_id: int) -> ProposalView:
    """Return one proposal.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Proposal.objects.filter(pk=proposal_id).select_related("first", "second").first()
    if row is None:
        raise NotFoundError(_("There is no proposal {number}."), _("See the list of proposals."), number=proposal_id)
    return _view(row)


def neighbours(found: ProposalView) -> tuple[int | None, int | None]:
    """Return the numbers of the open proposals before and after this one in the list, None at its ends."""
    rows = list_proposals(ProposalState.PROPOSED).values_list("pk", flat=True)
    here = (found.probability, found.weight)
    higher = Q(probability__gt=here[0]) | Q(probability=here[0], weight__gt=here[1])
    level = Q(probability=here[0], weight=here[1])
    before = rows.filter(higher | (level & Q(pk__lt=found.id))).last()
    later = rows.exclude(pk=found.id).exclude(higher).exclude(level & Q(pk__lt=found.id)).first()
    return before, later


def count_by_state() -> dict[ProposalState, int]:
    """Return how many proposals there are of each state."""
    rows = Proposal.objects.values("state").annotate(rows=Count("pk")).values_list("state", "rows")
    counts = dict(rows)
    return {state: counts.get(state.value, 0) for state in ProposalState}


def _view(row: Proposal) -> ProposalView:
    return ProposalView(
        id=row.pk,
        first_id=row.first_id,
        second_id=row.second_id,
        first_name=str(row.first),
        second_name=str(row.second),
        kind=LinkKind(row.kind),
        rule=row.rule,
        probability=row.probability,
        weight=row.weight,
        weights=tuple(weight_of(each) for each in row.weights),
        state=ProposalState(row.state),
        run_id=row.run_id,
        link_id=row.link,
        proposed_at=row.proposed_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        history=tuple(_decision(each) for each in row.history),
    )


def weight_of(told: Mapping[str, Any]) -> Weight:
    """Return a weight as it was kept."""
    level = Text(told["level"]["template"], told["level"]["params"])
    return Weight(told["column"], told["left"], told["right"], level, told["weight"])


def _decision(told: Mapping[str, str]) -> Decision:
    return Decision(ProposalStep(told["step"]), told["by"], datetime.fromisoformat(told["at"]), told["reason"])
