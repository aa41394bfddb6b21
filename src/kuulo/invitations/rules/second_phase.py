"""The quiet ones: a random sample of those who did not answer and of those never heard; pure.

Source: Hansen & Hurwitz (1946), The problem of non-response in sample surveys, JASA 41:517–529: a subsample of the
silent, asked by other means, stands for all of them with the product of both phases' chances.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from kuulo.invitations.rules.chance import ordered
from kuulo.invitations.rules.samples import Member, Stratum

SILENT: Final = "silent"
UNHEARD: Final = "unheard"


class QuietSpec(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many of the quiet ones are asked.

    Attributes:
        silent: Of those who were asked in the parent round and did not answer.
        unheard: Of those of its frame who were not drawn and of whom there is no signal at all.
    """

    silent: int = 0
    unheard: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietDraw:
    """The second-phase sample, and of how many it was drawn."""

    members: tuple[Member, ...]
    strata: tuple[Stratum, ...]


def draw_quiet(silent: Mapping[str, float | None], unheard: Sequence[str], spec: QuietSpec, seed: int) -> QuietDraw:
    """Return a simple random sample of each group.

    A silent one's chance is that of the first phase times that of the second; None where the first is not known. One
    never heard was not drawn in the first phase, so its chance is that of the second alone, among its own kind.

    Args:
        silent: Key of each party that was asked and did not answer → its chance of being asked in the first phase.
        unheard: Keys of those never heard.
        spec: How many of each.
        seed: Of this draw.
    """
    groups: dict[str, tuple[Mapping[str, float | None], int]] = {
        SILENT: (silent, spec.silent),
        UNHEARD: (dict.fromkeys(unheard, 1.0), spec.unheard),
    }
    members: list[Member] = []
    strata: list[Stratum] = []
    for label, (first, wanted) in groups.items():
        drawn = ordered(first, seed, purpose=f"second phase, {label}")[: max(wanted, 0)]
        chance = len(drawn) / len(first) if first else 0.0
        members.extend(Member(key, label, times(first[key], chance)) for key in drawn)
        strata.append(Stratum(label=label, size=len(first), drawn=len(drawn)))
    return QuietDraw(members=tuple(members), strata=tuple(strata))


def times(first: float | None, second: float) -> float | None:
    """Return the chance of both phases together; None where the first is not known."""
    return None if first is None else first * second


def half_width(answers: int, *, response_rate: float, deviation: float = 79.0, confidence_z: float = 1.96) -> float:
    """Return about how wide ± an NPS over everybody is that leans on so many answers of the silent, in points.

    The silent are the share 1 − r of everybody, so their mean's error enters times that: z·(1 − r)·S/√m (the second
    term of Hansen & Hurwitz's variance, which dominates when few answer at first).

    Args:
        answers: Answers of the second phase, m.
        response_rate: Of the first phase, r.
        deviation: Standard deviation of single answers in points; 79 is a usual spread of NPS answers.
        confidence_z: Quantile of the normal distribution.
    """
    return math.inf if answers < 1 else confidence_z * (1 - response_rate) * deviation / math.sqrt(answers)
