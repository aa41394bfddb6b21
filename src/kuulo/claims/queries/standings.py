"""What stands behind claims: evidence in force by method, counted by voices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from kuulo.base.texts import Text
from kuulo.claims.models import Evidence, Fragment
from kuulo.claims.rules import (
    ClaimFacts,
    ClaimState,
    FragmentKind,
    Heard,
    MethodStanding,
    Stance,
    Standing,
    stands,
    strength_of,
)

Sums = Counter[str]
JUDGING: Final = frozenset({Stance.SUPPORT.value, Stance.OPPOSE.value})


def in_force(evidence: Iterable[Evidence], fallen: Mapping[int, Text]) -> list[Evidence]:
    """Return the evidence that counts: attached, and of fragments whose legal basis is in force."""
    return [row for row in evidence if row.detached_at is None and row.fragment_id not in fallen]


def standing_of(evidence: Sequence[Evidence], *, now: datetime) -> Standing:
    """Return what evidence in force amounts to."""
    if not evidence:
        return Standing()
    by_method: dict[str, list[Evidence]] = defaultdict(list)
    for row in evidence:
        by_method[row.fragment.method].append(row)
    sums = Counter(row.stance for row in evidence)
    fragments = [row.fragment for row in evidence]
    methods = [_method(method, rows) for method, rows in by_method.items()]
    return Standing(
        methods=tuple(sorted(methods, key=lambda each: (-each.fragments, each.method))),
        voices=len(_voices(fragments)),
        studies=len({each.batch for each in fragments}),
        supporting=sums[Stance.SUPPORT.value],
        opposing=sums[Stance.OPPOSE.value],
        context=sums[Stance.CONTEXT.value],
        affirming=sum(row.affirms for row in evidence),
        strength=strength_of((_heard(row) for row in evidence if row.stance in JUDGING), now=now),
        newest=max(each.occurred_at for each in fragments),
    )


def facts_of(evidence: Iterable[Evidence], state: ClaimState, since: datetime, reason: str = "") -> ClaimFacts:
    """Return what the guards look at, of evidence in force.

    A claim that was contradicted is affirmed only by what came since: what was said before did not hold.
    """
    rows = list(evidence)
    sums = Counter(row.stance for row in rows)
    affirming = [row for row in rows if row.affirms and row.fragment.is_customer]
    if state is ClaimState.CONTRADICTED:
        affirming = [row for row in affirming if row.at >= since]
    return ClaimFacts(
        supporting=sums[Stance.SUPPORT.value],
        opposing=sums[Stance.OPPOSE.value],
        affirming=len(affirming),
        reason=reason,
    )


def state_now(
    state: ClaimState, since: datetime, evidence: Sequence[Evidence], fallen: Mapping[int, Text]
) -> ClaimState:
    """Return where a claim stands now: stale as soon as a fragment of it falls, before anybody has written it down.

    What has been written down is detached, so that a claim that is taken up again does not fall over it once more.
    """
    if state in {ClaimState.STALE, ClaimState.RETIRED}:
        return state
    attached = [row for row in evidence if row.detached_at is None]
    if any(row.fragment_id in fallen for row in attached) or not stands(
        state, facts_of(in_force(attached, fallen), state, since)
    ):
        return ClaimState.STALE
    return state


def _method(method: str, rows: Sequence[Evidence]) -> MethodStanding:
    sums: Sums = Counter()
    for row in rows:
        sums[row.stance] += row.weight
    fragments = [row.fragment for row in rows]
    return MethodStanding(
        method=method,
        fragments=len(rows),
        voices=len(_voices(fragments)),
        answers=sum(_answers(each) for each in fragments),
        studies=len({each.batch for each in fragments}),
        supporting=sums[Stance.SUPPORT.value],
        opposing=sums[Stance.OPPOSE.value],
        context=sum(row.stance == Stance.CONTEXT for row in rows),
        oldest=min(each.occurred_at for each in fragments),
        newest=max(each.occurred_at for each in fragments),
    )


def _voices(fragments: Iterable[Fragment]) -> set[str]:
    """Return who speaks: customers alone."""
    return {each.voice for each in fragments if each.is_customer}


def _answers(row: Fragment) -> int:
    if row.kind != FragmentKind.FIGURE or not row.estimate:
        return 0
    return int(row.estimate.get("n") or 0)


def _heard(row: Evidence) -> Heard:
    return Heard(voice=row.fragment.voice, method=row.fragment.method, weight=row.weight, at=row.fragment.occurred_at)
