"""Themes that are new or rise: more often than the stated rate of false alarms lets chance make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, betaincinv

Counts = NDArray[np.float64]

WEEKS_A_YEAR: Final = 52.18
# The latest week alone finds a leap, the latest four a slower rise.
WINDOWS: Final = (1, 4)
BEFORE: Final = 26  # weeks a window is held against
LEAST_BEFORE: Final = 4
LEAST_COUNT: Final = 5
# How many weeks what all themes show counts beside a theme's own weeks.
BORROWED: Final = 10
# Before the window a theme that is called new had at most this part of the share it has now.
NEW_BELOW: Final = 0.1
CONFIDENCE: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """One theme that rises.

    Attributes:
        theme: Its place among the counts.
        week: Place of the newest week of the window.
        weeks: Length of the window, 1 or 4.
        count: Comments of the theme in the window.
        expected: How many there would be at the share before it.
        ratio: Share in the window over the share before; infinite where there was none before.
        low: Lower end of the ratio's interval (95 %).
        high: Upper end; infinite where there was none before.
        p: Probability of so many under an unchanged share.
        new: Whether the theme hardly existed before.
    """

    theme: int
    week: int
    weeks: int
    count: int
    expected: float
    ratio: float
    low: float
    high: float
    p: float
    new: bool


@dataclass(frozen=True, slots=True)
class _Look:
    """One theme in one window.

    Attributes:
        theme: Its place.
        week: Newest week of the window.
        weeks: Its length.
        odds: All comments of the window over those before it.
        burst: Squared coefficient of variation of the theme's share between the two times beyond chance.
    """

    theme: int
    week: int
    weeks: int
    odds: float
    burst: float

    def shape(self, count: float) -> float:
        """Return the shape of the gamma that says what rate may lie behind a count before the window."""
        return 1 / (1 / count + self.burst)


def rising(
    counts: Sequence[Sequence[int]] | Counts,
    totals: Sequence[int] | Counts,
    *,
    false_alarms_per_year: float = 1.0,
    looks: int = 1,
) -> tuple[Rising, ...]:
    """Return the themes whose share is higher in the newest week, or the newest four, than before; the surest first.

    Given the comments of both times, how many of a theme's fall into the window is binomial with the window's part of
    all comments (Przyborowski & Wilenski 1940: exact, nothing about the share before is assumed known); where themes
    come in bursts, negative binomial with the spread that the weeks before show. Every theme is looked at every week in
    two windows; the level of one look is the rate asked for over the looks of a year, so that with nothing changing
    there is no more than that number of false alarms in all themes together (Bonferroni).

    Args:
        counts: Comments of each theme in each week, shape (themes, weeks), the oldest first.
        totals: All comments of each week.
        false_alarms_per_year: In all themes together while nothing changes.
        looks: For how many of the newest weeks to say it; a theme counts once, in its surest look.
    """
    table, whole = np.asarray(counts, dtype=np.float64), np.asarray(totals, dtype=np.float64)
    if table.ndim != 2 or not table.size:
        return ()
    level = level_of_each(false_alarms_per_year, len(table))
    found: dict[int, Rising] = {}
    for week in range(max(table.shape[1] - looks, 0), table.shape[1]):
        for one in _at(table, whole, week, level):
            if one.theme not in found or one.p < found[one.theme].p:
                found[one.theme] = one
    return tuple(sorted(found.values(), key=lambda one: (one.p, one.theme)))


def level_of_each(false_alarms_per_year: float, themes: int) -> float:
    """Return the level of one look at one theme that keeps all looks of a year to so many false alarms."""
    return min(false_alarms_per_year / (WEEKS_A_YEAR * len(WINDOWS) * max(themes, 1)), 0.05)


def _at(table: Counts, whole: Counts, week: int, level: float) -> list[Rising]:
    found = []
    for window in WINDOWS:
        begin = week + 1 - window
        first = max(begin - BEFORE, 0)
        if begin - first < max(LEAST_BEFORE, window):
            continue
        now, then = table[:, begin : week + 1].sum(axis=1), table[:, first:begin].sum(axis=1)
        all_now, all_then = whole[begin : week + 1].sum(), whole[first:begin].sum()
        if not all_now or not all_then:
            continue
        bursts = burstiness(table[:, first:begin], whole[first:begin]) * (1 / window + 1 / (begin - first))
        for theme in np.flatnonzero(now >= LEAST_COUNT):
            look = _Look(int(theme), week, window, all_now / all_then, float(bursts[theme]))
            told = _told(look, float(now[theme]), float(then[theme]))
            found += [told] if told.p < level else []
    return found


def _told(look: _Look, now: float, then: float) -> Rising:
    expected = then * look.odds
    shape, mean = look.shape(then + 1), (then + 1) * look.odds
    tail = (1 - CONFIDENCE) / 2
    # The rate of the window lies under a gamma of its own count; the ratio of two gammas is told by a beta.
    first, last = look.shape(then + 1), look.shape(then) if then else 0.0
    low = float(betaincinv(now, first, tail))
    high = float(betaincinv(now + 1, last, 1 - tail)) if last else 1.0
    return Rising(
        theme=look.theme,
        week=look.week,
        weeks=look.weeks,
        count=int(now),
        expected=expected,
        ratio=now / expected if then else float("inf"),
        low=low / (1 - low) * first / mean,
        high=high / (1 - high) * last / expected if high < 1 else float("inf"),
        p=float(betainc(now, shape, mean / (mean + shape))),
        new=expected < NEW_BELOW * now,
    )


def burstiness(table: Counts, whole: Counts) -> Counts:
    """Return how much each theme's share varies from week to week beyond chance: squared coefficients of variation.

    Moments of the negative binomial: (Σ (count − expected)² − expected) / Σ expected². A theme's own is drawn to that
    of all themes, and never below it: a few weeks without a burst do not promise that none will come.
    """
    weeks = whole > 0
    if weeks.sum() < 2:
        return np.zeros(len(table))
    shares = table[:, weeks].sum(axis=1, keepdims=True) / whole[weeks].sum()
    expected: Any = shares * whole[weeks]
    spare = ((table[:, weeks] - expected) ** 2).sum(axis=1) * weeks.sum() / (weeks.sum() - 1) - expected.sum(axis=1)
    squares = (expected**2).sum(axis=1)
    every = max(spare.sum() / max(squares.sum(), 1e-9), 0.0)
    own = (spare + BORROWED * every * squares / weeks.sum()) / np.maximum(squares * (1 + BORROWED / weeks.sum()), 1e-9)
    return np.asarray(np.maximum(own, every))
