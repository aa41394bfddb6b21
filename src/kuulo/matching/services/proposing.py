"""Writing what was found: new proposals, open ones brought up to date, rejected ones only when their data changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from kuulo.customers.queries import whole_of
from kuulo.customers.rules import LinkKind
from kuulo.matching.models import Proposal
from kuulo.matching.rules.proposals import ProposalState, ProposalStep, may_come_again
from kuulo.matching.services.deciding import take_step

CHUNK: Final = 2_000
MACHINE: Final = "Kuulo"
LAID: Final = (
    "kind",
    "rule",
    "probability",
    "weight",
    "weights",
    "fingerprint",
    "run_id",
    "state",
    "history",
    "decided_by",
    "decided_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPair:
    """Two parties found to be one; ``first`` has the smaller number; weights as they are kept."""

    first: int
    second: int
    probability: float
    fingerprint: str
    kind: LinkKind = LinkKind.PROBABILISTIC
    rule: str = ""
    weight: float = 0.0
    weights: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Written:
    """What became of found pairs: numbers of proposals open now, and how many were new, renewed, or left decided."""

    open: tuple[int, ...]
    new: int
    renewed: int
    left: int


@transaction.atomic
def write_proposals(pairs: Sequence[FoundPair], *, run_id: int | None, now: datetime) -> Written:
    """Write found pairs; what somebody decided stays decided while the data are the same."""
    numbers: list[int] = []
    new = renewed = left = 0
    remaining = iter(pairs)
    while chunk := list(islice(remaining, CHUNK)):
        known = _known(chunk)
        fresh = [_row(pair, run_id, now) for pair in chunk if (pair.first, pair.second) not in known]
        changed: list[Proposal] = []
        for pair in chunk:
            row = known.get((pair.first, pair.second))
            if row is None:
                continue
            if not may_come_again(ProposalState(row.state), row.fingerprint, pair.fingerprint):
                left += 1
                continue
            if row.state == ProposalState.REJECTED:
                take_step(row, ProposalStep.RENEW, by=MACHINE, reason="", now=now)
                renewed += 1
            _lay(row, pair, run_id)
            changed.append(row)
        made = Proposal.objects.bulk_create(fresh)
        Proposal.objects.bulk_update(changed, LAID_FIELDS, batch_size=200)
        new += len(made)
        numbers.extend(row.pk for row in (*made, *changed))
    return Written(tuple(numbers), new, renewed, left)


@transaction.atomic
def settle_parted(*, now: datetime) -> int:
    """Open accepted proposals whose link was undone elsewhere; once decided on, they wait for somebody to decide."""
    rows = list(Proposal.objects.select_for_update().filter(state=ProposalState.ACCEPTED))
    wholes = whole_of({number for row in rows for number in (row.first_id, row.second_id)})
    parted = [row for row in rows if wholes[row.first_id] != wholes[row.second_id]]
    for row in parted:
        take_step(row, ProposalStep.PART, by=MACHINE, reason="", now=now)
        row.link = None
        row.save()
    return len(parted)


@transaction.atomic
def drop_settled() -> int:
    """Remove open proposals of two parties that have become one another way; nothing is left to decide."""
    rows = list(Proposal.objects.filter(state=ProposalState.PROPOSED).values_list("pk", "first_id", "second_id"))
    wholes = whole_of({number for _pk, first, second in rows for number in (first, second)})
    settled = [number for number, first, second in rows if wholes[first] == wholes[second]]
    for start in range(0, len(settled), CHUNK):
        Proposal.objects.filter(pk__in=settled[start : start + CHUNK]).delete()
    return len(settled)


@transaction.atomic
def drop_stale(*, run_id: int, kept: Sequence[int]) -> int:
    """Remove open proposals of the machine that this run no longer found, where nobody ever decided on them."""
    held = set(kept)
    rows = Proposal.objects.filter(
        Q(state=ProposalState.PROPOSED, kind=LinkKind.PROBABILISTIC, history=[]) & (Q(run=None) | Q(run_id__lt=run_id))
    )
    gone = [number for number in rows.values_list("pk", flat=True) if number not in held]
    for start in range(0, len(gone), CHUNK):
        Proposal.objects.filter(pk__in=gone[start : start + CHUNK]).delete()
    return len(gone)


LAID_FIELDS: Final = tuple("run" if name == "run_id" else name for name in LAID)


def _known(pairs: Sequence[FoundPair]) -> dict[tuple[int, int], Proposal]:
    firsts = {pair.first for pair in pairs}
    wanted = {(pair.first, pair.second) for pair in pairs}
    rows = Proposal.objects.select_for_update().filter(first_id__in=firsts)
    return {(row.first_id, row.second_id): row for row in rows if (row.first_id, row.second_id) in wanted}


def _row(pair: FoundPair, run_id: int | None, now: datetime) -> Proposal:
    row = Proposal(first_id=pair.first, second_id=pair.second, proposed_at=now)
    _lay(row, pair, run_id)
    return row


def _lay(row: Proposal, pair: FoundPair, run_id: int | None) -> None:
    row.kind, row.rule = pair.kind, pair.rule
    row.probability, row.weight = pair.probability, pair.weight
    row.weights = [dict(each) for each in pair.weights]
    row.fingerprint, row.run_id = pair.fingerprint, run_id
