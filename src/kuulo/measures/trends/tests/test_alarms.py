"""Alarms: as many false ones as stated, real changes found in time, and each change told once."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kuulo.base.errors import InputError
from kuulo.measures.trends.alarms import Alarm, Ending
from kuulo.measures.trends.calibration import (
    Thresholds,
    rate_of_any,
    rate_of_each,
    smallest_seen,
    thresholds,
)
from kuulo.measures.trends.series import GRAINS, Numbers, Places, series_of
from kuulo.measures.trends.smoothing import Smoothed, smooth
from kuulo.measures.trends.tests.drawn import AGAINST, FOR, NEUTRAL, answers, nothing, weeks
from kuulo.measures.trends.watching import ewma, largest_steps

pytestmark = pytest.mark.pure

WEEK = GRAINS["week"]
BEFORE = 78
SOON = 8


def drawn(years: int, sizes: Places, drop: float, seed: int) -> tuple[Numbers, Numbers]:
    """Return values and variances (as a series has them) of weeks of drawn answers; the drop begins at `BEFORE`."""
    generator = np.random.default_rng(seed)
    parts = np.where(np.arange(len(sizes)) >= BEFORE, drop / 200, 0.0)
    unhappy = generator.binomial(sizes, AGAINST - parts, size=(years, len(sizes)))
    happy = generator.binomial(sizes - unhappy, (FOR + parts) / (FOR + NEUTRAL + parts))
    values = 100 * (happy - unhappy) / sizes
    spread = (100**2 * (happy + unhappy) / sizes - values**2) * sizes / (sizes - 1)
    pooled = np.average(spread, axis=1, weights=sizes)[:, None]
    return values, (spread * sizes + pooled * 300) / (sizes + 300) / sizes


def alarmed(values: Numbers, variances: Numbers, limits: Thresholds, *, falls: bool = False) -> Numbers:
    """Return which of the simulated series pass a threshold after `BEFORE`."""
    found = []
    for value, variance in zip(values, variances, strict=True):
        row = value[None, :]
        waves = ewma(row, variance)[0, BEFORE:]
        wave = -waves.min() if falls else np.abs(waves).max()
        found.append(wave > limits.ewma or largest_steps(row, variance, BEFORE, WEEK.window)[0] > limits.step)
    return np.array(found)


@pytest.mark.parametrize("sizes", [np.full(BEFORE + 52, 50), 6 + np.arange(BEFORE + 52) % 20], ids=["even", "uneven"])
def test_false_alarms_are_as_frequent_as_stated(sizes: Places) -> None:
    values, variances = drawn(1000, sizes, 0.0, seed=11)
    limits = thresholds(variances[0], WEEK, 0.10)
    assert alarmed(values, variances, limits).mean() == pytest.approx(0.10, abs=0.03)


def test_a_drop_of_twenty_points_is_found_within_eight_weeks_and_week_against_week_misses_it() -> None:
    sizes = np.full(BEFORE + SOON, 50)
    values, variances = drawn(800, sizes, -20.0, seed=12)
    limits = thresholds(variances[0], WEEK, 0.10)
    found = alarmed(values, variances, limits, falls=True).mean()

    quiet, noises = drawn(2000, np.full(BEFORE + 52, 50), 0.0, seed=13)
    usual = week_against_week(quiet, noises)[:, BEFORE - 1 :]
    equally = float(np.quantile(np.abs(usual).max(axis=1), 0.90))
    naive = (-week_against_week(values, variances)[:, BEFORE - 1 :]).max(axis=1) > equally

    assert found == pytest.approx(0.94, abs=0.025)
    assert naive.mean() == pytest.approx(0.05, abs=0.03)


def week_against_week(values: Numbers, variances: Numbers) -> Numbers:
    """Return each week less the week before over the standard error of the difference."""
    return np.asarray(np.diff(values) / np.sqrt(variances[:, 1:] + variances[:, :-1]))


def test_the_smallest_change_is_found_in_eight_of_ten_cases() -> None:
    sizes = np.full(BEFORE + SOON, 50)
    _values, variances = drawn(1, np.full(BEFORE, 50), 0.0, seed=14)
    limits = thresholds(variances[0], WEEK, 0.10)
    smallest = smallest_seen(variances[0], WEEK, limits)
    values, noises = drawn(800, sizes, -smallest, seed=15)
    assert 14 < smallest < 20
    assert alarmed(values, noises, limits, falls=True).mean() == pytest.approx(0.80, abs=0.05)


def test_more_answers_show_smaller_changes() -> None:
    limits = thresholds(np.full(100, 100.0), WEEK)
    assert smallest_seen(np.full(100, 25.0), WEEK, limits) == pytest.approx(
        smallest_seen(np.full(100, 100.0), WEEK, limits) / 2
    )


def test_many_series_together_want_higher_thresholds() -> None:
    each = rate_of_each(0.10, 30)
    assert rate_of_any(each, 30) == pytest.approx(0.10)
    alone, together = thresholds(np.full(100, 100.0), WEEK, 0.10), thresholds(np.full(100, 100.0), WEEK, each)
    assert together.ewma > alone.ewma + 0.5
    assert together.step > alone.step + 0.5


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        thresholds(np.ones(60), WEEK, rate)


def read(moved: dict[int, float], count: int = 120, *, broken: tuple[date, ...] = ()) -> Smoothed:
    """Return the reading of weeks of 200 answers; each number says from which week on how far off the level lies."""

    def off(week: int) -> float:
        return next((points for start, points in reversed(moved.items()) if week >= start), 0.0)

    return smooth(weeks(count), answers([200] * count, 21, off), known_breaks=broken, grain="week")


def only(read: Smoothed) -> Alarm:
    (found,) = read.alarms
    return found


def test_a_fall_raises_one_alarm_that_lasts() -> None:
    seen = read({112: -20.0})
    alarm = only(seen)
    assert seen.open_alarm == alarm
    assert (alarm.direction, alarm.since) == (-1, weeks(120)[112])
    assert weeks(120)[112] <= alarm.raised <= weeks(120)[115]
    assert alarm.change == pytest.approx(-20, abs=10)
    assert str(alarm.text).startswith("It has fallen by about")


def test_a_rise_is_told_as_a_rise() -> None:
    assert only(read({112: 25.0})).direction == 1


def test_an_alarm_ends_when_the_figures_return() -> None:
    alarm = only(read({90: -25.0, 97: 0.0}))
    assert alarm.ending is Ending.RETURNED
    assert weeks(120)[97] <= alarm.until <= weeks(120)[104]  # type: ignore[operator]  # -- it has ended


def test_a_level_that_stays_becomes_what_is_usual() -> None:
    alarm = only(read({80: -25.0}))
    assert alarm.ending is Ending.SETTLED


def test_a_known_break_is_no_alarm() -> None:
    assert read({80: -25.0}, broken=(weeks(120)[80],)).alarms == ()


def test_a_known_break_ends_an_alarm() -> None:
    assert only(read({100: -25.0}, broken=(weeks(120)[106],))).ending is Ending.BROKEN


def test_too_short_a_series_shows_nothing_and_says_so() -> None:
    seen = smooth(weeks(6), answers([50] * 6, 1), grain="week")
    assert (seen.alarms, seen.smallest) == ((), None)
    assert str(seen.smallest_change) == "Too few weeks with figures to tell a change from chance: 6 of at least 8."


def test_weeks_without_figures_are_passed_over() -> None:
    figures = answers([200] * 120, 21, lambda week: -20.0 if week >= 112 else 0.0)
    figures[113] = figures[50] = nothing()
    seen = smooth(weeks(120), figures, grain="week")
    assert only(seen).direction == -1
    assert None not in seen.level


def test_days_out_of_order_are_refused() -> None:
    with pytest.raises(InputError, match="in order of time"):
        series_of(weeks(3)[::-1], answers([50] * 3, 1))


def test_a_grain_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match="by week or by month"):
        series_of(weeks(3), answers([50] * 3, 1), grain="day")
