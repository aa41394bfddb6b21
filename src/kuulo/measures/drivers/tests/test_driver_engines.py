"""The same answers give the same drivers and the same uplift, whichever kind of table they come in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from kuulo.measures import drivers, uplift
from kuulo.measures.drivers.tests.answers import START, answers, changed
from kuulo.measures.tests.conftest import bring, spark

__all__ = ["bring", "spark"]
Bring = Callable[[pl.DataFrame], Any]


def assert_close(found: object, wanted: object) -> None:
    if isinstance(wanted, dict):
        assert isinstance(found, dict)
        assert found.keys() == wanted.keys()
        for name, value in wanted.items():
            assert_close(found[name], value)
    elif isinstance(wanted, list):
        assert isinstance(found, list)
        assert len(found) == len(wanted)
        for one, other in zip(found, wanted, strict=True):
            assert_close(one, other)
    else:
        assert found == (pytest.approx(wanted, rel=1e-7, abs=1e-9) if isinstance(wanted, float) else wanted)


@pytest.mark.parametrize("missing", ["complete", "pairwise", "neutral"])
def test_same_drivers(bring: Bring, missing: str) -> None:
    frame = answers(400, gaps=0.15)
    wanted: dict[str, Any] = {
        "outcome": "outcome",
        "drivers": ["ease", "price", "colour"],
        "missing": missing,
        "samples": 40,
    }
    design: dict[str, Any] = {"weight": "weight", "cluster": "person"}
    found = drivers(bring(frame), **wanted, **design)
    assert_close(found.to_dict(), drivers(frame.to_arrow(), **wanted, **design).to_dict())


def test_same_values_without_persons(bring: Bring) -> None:
    frame = answers(400)
    found = drivers(bring(frame), outcome="happy", drivers=["ease", "price"], samples=40)
    plain = drivers(frame.to_arrow(), outcome="happy", drivers=["ease", "price"], samples=40)
    for name in ("ease", "price"):
        assert found[name].importance.value == pytest.approx(plain[name].importance.value)
        assert found[name].importance.se == pytest.approx(plain[name].importance.se, rel=0.5)


def test_same_uplift(bring: Bring) -> None:
    frame = changed(1200)
    wanted: dict[str, Any] = {
        "outcome": "score",
        "time": "at",
        "start": START,
        "touched": "touched",
        "weight": "weight",
        "cluster": "person",
        "days": 14,
    }
    assert_close(uplift(bring(frame), **wanted).to_dict(), uplift(frame.to_arrow(), **wanted).to_dict())
