"""Thresholds of alarms by simulation: how large the statistics grow within a year in which nothing changes.

Series without any change are drawn with the variance each period of the real series has (from its effective number of
answers), both statistics are followed through a year, and the thresholds are put where together they would be passed in
the stated share of years. What was simulated is kept by the pattern of variances, rounded to steps of √2, so that the
series of a page share a few simulations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.measures.trends.series import Grain, Numbers
from kuulo.measures.trends.watching import ewma, largest_steps, steps_at

RATE = 0.10  # a year and series
SIMULATED = 6000
POWER = 0.80
SEED = 20261
LONGEST_BEFORE = 78  # periods of what came before; more change the thresholds no further
TAIL = 0.05


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on the absolute statistics are an alarm, both together passed in ``rate`` of quiet years."""

    ewma: float
    step: float
    rate: float


def rate_of_each(rate: float, series: int) -> float:
    """Return the rate of each of so many series at which all together give a false alarm at the rate (Šidák 1967)."""
    return 1.0 - float((1 - rate) ** (1 / max(series, 1)))


def rate_of_any(rate: float, series: int) -> float:
    """Return the share of quiet years in which at least one of so many independent series gives a false alarm."""
    return 1.0 - float((1 - rate) ** max(series, 1))


def thresholds(variances: Numbers, grain: Grain, rate: float = RATE) -> Thresholds:
    """Return the thresholds for a series whose latest figures have these variances.

    Args:
        variances: Of the periods with figures, in order of time.
        grain: What a period is.
        rate: Share of years without any change in which there is an alarm all the same, 0–1.

    Raises:
        InputError: The rate does not lie between 0 and 1.
    """
    if not 0 < rate < 1:
        raise InputError(_("A rate of false alarms lies between 0 and 1; {rate} was given."), rate=rate)
    before = int(np.clip(len(variances) - grain.year, grain.least, LONGEST_BEFORE))
    return _thresholds(_pattern(variances, before + grain.year), before, grain, rate)


def _pattern(variances: Numbers, length: int) -> tuple[int, ...]:
    """Return the variances of so many latest periods in half steps of doubling; those before the first are usual."""
    latest = variances[-length:]
    usual = float(np.median(latest)) if len(latest) else 1.0
    halves = np.rint(2 * np.log2(latest / usual)).astype(int).tolist()
    steps = [0] * (length - len(halves)) + halves
    # Within a step of each other: as good as even, which most series share.
    return (0,) * length if all(abs(step) <= 1 for step in steps) else tuple(steps)


@lru_cache(maxsize=1024)
def _thresholds(pattern: tuple[int, ...], before: int, grain: Grain, rate: float) -> Thresholds:
    waves, steps = _quiet_years(pattern, before, grain)
    # Each year's more unusual statistic, as the share of years in which that statistic alone grows as large.
    rarest = np.minimum(_rarity(waves), _rarity(steps))
    alone = float(np.quantile(rarest, rate, method="lower"))
    return Thresholds(ewma=_upper(waves, alone), step=_upper(steps, alone), rate=rate)


@lru_cache(maxsize=256)
def _quiet_years(pattern: tuple[int, ...], before: int, grain: Grain) -> tuple[Numbers, Numbers]:
    """Return the largest absolute EWMA and step of each simulated year without a change."""
    variances = 2.0 ** (np.array(pattern) / 2)
    values = np.random.default_rng(SEED).standard_normal((SIMULATED, len(pattern))) * np.sqrt(variances)
    waves = np.abs(ewma(values, variances)[:, before:]).max(axis=1)
    return waves, largest_steps(values, variances, before, grain.window)


def _rarity(found: Numbers) -> Numbers:
    ranks = np.empty(len(found))
    ranks[np.argsort(-found)] = np.arange(1, len(found) + 1)
    return ranks / len(found)


def _upper(found: Numbers, share: float) -> float:
    """Return what a share of the numbers pass; far out a fitted normal tail, log share = a − b·x², goes on."""
    if share >= TAIL / 5:
        return float(np.quantile(found, 1 - share))
    ends = np.linspace(TAIL / 5, TAIL, 20)
    slope, start = np.polyfit(np.quantile(found, 1 - ends) ** 2, np.log(ends), 1)
    return float(np.sqrt((np.log(share) - start) / slope))


def smallest_seen(variances: Numbers, grain: Grain, limits: Thresholds) -> float:
    """Return the smallest step that would be found soon (within eight weeks) with 80 % power, were it to begin now.

    Both statistics are linear in the size of the step, so each simulated noise tells which size it needs.

    Args:
        variances: Of the periods with figures so far, in order of time; the next are taken to be as the latest quarter.
        grain: What a period is.
        limits: The thresholds of the series.
    """
    usual = float(np.median(variances[-max(grain.year // 4, 1) :]))
    before = variances[-LONGEST_BEFORE:] / usual
    return float(np.sqrt(usual)) * _smallest_step(_rounded(before), grain, limits)


def _rounded(variances: Sequence[float] | Numbers) -> tuple[int, ...]:
    return tuple(np.rint(2 * np.log2(np.asarray(variances))).astype(int).tolist())


@lru_cache(maxsize=1024)
def _smallest_step(pattern: tuple[int, ...], grain: Grain, limits: Thresholds) -> float:
    variances = np.concatenate([2.0 ** (np.array(pattern) / 2), np.ones(grain.soon)])
    before, size = len(pattern), len(pattern) + grain.soon
    noise = np.random.default_rng(SEED).standard_normal((SIMULATED // 3, size)) * np.sqrt(variances)
    step = np.zeros((1, size))
    step[:, before:] = 1.0
    needed = np.full(len(noise), np.inf)
    waves, wave = ewma(noise, variances), ewma(step, variances)
    for place in range(before, size):
        steps, _first = steps_at(noise, variances, place, grain.window)
        each, _first = steps_at(step, variances, place, grain.window)
        needed = np.minimum(needed, _needed(steps, each, limits.step))
        needed = np.minimum(needed, _needed(waves[:, [place]], wave[:, [place]], limits.ewma))
    return float(np.quantile(np.maximum(needed, 0.0), POWER))


def _needed(noise: Numbers, each: Numbers, limit: float) -> Numbers:
    """Return how large a step each row of noise needs so that one of its statistics passes the limit."""
    moved: Numbers = each[0] > 0
    if not moved.any():
        return np.full(len(noise), np.inf)
    return np.asarray(((limit - noise[:, moved]) / each[0, moved]).min(axis=1), dtype=float)
