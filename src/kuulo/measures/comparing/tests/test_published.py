"""The formulas give what their sources print."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from scipy.stats import studentized_range

from kuulo.measures import figures
from kuulo.measures.comparing import (
    Adjustment,
    adjusted,
    benjamini_hochberg,
    between_variance,
    difference,
    holm,
    james_stein,
    pool,
    pool_shares,
    quantile,
)

pytestmark = pytest.mark.pure

# Hits of 18 batters in their first 45 times at bat, and the James–Stein estimates printed beside them:
# Efron & Morris (1977), Stein's paradox in statistics, Scientific American 236(5):119–127, table on p. 122 (the data
# of Efron & Morris 1975, JASA 70:311–319); then the season's remainder, what the estimates were to foretell.
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7])
PRINTED = [294, 289, 285, 280, 275, 275, 270, 266, 261, 261, 256, 256, 256, 256, 256, 252, 247, 242]
LATER = [346, 298, 276, 222, 273, 270, 263, 210, 269, 230, 264, 256, 303, 264, 226, 286, 316, 200]


def test_batters_of_1970() -> None:
    averages = HITS / 45
    common = averages.mean()
    found = james_stein(averages, common * (1 - common) / 45)
    assert np.round(1000 * found).astype(int).tolist() == PRINTED


def test_pooled_batters_foretell_the_season_better_than_their_own_averages() -> None:
    own, later = HITS / 45, np.array(LATER) / 1000
    pooled = pool_shares(HITS, np.full(18, 45))
    assert ((pooled.value - later) ** 2).sum() < ((own - later) ** 2).sum() / 3
    assert ((pooled.low <= later) & (later <= pooled.high)).sum() >= 16


def test_eight_schools() -> None:
    """Rubin (1981); the posterior means and deviations of Gelman and others, Bayesian Data Analysis, table 5.3."""
    effects = np.array([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
    errors = np.array([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])
    found = pool(effects, errors**2)
    assert found.value == pytest.approx([11, 8, 6, 8, 5, 6, 11, 8], abs=0.7)
    assert found.se == pytest.approx([8, 6, 8, 7, 6, 7, 7, 8], abs=0.7)
    assert between_variance(effects, errors**2)[0] == 0  # by chance: why one estimate of τ is not enough


def test_between_variance_of_vaccine_trials() -> None:
    """BCG vaccine trials (Colditz 1994); R metafor's rma(yi, vi, data = dat.bcg), method REML and PM."""
    effects = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394]
    variances = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124]
    effects, variances = [*effects, 0.4459, -0.0173], [*variances, 0.5325, 0.0714]
    assert between_variance(effects, variances) == pytest.approx((0.3132, 0.1664), abs=2e-4)
    assert between_variance(effects, variances, "paule_mandel")[0] == pytest.approx(0.3181, abs=2e-4)


def test_adjusted_p_values() -> None:
    """R: p.adjust(c(.001, .008, .039, .041, .042, .06, .074, .205), m)."""
    p = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205]
    assert holm(p) == pytest.approx([0.008, 0.056, 0.234, 0.234, 0.234, 0.234, 0.234, 0.234])
    expected = [0.008, 0.032, 0.0672, 0.0672, 0.0672, 0.08, 0.08457142857142857, 0.205]
    assert benjamini_hochberg(p) == pytest.approx(expected)


@pytest.mark.parametrize("groups", [2, 3, 10, 40])
def test_tukey_equals_the_studentised_range(groups: int) -> None:
    """R: qtukey(.95, groups, Inf) / sqrt(2)."""
    known = studentized_range.ppf(0.95, groups, np.inf) / np.sqrt(2)
    assert quantile(Adjustment.TUKEY, 0.95, groups=groups, looks=1) == pytest.approx(known, abs=1e-7)
    assert adjusted(Adjustment.TUKEY, [known], groups=groups)[0] == pytest.approx(0.05, abs=1e-8)


def test_newcombe_of_the_source() -> None:
    """Newcombe (1998), Statistics in Medicine 17:873–890, table II, method 10: 56/70 − 48/80 and 9/10 − 3/10."""
    for first, second, printed in [((56, 70), (48, 80), (0.0524, 0.3339)), ((9, 10), (3, 10), (0.1705, 0.8090))]:
        one, other = (
            figures(pl.DataFrame({"yes": [1] * yes + [0] * (n - yes)}), score="yes", definition="share@1")[0].estimate
            for yes, n in (first, second)
        )
        found = difference(one, other).estimate
        assert (found.low, found.high) == pytest.approx(printed, abs=5e-5)
