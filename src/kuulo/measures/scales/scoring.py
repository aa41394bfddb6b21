"""A whole scale: its reliability, its groups, and the comparison of their means where the scale allows one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.measures.comparing.groups import Compared, compare_groups
from kuulo.measures.intervals import t_interval
from kuulo.measures.scales.invariance import Invariance, invariance_of
from kuulo.measures.scales.moments import Moments
from kuulo.measures.scales.reliability import Reliability, alpha_figure, reliability_of
from kuulo.measures.withholding import FLOOR, withheld_cells


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScale:
    """A scale in one group.

    Attributes:
        label: What the group is called.
        n: Complete answers; ``None`` when withheld.
        alpha: Its alpha with interval; ``None`` when withheld.
        mean: The group's mean; ``None`` unless the groups may be compared and the group is among those examined.
    """

    label: object
    n: int | None
    alpha: Estimate | None
    mean: Estimate | None

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values."""
        return {
            "label": self.label,
            "n": self.n,
            "alpha": None if self.alpha is None else self.alpha.to_dict(),
            "mean": None if self.mean is None else self.mean.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A scale and its groups.

    Attributes:
        reliability: Of all answers together.
        mean: Mean of the scale over all of them.
        groups: The groups, largest first.
        invariance: Whether they may be compared; ``None`` where there is no grouping.
        compared: The groups' means beside each other; ``None`` where they are not compared.
    """

    reliability: Reliability
    mean: Estimate
    groups: tuple[GroupScale, ...] = ()
    invariance: Invariance | None = None
    compared: Compared | None = None

    def to_dict(self) -> dict[str, object]:
        """Return everything as plain values, ready for JSON."""
        return {
            "reliability": self.reliability.to_dict(),
            "mean": self.mean.to_dict(),
            "groups": [group.to_dict() for group in self.groups],
            "invariance": None if self.invariance is None else self.invariance.to_dict(),
            "compared": None if self.compared is None else self.compared.to_dict(),
        }


def mean_of(moments: Moments, confidence: float = 0.95) -> Estimate:
    """Return the mean of a scale, the mean of each row's answers, with a t interval."""
    se = moments.score_sd / np.sqrt(moments.n) if moments.n > 1 else float("nan")
    low, high = t_interval(moments.score_mean, se, max(moments.n - 1, 1), confidence)
    known = bool(np.isfinite(se) and se > 0)
    return Estimate(
        measure="scale",
        value=moments.score_mean,
        low=float(low) if known else None,
        high=float(high) if known else None,
        se=float(se) if known else None,
        confidence=confidence,
        n=moments.n,
        n_eff=float(moments.n),
        deff=1.0,
        invited=None,
        answered=moments.n,
        method="t",
        definition="scale.mean@1",
        notes=() if known else (say(_("Every answer is the same: no interval can be given.")),),
    )


def scale_of(
    whole: Moments,
    groups: Mapping[object, Moments],
    *,
    reverse: tuple[str, ...] = (),
    confidence: float = 0.95,
    floor: int = FLOOR,
    better: int = 1,
) -> Scale:
    """Return a scale and its groups.

    Args:
        whole: Moments of all complete answers.
        groups: The same by group; empty where there is no grouping. Those without a group stand under ``None``: they
            are neither shown nor compared, and what is withheld must not follow from them.
        reverse: Items that were turned round.
        confidence: Confidence level of the intervals, 0–1.
        floor: Groups under this many answers are withheld, and what would give them away.
        better: +1 when a higher mean is better, −1 when a lower one is.
    """
    reliability = reliability_of(whole, reverse=reverse, confidence=confidence)
    if not groups:
        return Scale(reliability=reliability, mean=mean_of(whole, confidence))
    labels = list(groups)
    hidden = withheld_cells([(label,) for label in labels], [groups[label].n for label in labels], floor)
    shown = {label: groups[label] for place, label in enumerate(labels) if place not in hidden and label is not None}
    invariance = invariance_of(shown)
    means = {label: mean_of(shown[label], confidence) for label in invariance.groups} if invariance.comparable else {}
    rows = [_group(label, shown.get(label), means.get(label), confidence) for label in labels if label is not None]
    return Scale(
        reliability=reliability,
        mean=mean_of(whole, confidence),
        groups=tuple(sorted(rows, key=lambda row: (row.n is None, -(row.n or 0), str(row.label)))),
        invariance=invariance,
        compared=compare_groups(means, better) if means else None,
    )


def _group(label: object, moments: Moments | None, mean: Estimate | None, confidence: float) -> GroupScale:
    if moments is None:
        return GroupScale(label=label, n=None, alpha=None, mean=None)
    known = moments.n > 2 and bool((np.diag(moments.cov) > 0).all())
    found = alpha_figure(moments, confidence) if known else None
    return GroupScale(label=label, n=moments.n, alpha=found, mean=mean)


def check_spread(moments: Moments) -> Text | None:
    """Return why nothing can be said of these answers: an item that everybody answered alike; else nothing."""
    flat = [name for name, own in zip(moments.items, np.diag(moments.cov), strict=True) if not own > 0]
    return say(_("Everybody answered alike: {items}."), items=", ".join(flat)) if flat else None
