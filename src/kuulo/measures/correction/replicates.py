"""Replicate-weight variance of any correction: the whole of it, weighting step included, done again and again.

Persons who were asked are drawn again; their weight of the draw is multiplied, the frame stays. Slower than the linear
variance each estimator brings, and right where a model has no derivatives or reacts to few persons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.correction.estimating import correct
from kuulo.measures.correction.methods import Method
from kuulo.measures.correction.people import People
from kuulo.measures.correction.shaping import Found, shape_estimate
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Floats


@dataclass(frozen=True, slots=True)
class Replicates:
    """How to draw again.

    Attributes:
        kind: ``bootstrap`` (Rao & Wu 1988: n − 1 of n drawn with replacement) or ``jackknife`` (a random group of
            persons left out at a time).
        count: Number of replicates.
        seed: Of the lot.
    """

    kind: Literal["bootstrap", "jackknife"] = "bootstrap"
    count: int = 200
    seed: int = 1


def replicated(
    people: People,
    definition: Definition,
    method: Method,
    *,
    replicates: Replicates | None = None,
    confidence: float = 0.95,
) -> Estimate:
    """Return the figure by one method, its variance from replicates.

    Raises:
        ColumnError: Fewer than two replicates, or more groups than persons asked.
    """
    plan = Replicates() if replicates is None else replicates
    asked = int(people.invited.sum())
    if not plan.count >= 2 or (plan.kind == "jackknife" and plan.count > asked):
        raise ColumnError(
            _("{count} replicates of {asked} persons cannot be drawn."),
            _("Ask for at least 2, and for a jackknife at most one a person."),
            count=plan.count,
            asked=asked,
        )
    whole = correct(people, definition, method, confidence=confidence).estimate
    if whole.value is None:
        return whole
    off = np.array([_value(people, definition, method, factor) for factor in _factors(asked, plan)]) - whole.value
    scale = 1 / (plan.count - 1) if plan.kind == "bootstrap" else (plan.count - 1) / plan.count
    centre = off.mean() if plan.kind == "bootstrap" else 0.0
    se = float(np.sqrt(scale * ((off - centre) ** 2).sum()))
    free = asked - 1 if plan.kind == "bootstrap" else plan.count - 1
    found = Found(whole.value, se, free, n=whole.n)
    made = shape_estimate(people, definition, found, confidence=confidence, method=f"{whole.method}, {plan.kind}")
    return replace(made, trust=whole.trust)


def _value(people: People, definition: Definition, method: Method, factor: Floats) -> float:
    weight = people.base_weight.copy()
    weight[people.invited] *= factor
    value = correct(replace(people, base_weight=weight), definition, method).estimate.value
    return np.nan if value is None else value


def _factors(asked: int, plan: Replicates) -> Iterator[Floats]:
    """Yield what each person's weight is multiplied with, one array a replicate."""
    generator = np.random.default_rng(plan.seed)
    if plan.kind == "bootstrap":
        for _replicate in range(plan.count):
            drawn = np.bincount(generator.integers(0, asked, asked - 1), minlength=asked)
            yield np.asarray(drawn * (asked / (asked - 1)), dtype=float)
        return
    group = generator.permutation(np.arange(asked) % plan.count)
    for left_out in range(plan.count):
        yield np.where(group == left_out, 0.0, plan.count / (plan.count - 1))
