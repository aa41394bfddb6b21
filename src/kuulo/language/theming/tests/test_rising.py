"""A theme that rises is found; where nothing changes there are no more false alarms than stated."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.theming import level_of_each, rising

pytestmark = pytest.mark.pure

WEEKS, THEMES, A_WEEK = 40, 20, 200


def still(seed: int, *, burst: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Return counts and totals of weeks in which nothing changes but chance and, where asked, bursts."""
    draw = np.random.default_rng(seed)
    shares = draw.dirichlet(np.ones(THEMES))
    counts = np.zeros((THEMES, WEEKS))
    for week in range(WEEKS):
        now = shares * (draw.gamma(1 / burst, burst, THEMES) if burst else 1.0)
        counts[:, week] = draw.multinomial(draw.poisson(A_WEEK), now / now.sum())
    return counts, counts.sum(axis=0)


def test_a_theme_that_doubles_is_found_with_its_ratio() -> None:
    found, inside = 0, 0
    for seed in range(20):
        draw = np.random.default_rng(seed)
        counts = draw.poisson(10.0, (THEMES, WEEKS)).astype(float)
        counts[3, -4:] = draw.poisson(20.0, 4)
        told = [one for one in rising(counts, counts.sum(axis=0)) if one.theme == 3]
        found += len(told)
        # Beside it the others are a little less: its share grows by 2 over (19 + 2)/20.
        inside += sum(one.low <= 2 / 1.05 <= one.high for one in told)
    assert found >= 17
    assert inside >= 0.85 * found


@pytest.mark.parametrize("burst", [0.0, 0.05])
def test_where_nothing_changes_alarms_are_no_more_than_stated(burst: float) -> None:
    alarms, years = 0, 0.0
    for seed in range(30):
        counts, totals = still(seed, burst=burst)
        open_now: set[int] = set()
        for week in range(26, WEEKS):
            now = {one.theme for one in rising(counts[:, : week + 1], totals[: week + 1])}
            alarms += len(now - open_now)
            open_now = now
        years += (WEEKS - 26) / 52
    assert alarms <= years + 2 * np.sqrt(years)


def test_a_new_theme_is_called_new() -> None:
    counts = np.full((4, 12), 20.0)
    counts[2, :-1] = 0
    (found,) = rising(counts, counts.sum(axis=0))
    assert found.theme == 2
    assert found.new
    assert found.ratio == np.inf
    assert found.high == np.inf
    assert found.low > 5


def test_a_lower_rate_finds_less() -> None:
    assert level_of_each(0.1, 20) == pytest.approx(level_of_each(1.0, 20) / 10)
    counts = np.full((3, 20), 15.0)
    counts[1, -1] = 30.0
    totals = np.full(20, 500.0)
    assert rising(counts, totals, false_alarms_per_year=5.0)
    assert not rising(counts, totals, false_alarms_per_year=0.001)


@pytest.mark.parametrize("shape", [(0, 0), (3, 0), (3, 1), (3, 4)])
def test_too_few_weeks_say_nothing(shape: tuple[int, int]) -> None:
    assert rising(np.full(shape, 9.0), np.full(shape[1], 50.0)) == ()


def test_an_earlier_rise_is_told_when_more_weeks_are_looked_at() -> None:
    counts = np.full((3, 20), 15.0)
    counts[1, -3] = 60.0
    totals = np.full(20, 500.0)
    found = rising(counts, totals, looks=4)
    assert {one.theme for one in found} == {1}
    assert found[0].week in {17, 18, 19}
