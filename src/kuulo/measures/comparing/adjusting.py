"""When many differences are looked at together: adjusted p-values and the wider quantiles of their intervals."""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from kuulo.base.later import Later
from kuulo.measures.intervals import Floats, z_quantile

optimize = Later("scipy.optimize")

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(240)
_REACH = 9.0  # beyond it a standard normal has nothing left that a double can tell
_FARTHEST = 60.0


class Adjustment(StrEnum):
    """How many looks are paid for."""

    TUKEY = "tukey"  # all pairs of groups: Tukey–Kramer
    HOLM = "holm"  # the chance of any false difference, step by step
    BENJAMINI_HOCHBERG = "bh"  # the share of false ones among the differences called such
    BONFERRONI = "bonferroni"
    SIDAK = "sidak"
    NONE = "none"


def two_sided(z: ArrayLike) -> Floats:
    """Return the two-sided p-values of standard normal statistics."""
    return np.asarray(2 * ndtr(-np.abs(np.asarray(z, dtype=float))))


def holm(p: ArrayLike) -> Floats:
    """Return p-values adjusted by Holm (1979), Scand. Journal of Statistics 6:65–70; R's ``p.adjust(, "holm")``."""
    given = np.asarray(p, dtype=float)
    order = np.argsort(given, kind="stable")
    stepped = np.maximum.accumulate(given[order] * (len(given) - np.arange(len(given))))
    return _back(np.minimum(stepped, 1.0), order)


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Return p-values adjusted by Benjamini & Hochberg (1995), JRSS B 57:289–300; R's ``p.adjust(, "BH")``."""
    given = np.asarray(p, dtype=float)
    order = np.argsort(given, kind="stable")
    raised = given[order] * len(given) / (1 + np.arange(len(given)))
    return _back(np.minimum(np.minimum.accumulate(raised[::-1])[::-1], 1.0), order)


def bonferroni(p: ArrayLike) -> Floats:
    """Return each p-value times how many there are, at most 1."""
    given = np.asarray(p, dtype=float)
    return np.asarray(np.minimum(given * len(given), 1.0))


def sidak(p: ArrayLike) -> Floats:
    """Return p-values adjusted by Šidák (1967), JASA 62:626–633: 1 − (1 − p)ᵐ."""
    given = np.asarray(p, dtype=float)
    return np.asarray(-np.expm1(len(given) * np.log1p(-given)))


def tukey(z: ArrayLike, groups: int) -> Floats:
    """Return the chance that the widest pair of ``groups`` equal groups differs by as much: Tukey–Kramer p-values.

    The range of k standard normals has P(R > q) = 1 − k ∫ φ(x) [Φ(x) − Φ(x − q)]ᵏ⁻¹ dx, q = |z|√2. For unequal standard
    errors the statement stays true (Hayter 1984, Annals of Statistics 12:61–75).

    Args:
        z: Differences over their standard errors.
        groups: How many groups are compared, each with each.
    """
    q = np.abs(np.asarray(z, dtype=float)) * np.sqrt(2)
    half = _REACH
    x = _NODES * half
    density = half * _WEIGHTS * np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    inside = (ndtr(x) - ndtr(x - q[..., None])) ** (groups - 1)
    return np.asarray(np.clip(1 - groups * (inside * density).sum(axis=-1), 0.0, 1.0))


def tukey_quantile(confidence: float, groups: int) -> float:
    """Return how many standard errors a difference of two of ``groups`` groups must reach: Tukey–Kramer."""
    if groups <= 2:
        return z_quantile(confidence)
    return float(optimize.brentq(lambda z: float(tukey(np.array([z]), groups)[0]) - (1 - confidence), 0.0, _FARTHEST))


def quantile(adjustment: Adjustment, confidence: float, *, groups: int, looks: int, kept: int = 0) -> float:
    """Return the quantile of intervals that hold together, in standard errors.

    Args:
        adjustment: Tukey–Kramer; Bonferroni, which Holm's tests use as well; Šidák; or for Benjamini & Hochberg the
            level of Benjamini & Yekutieli (2005), JASA 100:71–81, at which a stated share of the intervals hold.
        confidence: Level of the statement, 0–1.
        groups: How many groups there are.
        looks: How many differences are looked at.
        kept: How many of them were called differences (for Benjamini & Hochberg).
    """
    match adjustment:
        case Adjustment.TUKEY:
            return tukey_quantile(confidence, groups)
        case Adjustment.HOLM | Adjustment.BONFERRONI:
            return z_quantile(1 - (1 - confidence) / max(looks, 1))
        case Adjustment.SIDAK:
            return z_quantile(confidence ** (1 / max(looks, 1)))
        case Adjustment.BENJAMINI_HOCHBERG:
            return z_quantile(1 - (1 - confidence) * max(kept, 1) / max(looks, 1))
    return z_quantile(confidence)


def adjusted(adjustment: Adjustment, z: ArrayLike, *, groups: int) -> Floats:
    """Return the p-values of differences over their standard errors, with the looks paid for."""
    if adjustment is Adjustment.TUKEY:
        return tukey(z, max(groups, 2))
    return _ADJUSTERS[adjustment](two_sided(z))


def _plain(p: ArrayLike) -> Floats:
    return np.asarray(p, dtype=float)


_ADJUSTERS = {
    Adjustment.HOLM: holm,
    Adjustment.BENJAMINI_HOCHBERG: benjamini_hochberg,
    Adjustment.BONFERRONI: bonferroni,
    Adjustment.SIDAK: sidak,
    Adjustment.NONE: _plain,
}


def _back(values: Floats, order: np.ndarray) -> Floats:
    placed = np.empty_like(values)
    placed[order] = values
    return placed
