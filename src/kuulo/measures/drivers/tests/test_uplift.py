"""What a change brought: found where it is there, not claimed where the design does not carry it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.later import Later
from kuulo.measures import uplift
from kuulo.measures.drivers.tests.answers import START, changed

pytestmark = pytest.mark.pure
sm = Later("statsmodels.api")
ASKED: dict[str, Any] = {"outcome": "score", "time": "at", "start": START, "cluster": "person"}


def test_uplift_is_found_beside_those_it_did_not_touch() -> None:
    found = uplift(changed(), touched="touched", **ASKED).differences
    assert found is not None
    assert found.effect.low is not None
    assert found.effect.high is not None
    assert found.effect.low < 0.8 < found.effect.high
    assert found.effect.low > 0
    assert not found.parallel.differ
    assert "if nothing else set the groups apart" in str(found.sentence)
    assert {one.touched for one in found.series} == {True, False}


def test_difference_equals_clustered_least_squares() -> None:
    frame = changed()
    found = uplift(frame, touched="touched", weight="weight", **ASKED).differences
    assert found is not None
    after, touched = (frame["days"].to_numpy() >= 0) * 1.0, frame["touched"].to_numpy() * 1.0
    persons = frame["person"].n_unique()
    model = sm.WLS(
        frame["score"].to_numpy(),
        np.column_stack([np.ones(frame.height), touched, after, touched * after]),
        weights=frame["weight"].to_numpy(),
    ).fit(
        cov_type="cluster",
        cov_kwds={"groups": frame["person"].rank("dense").to_numpy().astype(int), "use_correction": False},
    )
    assert found.effect.value == pytest.approx(model.params[3])
    assert found.effect.se == pytest.approx(model.bse[3] * np.sqrt(persons / (persons - 1)))
    assert found.touched[0].value == pytest.approx(model.params[:2].sum())


def test_series_equals_newey_west() -> None:
    found = uplift(changed(), touched="touched", **ASKED).series
    assert found is not None
    values = np.array([one.estimate.value for one in found.spans], dtype=float)
    weights = np.array([one.estimate.n_eff for one in found.spans], dtype=float)
    times = np.array([((one.start - START) / timedelta(days=1) + 3.5) / 30 for one in found.spans])
    after = (times > 0) * 1.0
    lags = int(4 * (len(values) / 100) ** (2 / 9))
    model = sm.WLS(values, np.column_stack([np.ones(len(times)), times, after, after * times]), weights=weights).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}
    )
    assert found.level.value == pytest.approx(model.params[2])
    assert (found.level.se, found.slope.se) == pytest.approx((model.bse[2], model.bse[3]))
    assert found.uplift.low is not None
    assert found.uplift.low > 0
    assert "a single series cannot tell" in str(found.sentence)


@pytest.mark.slow
def test_series_with_errors_that_remember() -> None:
    found = uplift(changed(), errors="arma", days=14, touched="touched", **ASKED).series
    assert found is not None
    assert found.errors == "arma"
    assert found.level.low is not None
    assert found.level.high is not None
    assert found.level.low < 0.8 < found.level.high


def test_groups_that_already_went_different_ways_are_told() -> None:
    found = uplift(changed(drift=0.3), touched="touched", **ASKED).differences
    assert found is not None
    assert found.parallel.differ
    assert "already went different ways" in str(found.parallel.sentence)
    assert "cannot be told" in str(found.sentence)


def test_no_change_is_said_to_be_none() -> None:
    found = uplift(changed(uplift=0.0), touched="touched", **ASKED)
    assert found.differences is not None
    assert found.series is not None
    assert "No difference between the two changes can be seen" in str(found.differences.sentence)


def test_a_change_that_touched_everybody_has_only_its_series() -> None:
    found = uplift(changed(), **ASKED)
    assert found.differences is None
    assert found.series is not None
    assert found.to_dict()["differences"] is None


def test_a_short_time_is_said_to_be_short() -> None:
    frame = changed().filter(pl.col("days").is_between(-40, 20))
    found = uplift(frame, touched="touched", **ASKED)
    assert found.series is None
    assert "3 after it have answers; 4 on each side are needed" in str(found.why_no_series)


def test_few_spans_make_the_line_uncertain() -> None:
    frame = changed(uplift=3.0).filter(pl.col("days").is_between(-42, 100))
    found = uplift(frame, touched="touched", **ASKED).series
    assert found is not None
    assert not found.enough


def test_spans_of_few_persons_are_withheld() -> None:
    frame = changed(300)
    found = uplift(frame, touched="touched", floor=12, drawn_days=14, **ASKED).differences
    assert found is not None
    hidden = [one for one in found.series if one.persons < 12]
    assert hidden
    assert all(one.estimate.withheld for one in hidden)


@pytest.mark.parametrize(
    ("wanted", "error", "said"),
    [
        ({"time": "score"}, ColumnError, "Column score holds float64, not dates or times"),
        ({"touched": "nowhere"}, ColumnError, "There is no column named nowhere"),
        ({"start": date(2030, 1, 1), "touched": "touched"}, ColumnError, "cannot be told apart"),
        ({"errors": "white"}, DefinitionError, "no way “white” to treat errors"),
    ],
)
def test_what_cannot_be_used_is_refused(wanted: dict[str, object], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        uplift(changed(300), **(ASKED | wanted))
