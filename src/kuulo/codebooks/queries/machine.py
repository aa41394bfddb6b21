"""What the machine of a codebook said last, and what it proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Count, QuerySet

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.codebooks.models import Machine, Proposal
from kuulo.codebooks.rules import ProposalState, of_plain

FIGURES: Final = ("share", "f1", "precision", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineView:
    """A machine's figures.

    Attributes:
        learned: Comments it learned from; 0 while there are too few.
        sampled: Comments drawn by lot that people have coded.
        comments: Comments it read.
        figures: Code → ``share`` (corrected), ``precision``, ``recall``, ``f1``.
        too_few: Codes it cannot propose yet.
        trouble: Why nothing was learned.
        made_at: When.
    """

    learned: int
    sampled: int
    comments: int
    figures: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    too_few: tuple[str, ...] = ()
    trouble: Text | None = None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """One proposal."""

    id: int
    signal_id: str
    code: str
    probability: float
    state: ProposalState
    decided_by: str
    decided_at: datetime | None


def machine_of(book_id: int) -> MachineView | None:
    """Return what the machine said last; None before it ran."""
    row = Machine.objects.filter(codebook=book_id).first()
    if row is None:
        return None
    return MachineView(
        learned=row.learned,
        sampled=row.sampled,
        comments=row.comments,
        figures={
            code: {name: of_plain(plain) for name, plain in figures.items()} for code, figures in row.figures.items()
        },
        too_few=tuple(row.too_few),
        trouble=Text(row.trouble["template"], row.trouble["params"]) if row.trouble else None,
        made_at=row.made_at,
    )


def list_proposals(book_id: int, code: str, state: ProposalState) -> QuerySet[Proposal]:
    """Return proposals to page through: the likeliest first, decided ones newest first."""
    order = ("-probability", "pk") if state is ProposalState.PROPOSED else ("-decided_at", "-pk")
    return Proposal.objects.filter(codebook=book_id, code=code, state=state).order_by(*order)


def count_proposals(book_id: int) -> dict[str, dict[ProposalState, int]]:
    """Return how many proposals there are, by code and state."""
    rows = Proposal.objects.filter(codebook=book_id).values_list("code", "state").annotate(rows=Count("pk"))
    found: dict[str, dict[ProposalState, int]] = {}
    for code, state, count in rows:
        found.setdefault(code, {})[ProposalState(state)] = count
    return found


def proposal_view(row: Proposal) -> ProposalView:
    """Return a row as a proposal."""
    return ProposalView(
        id=row.pk,
        signal_id=row.signal_id,
        code=row.code,
        probability=row.probability,
        state=ProposalState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
