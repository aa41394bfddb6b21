"""The forecast and its back-test: believed where it served in the past, not believed where it did not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kuulo.measures.definitions import definition
from kuulo.measures.growth.figures import Terms
from kuulo.measures.growth.forecast import forecast_growth
from kuulo.measures.growth.tests.cast import NOW, history, shop

pytestmark = pytest.mark.pure
NPS = definition("nps@1")
TERMS = Terms()


def test_scores_foretell_where_they_do() -> None:
    found = forecast_growth(shop(pull=9.0), NPS, TERMS)
    assert found is not None
    assert found.foretells
    assert found.skill.low > 0  # type: ignore[operator]
    assert found.revenue.low < found.revenue.value < found.revenue.high  # type: ignore[operator]
    assert found.revenue.method == "back_test"
    assert "a little better" in str(found.sentence)


def test_it_is_said_where_they_do_not() -> None:
    found = forecast_growth(shop(pull=0.0), NPS, TERMS)
    assert found is not None
    assert not found.foretells
    assert "does not foretell growth here" in str(found.sentence)


def test_a_past_forecast_knows_nothing_of_what_came_after_its_day() -> None:
    told = shop(pull=4.0)
    found = forecast_growth(told, NPS, TERMS)
    assert found is not None
    trial = found.trials[3]
    # All that was bought after that day costs ten times as much; the forecast of the day stays as it was.
    dearer = replace(told, amount=np.where(told.bought > trial.day, told.amount * 10, told.amount))
    again = forecast_growth(dearer, NPS, TERMS)
    assert again is not None
    assert again.trials[3].total == pytest.approx(trial.total)
    assert again.trials[3].plain == pytest.approx(trial.plain)
    assert again.trials[3].happened == pytest.approx(trial.happened * 10)


def test_the_naive_forecast_is_as_much_as_last_time() -> None:
    found = forecast_growth(shop(pull=0.0), NPS, TERMS)
    assert found is not None
    trial = found.trials[-1]
    told = shop(pull=0.0)
    inside = (told.bought > trial.day - 90) & (told.bought <= trial.day)
    assert trial.naive == pytest.approx(told.amount[inside].sum())
    assert trial.day + found.days <= NOW + 1e-6


def test_early_forecasts_have_no_band() -> None:
    found = forecast_growth(shop(pull=0.0), NPS, TERMS)
    assert found is not None
    assert found.trials[0].forecast.value is None
    assert found.trials[0].total > 0
    assert found.trials[-1].forecast.low is not None


def test_too_short_a_past_is_told() -> None:
    answers = [(who, 900.0, 9.0) for who in range(30)]
    purchases = [(who, day, 10.0) for who in range(30) for day in (850.0, 950.0)]
    short = replace(history(30, answers=answers, purchases=purchases), begin=840.0)
    found = forecast_growth(short, NPS, TERMS)
    assert found is not None
    assert found.revenue.value is None
    assert "not reach back far enough" in str(found.sentence)
    assert forecast_growth(replace(short, begin=990.0), NPS, TERMS) is None
    assert forecast_growth(history(30, answers=answers), NPS, TERMS) is None
