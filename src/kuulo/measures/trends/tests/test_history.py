"""Seasons and breaks of the past: found where they are, and not in noise."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from kuulo.measures.trends.breaks import find_breaks
from kuulo.measures.trends.season import find_season
from kuulo.measures.trends.series import series_of
from kuulo.measures.trends.smoothing import smooth
from kuulo.measures.trends.tests.drawn import answers, plain_series, weeks

pytestmark = pytest.mark.pure


def test_a_wave_of_the_year_is_found_and_taken_from_the_level() -> None:
    turning = answers([100] * 156, 3, lambda week: 15 * float(np.sin(2 * np.pi * week / 52.18)))
    read = smooth(weeks(156), turning, grain="week")
    assert read.season is not None
    assert read.season.kinds == ("year",)
    assert read.season.size == pytest.approx(30, abs=8)
    assert np.ptp(np.array(read.level, dtype=float)) < 10
    assert read.alarms == ()


def test_a_wave_of_the_quarter_is_found() -> None:
    turning = answers([200] * 130, 4, lambda week: 12 * float(np.cos(2 * np.pi * week / 13.045)))
    season, _fit = find_season(series_of(weeks(130), turning))
    assert season is not None
    assert season.kinds == ("quarter",)


def test_a_wave_of_the_year_is_found_in_months() -> None:
    months = [date(2021 + month // 12, month % 12 + 1, 1) for month in range(36)]
    turning = answers([400] * 36, 5, lambda month: 15 * float(np.sin(2 * np.pi * month / 12)))
    season, _fit = find_season(series_of(months, turning, grain="month"))
    assert season is not None
    assert season.kinds == ("year",)


def test_noise_has_no_season() -> None:
    generator = np.random.default_rng(6)
    found = [
        find_season(plain_series(generator.normal(0, 10, 110), np.full(110, 100.0)))[0] is not None for _ in range(60)
    ]
    assert sum(found) <= 4  # one in a hundred is stated


def test_a_level_that_wanders_has_no_season() -> None:
    generator = np.random.default_rng(8)
    found = [
        find_season(
            plain_series(np.cumsum(generator.normal(0, 4, 110)) + generator.normal(0, 10, 110), np.full(110, 100.0))
        )[0]
        is not None
        for _ in range(40)
    ]
    assert sum(found) <= 4


def test_less_than_two_years_have_no_season() -> None:
    turning = answers([400] * 90, 3, lambda week: 20 * float(np.sin(2 * np.pi * week / 52.18)))
    assert find_season(series_of(weeks(90), turning))[0] is None


def test_a_break_is_dated_with_its_probability() -> None:
    fallen = answers([100] * 120, 9, lambda week: -20.0 if week >= 70 else 0.0)
    (found,) = find_breaks(series_of(weeks(120), fallen))
    assert abs(found.day - weeks(120)[70]) <= timedelta(days=14)
    assert found.first <= weeks(120)[70] <= found.last
    assert found.probability > 0.95
    assert found.change == pytest.approx(-20, abs=6)
    assert "fell by about" in str(found.text)


def test_two_breaks_are_found() -> None:
    moved = answers([150] * 130, 10, lambda week: -20.0 if 40 <= week < 90 else 0.0)
    found = find_breaks(series_of(weeks(130), moved))
    assert [one.change < 0 for one in found] == [True, False]


def test_the_date_of_a_break_lies_where_it_says_as_often_as_it_says() -> None:
    inside = []
    for seed in range(60):
        fallen = answers([50] * 100, 100 + seed, lambda week: -18.0 if week >= 60 else 0.0)
        inside += [one.first <= weeks(100)[60] <= one.last for one in find_breaks(series_of(weeks(100), fallen))]
    assert len(inside) > 40
    assert np.mean(inside) == pytest.approx(0.85, abs=0.12)


def test_noise_has_hardly_a_break() -> None:
    found = [len(find_breaks(series_of(weeks(110), answers([50] * 110, 200 + seed)))) for seed in range(60)]
    assert sum(found) <= 5


def test_a_level_that_wanders_all_the_time_is_no_row_of_breaks() -> None:
    generator = np.random.default_rng(12)
    found = [
        len(find_breaks(plain_series(np.cumsum(generator.normal(0, 0.5, 110)), np.full(110, 0.25)))) for _ in range(20)
    ]
    assert np.mean(found) < 1


def test_a_known_break_is_not_found_again() -> None:
    fallen = answers([100] * 120, 9, lambda week: -20.0 if week >= 70 else 0.0)
    assert find_breaks(series_of(weeks(120), fallen, known_breaks=[weeks(120)[70]])) == ()
