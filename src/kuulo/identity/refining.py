"""From Splink's first estimates to the model's own: expectation and maximisation over all pairs that were looked at.

Splink learns how often values agree among the same from pairs that one rule made, and among strangers from random
pairs, a few of which are no strangers. Both lean to one side where duplicates are many. The pairs that all rules
together made hold nearly all that are the same, so each level's share among them is counted anew, weighted by the
pairs' probabilities, and what they explain is taken off the strangers' shares (Fellegi & Sunter 1969; Winkler 1988 for
the expectation step).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from kuulo.identity.model import Comparison, Level, Model

ROUNDS = 30
STILL = 1e-4  # relative change of the expected number of matches at which the rounds end
PSEUDO = 0.5  # matches added to each level: what was never seen is rare, not impossible
LEAST_SHARE = 0.02  # of a level's strangers that are left when the matches are taken off
TINY = 1e-12
APART = 1e-7  # makes the levels' weights distinct, so that a weight names its level
Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs with the level each comparison found, and the weight that a value's frequency adds.

    Attributes:
        left: Row of one record.
        right: Row of the other.
        levels: Of each comparison the level's place, -1 where nothing is known.
        frequency: Of each comparison the weight added by the value's frequency; all 0 without frequencies.
    """

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    levels: Mapping[str, Levels]
    frequency: Mapping[str, Floats]


def told_apart(model: Model) -> Model:
    """Return the model with no two levels of a comparison of the same weight."""
    return replace(
        model,
        comparisons=tuple(
            replace(
                each,
                levels=tuple(
                    replace(level, u=(level.u or TINY) * (1 + APART * place)) for place, level in enumerate(each.levels)
                ),
            )
            for each in model.comparisons
        ),
    )


def read_scored(result: pl.DataFrame, model: Model) -> Scored:
    """Return Splink's scored pairs with their levels, which their weights name.

    Args:
        result: Splink's result with the weights of each comparison.
        model: The model the pairs were scored with, its levels told apart.
    """
    levels = {each.name: _levels_of(result[f"mw_{each.name}"].to_numpy(), each) for each in model.comparisons}
    frequency = {
        each.name: result[f"mw_tf_adj_{each.name}"].to_numpy()
        for each in model.comparisons
        if f"mw_tf_adj_{each.name}" in result.columns
    }
    return Scored(result["row_l"].to_numpy(), result["row_r"].to_numpy(), levels, frequency)


def _levels_of(weights: Floats, comparison: Comparison) -> Levels:
    own = np.array([0.0, *(level_weight(level) for level in comparison.levels)])
    order = np.argsort(own)
    middles = (own[order][1:] + own[order][:-1]) / 2
    found: Levels = (order[np.searchsorted(middles, weights)] - 1).astype(np.int8)
    return found


def level_weight(level: Level) -> float:
    """Return the match weight of a level: the logarithm to base 2 of how much likelier it is among the same."""
    return float(np.log2((level.m or TINY) / (level.u or TINY)))


def weights_of(scored: Scored, model: Model) -> dict[str, Floats]:
    """Return the weight of each comparison for each pair, frequencies included."""
    found: dict[str, Floats] = {}
    for comparison in model.comparisons:
        own = np.array([*(level_weight(level) for level in comparison.levels), 0.0])
        weights = own[scored.levels[comparison.name]]
        added = scored.frequency.get(comparison.name)
        found[comparison.name] = weights if added is None else weights + added
    return found


def probabilities(weights: Floats) -> Floats:
    """Return probabilities of match weights that include the prior's."""
    found: Floats = 1 / (1 + np.exp2(-np.clip(weights, -500, 500)))
    return found


def prior_weight(prior: float) -> float:
    """Return the match weight of a prior."""
    return float(np.log2(prior / (1 - prior)))


def refined(scored: Scored, model: Model, whole: int) -> Model:
    """Return the model after rounds of expectation and maximisation over all pairs looked at.

    Args:
        scored: The pairs.
        model: The model after Splink's training.
        whole: How many pairs of records there are at all.
    """
    observed = {each.name: [level.u or TINY for level in each.levels] for each in model.comparisons}
    expected = 0.0
    for _round in range(ROUNDS):
        total = np.sum(list(weights_of(scored, model).values()), axis=0) + prior_weight(model.prior or TINY)
        same = probabilities(total)
        before, expected = expected, float(same.sum())
        if expected < 1 or abs(expected - before) <= STILL * expected:
            break
        prior = min(expected / whole, 0.5)
        comparisons = (_counted(each, scored, same, prior, observed[each.name]) for each in model.comparisons)
        model = replace(model, prior=prior, comparisons=tuple(comparisons))
    return model


def _counted(
    comparison: Comparison, scored: Scored, same: Floats, prior: float, observed: Sequence[float]
) -> Comparison:
    places = scored.levels[comparison.name]
    count = len(comparison.levels)
    sums = np.bincount(places + 1, weights=same, minlength=count + 1)[1:] + PSEUDO
    shares = sums / sums.sum()
    levels = []
    for level, m, u in zip(comparison.levels, shares, observed, strict=True):
        strangers = u if level.frequency else max((u - prior * m) / (1 - prior), LEAST_SHARE * u)
        levels.append(replace(level, m=float(m), u=float(strangers)))
    return replace(comparison, levels=tuple(levels))
