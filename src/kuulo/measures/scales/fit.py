"""How well one factor fits: χ², CFI, TLI, RMSEA with its interval, SRMR.

Sources: Bentler (1990), Psychological Bulletin 107:238–246 (CFI); Tucker & Lewis (1973), Psychometrika 38:1–10; Steiger
(1990), Multivariate Behavioral Research 25:173–180, and (1998), Structural Equation Modeling 5:411–419 for several
groups (RMSEA); Hu & Bentler (1999), Structural Equation Modeling 6:1–55 (SRMR and the usual limits).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from scipy.special import chdtrc, chndtr

from kuulo.base.later import Later
from kuulo.measures.intervals import Floats
from kuulo.measures.scales.factor import GroupSolution, Solution
from kuulo.measures.scales.moments import Moments

optimize = Later("scipy.optimize")

RMSEA_CONFIDENCE = 0.9
GOOD_CFI = 0.95
POOR_CFI = 0.9
GOOD_SRMR = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a model fits.

    Attributes:
        chi_square: Likelihood-ratio statistic.
        df: Its degrees of freedom; 0 where the model always fits.
        p: Chance of a misfit as large where the model holds.
        cfi: Comparative fit index, 1 at best.
        tli: Tucker–Lewis index.
        rmsea: Root mean square error of approximation, 0 at best.
        rmsea_low: Lower end of its 90 % interval.
        rmsea_high: Upper end.
        srmr: Standardised root mean square residual, 0 at best.
        n: Rows.
    """

    chi_square: float
    df: int
    p: float | None
    cfi: float
    tli: float | None
    rmsea: float | None
    rmsea_low: float | None
    rmsea_high: float | None
    srmr: float
    n: int

    @property
    def acceptable(self) -> bool:
        """Whether one factor may stand: CFI at least 0.90 and SRMR at most 0.08; a model without df says nothing."""
        return self.df > 0 and self.cfi >= POOR_CFI and self.srmr <= GOOD_SRMR

    def to_dict(self) -> dict[str, object]:
        """Return the fields as plain values."""
        return asdict(self)


def fit_of(solution: Solution, groups: Sequence[Moments]) -> Fit:
    """Return the fit of a solution to the moments it was found from."""
    n, chi, df = sum(one.n for one in groups), solution.chi_square, solution.df
    base, base_df = _baseline(groups)
    excess, base_excess = max(chi - df, 0.0), max(base - base_df, chi - df, 0.0)
    low, high = _rmsea_ends(chi, df, n, len(groups)) if df else (None, None)
    return Fit(
        chi_square=chi,
        df=df,
        p=float(chdtrc(df, chi)) if df else None,
        cfi=1 - excess / base_excess if base_excess > 0 else 1.0,
        tli=(base / base_df - chi / df) / (base / base_df - 1) if df and base != base_df else None,
        rmsea=float(np.sqrt(excess / (n * df) * len(groups))) if df else None,
        rmsea_low=low,
        rmsea_high=high,
        srmr=_srmr(solution, groups),
        n=n,
    )


def _baseline(groups: Sequence[Moments]) -> tuple[float, int]:
    """Return χ² and df of the model in which no two items have anything in common."""
    k = len(groups[0].items)
    chi = sum(-one.n * float(np.linalg.slogdet(one.correlations)[1]) for one in groups)
    return chi, len(groups) * k * (k - 1) // 2


def _rmsea_ends(chi: float, df: int, n: int, groups: int) -> tuple[float, float]:
    ends = []
    for level in ((1 + RMSEA_CONFIDENCE) / 2, (1 - RMSEA_CONFIDENCE) / 2):
        noncentral = _solve(_below(chi, df, level), 4 * chi + 100)
        ends.append(float(np.sqrt(noncentral / (n * df) * groups)))
    return ends[0], ends[1]


def _below(chi: float, df: int, level: float) -> Callable[[float], float]:
    return lambda noncentral: float(chndtr(chi, df, noncentral)) - level


def _solve(excess: Callable[[float], float], most: float) -> float:
    return 0.0 if excess(0.0) <= 0 else float(optimize.brentq(excess, 0.0, most, xtol=1e-12, rtol=1e-14))


def _srmr(solution: Solution, groups: Sequence[Moments]) -> float:
    n = sum(one.n for one in groups)
    several = len(groups) > 1
    parts = zip(groups, solution.groups, strict=True)
    return float(sum(one.n / n * np.sqrt(_mean_square(one, found, several)) for one, found in parts))


def _mean_square(moments: Moments, found: GroupSolution, several: bool) -> float:  # noqa: FBT001 -- inside this file
    cov = moments.cov * (moments.n - 1) / moments.n
    sd = np.sqrt(np.diag(cov))
    away: Floats = (cov - found.implied) / np.outer(sd, sd)
    squares = away[np.tril_indices(len(sd))] ** 2
    if several:
        squares = np.concatenate([squares, ((moments.mean - found.implied_mean) / sd) ** 2])
    return float(squares.mean())
