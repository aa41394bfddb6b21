"""How the size of a stratified sample is shared among its strata; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

LEAST: Final = 2
"""Units a stratum gets at least, for fewer give no variance (Cochran 1977, §5.12)."""


class Allocation(StrEnum):
    """How strata share the size: by their sizes, by sizes times deviations (Neyman), or alike."""

    PROPORTIONAL = "proportional"
    OPTIMAL = "optimal"
    EQUAL = "equal"


def allocate(
    sizes: Mapping[str, int], deviations: Mapping[str, float], size: int, allocation: Allocation
) -> dict[str, int]:
    """Return how many units each stratum gives: together ``size``, or all units where there are no more.

    Proportional: n·N_h/N (Cochran 1977, §5.5). Optimal at equal cost: n·N_h·S_h / Σ N_h·S_h (Neyman 1934; Cochran 1977,
    eq. 5.26). A stratum that is due more than it has gives all of it, and the rest is shared again among the others
    (Cochran 1977, §5.8). Each stratum gives at least 2 where it has them and the size allows. Fractions are rounded by
    largest remainders.

    Args:
        sizes: Units in each stratum, by label.
        deviations: Standard deviation in each; read by the optimal allocation alone.
        size: Units wanted in all.
        allocation: How they are shared.
    """
    wanted = min(size, sum(sizes.values()))
    floors = {label: min(LEAST, units) for label, units in sizes.items()}
    if sum(floors.values()) > wanted:
        floors = dict.fromkeys(sizes, 0)
    weights = _weights(sizes, deviations, allocation)
    return _share(sizes, floors, weights, wanted)


def _weights(sizes: Mapping[str, int], deviations: Mapping[str, float], allocation: Allocation) -> dict[str, float]:
    if allocation is Allocation.EQUAL:
        return {label: 1.0 if units else 0.0 for label, units in sizes.items()}
    if allocation is Allocation.PROPORTIONAL:
        return {label: float(units) for label, units in sizes.items()}
    weights = {label: units * deviations[label] for label, units in sizes.items()}
    # Strata in which nobody differs from anybody tell nothing about how to share; size alone does then.
    return weights if sum(weights.values()) > 0 else {label: float(units) for label, units in sizes.items()}


def _share(
    sizes: Mapping[str, int], floors: Mapping[str, int], weights: Mapping[str, float], wanted: int
) -> dict[str, int]:
    """Fix the strata that are due less than their floor or more than they have, and share the rest until none is."""
    fixed: dict[str, int] = {}
    while True:
        free = [label for label in sizes if label not in fixed]
        left = wanted - sum(fixed.values())
        due = _due(free, weights, left)
        over = {label: sizes[label] for label in free if due[label] > sizes[label]}
        under = {label: floors[label] for label in free if due[label] < floors[label]}
        if not over and not under:
            return fixed | _round(due, left, sizes)
        # Whole strata first: what they leave over may lift the others above their floors.
        fixed |= over or under


def _due(free: list[str], weights: Mapping[str, float], left: int) -> dict[str, float]:
    total = sum(weights[label] for label in free)
    if total <= 0:
        return {label: left / len(free) for label in free} if free else {}
    return {label: left * weights[label] / total for label in free}


def _round(due: Mapping[str, float], left: int, sizes: Mapping[str, int]) -> dict[str, int]:
    """Round down, then give what is left to the largest remainders that have room, ties by label."""
    whole = {label: min(int(share), sizes[label]) for label, share in due.items()}
    missing = left - sum(whole.values())
    for label in sorted(due, key=lambda each: (whole[each] - due[each], each)):
        if missing <= 0:
            break
        if whole[label] < sizes[label]:
            whole[label] += 1
            missing -= 1
    return whole
