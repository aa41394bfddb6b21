"""Multilevel regression with post-stratification: figures of small groups that lean on the rest as far as they must.

y = Xβ + Σ Zⱼuⱼ + e, uⱼ ~ N(0, σⱼ²): an effect of each level of each feature, drawn towards 0 by as much as the levels
of that feature differ. Variances by EM for restricted likelihood on Henderson's mixed-model equations; a group's figure
is the mean of what the model expects of each of its persons in the frame, so who did not answer counts too.

Source: Gelman & Little (1997); Henderson (1975) for the equations; Searle, Casella & McCulloch (1992), ch. 8, for EM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuulo.base.errors import ColumnError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.measures.correction.design import Bands, all_bands
from kuulo.measures.correction.people import People, outcome
from kuulo.measures.correction.shaping import Found, shape_estimate
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Codes, Flags, Floats

_ROUNDS = 500
_SETTLED = 1e-6
_LEAST = 1e-10  # of the outcome's variance: no variance component is quite 0


@dataclass(frozen=True, slots=True)
class Mixed:
    """A fitted model: effects (the constant first, then all levels), their covariance, and the variances.

    Attributes:
        effects: The constant, then the levels of each feature in order.
        covariance: Covariance of the errors of the effects.
        between: Variance of the levels of each feature.
        within: Variance left between persons.
    """

    effects: Floats
    covariance: Floats
    between: Floats
    within: float


def multilevel(people: People, definition: Definition, *, confidence: float = 0.95) -> Estimate:
    """Return the figure of the whole frame by multilevel regression with post-stratification."""
    everybody = np.zeros(len(people), dtype=np.int64)
    return _estimates(people, definition, everybody, ("",), confidence)[""]


def multilevel_groups(
    people: People, definition: Definition, by: str, *, confidence: float = 0.95
) -> Mapping[str, Estimate]:
    """Return the figure of each level of an attribute, by its name; a level nobody of the frame has is left out.

    Raises:
        ColumnError: No attribute has this name.
    """
    held = people.x.categorical.get(by)
    if held is None:
        raise ColumnError(
            _("There is no attribute “{name}”."),
            _("Use one of: {known}."),
            name=by,
            known=", ".join(people.x.categorical),
        )
    codes = np.where(held.codes < 0, len(held.levels), held.codes).astype(np.int64)
    return _estimates(people, definition, codes, (*held.levels, ""), confidence)


def _estimates(
    people: People, definition: Definition, group: Codes, names: tuple[str, ...], confidence: float
) -> dict[str, Estimate]:
    bands = all_bands(people.x, people.earlier)
    y = outcome(people.score[people.answered], definition)
    fitted = fit_mixed(bands, people.answered, y, people.base_weight[people.answered])
    means = _means(bands, group, len(names))
    values = means @ fitted.effects
    errors = np.sqrt(np.einsum("ij,jk,ik->i", means, fitted.covariance, means))
    made = {}
    for place, name in enumerate(names):
        rows = group == place
        if not rows.any():
            continue
        found = Found(float(values[place]), float(errors[place]), len(y) - len(bands.sizes) - 1)
        made[name] = shape_estimate(
            people.take(rows), definition, found, confidence=confidence, method="multilevel, post-stratified"
        )
    return made


def fit_mixed(bands: Bands, answered: Flags, y: Floats, weight: Floats) -> Mixed:
    """Return the model of y on the levels of all features, among those who answered.

    Args:
        bands: Features of the frame as codes.
        answered: Who of the frame answered.
        y: Their outcomes.
        weight: Their weights of the draw; only how they differ matters.
    """
    sizes = np.array(bands.sizes, dtype=np.int64)
    ends = 1 + np.cumsum(sizes)
    owner = np.repeat(np.arange(len(sizes)), sizes)
    w = weight / weight.mean()
    z = _levels([codes[answered] for codes in bands.codes], bands.sizes, len(y))
    cross, right = (z * w[:, None]).T @ z, z.T @ (w * y)
    within = float(np.var(y)) or 1.0
    least = within * _LEAST
    between = np.full(len(sizes), within / 20)
    for _round in range(_ROUNDS):
        inverse = np.linalg.inv(cross / within + np.diag(np.append(0.0, 1 / between[owner])))
        effects = inverse @ right / within
        spread = np.diag(inverse)
        news = [
            (effects[end - size : end] @ effects[end - size : end] + spread[end - size : end].sum()) / size
            for end, size in zip(ends, sizes, strict=True)
        ]
        left = float(w @ (y * y) - effects @ right) / max(len(y) - 1, 1)
        before, between = np.append(between, within), np.maximum(np.array(news, dtype=float), least)
        within = max(left, least)
        if np.abs(np.append(between, within) - before).max() < _SETTLED * before.sum():
            break
    return Mixed(effects, inverse, between, within)


def _levels(codes: list[Codes], sizes: tuple[int, ...], rows: int) -> Floats:
    columns = [np.ones((rows, 1))]
    columns += [np.equal.outer(each, np.arange(size)).astype(float) for each, size in zip(codes, sizes, strict=True)]
    return np.hstack(columns)


def _means(bands: Bands, group: Codes, groups: int) -> Floats:
    """Return the share of each level among the frame's persons of each group; ones first."""
    counts = np.bincount(group, minlength=groups)
    columns = [np.ones((groups, 1))]
    for codes, size in zip(bands.codes, bands.sizes, strict=True):
        both = np.bincount(group * size + codes, minlength=groups * size).reshape(groups, size)
        columns.append(both / np.maximum(counts, 1)[:, None])
    return np.hstack(columns)
