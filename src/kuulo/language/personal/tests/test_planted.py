"""Personal data planted in comments of three languages is found, and what only looks like it stays."""

from __future__ import annotations

import pytest

from kuulo.language.personal import Kind
from kuulo.language.personal.tests.planting import Measured, measure, plant

pytestmark = pytest.mark.pure
ROWS = 400
LEAST_RECALL = {Kind.NAME: 0.9, Kind.PHONE: 0.99, Kind.ADDRESS: 0.99}
LEAST_PRECISION = {Kind.NAME: 0.97, Kind.PHONE: 0.97}


@pytest.fixture(scope="module", params=["fi", "sv", "en"])
def measured(request: pytest.FixtureRequest) -> list[Measured]:
    return measure(plant(request.param, ROWS, seed=7))


def test_planted_data_is_found(measured: list[Measured]) -> None:
    short = {one.kind: one.recall for one in measured if one.recall < LEAST_RECALL.get(one.kind, 1.0)}
    assert short == {}


def test_what_only_looks_like_it_stays(measured: list[Measured]) -> None:
    wrong = {one.kind: one.precision for one in measured if one.precision < LEAST_PRECISION.get(one.kind, 1.0)}
    assert wrong == {}
