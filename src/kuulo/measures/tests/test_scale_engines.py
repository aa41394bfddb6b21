"""A scale and compared groups come out the same, whichever kind of table the answers are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from kuulo.measures import compare, scale

Bring = Callable[[pl.DataFrame], Any]
ITEMS = ["q1", "q2", "q3"]


def answers() -> pl.DataFrame:
    rng = np.random.default_rng(11)
    factor = rng.standard_normal((300, 1))
    values = np.clip(np.round(4 + factor + 0.8 * rng.standard_normal((300, 3))), 1, 7)
    table = pl.DataFrame({name: values[:, place].tolist() for place, name in enumerate(ITEMS)})
    return table.with_columns(
        language=pl.Series(rng.choice(["fi", "sv"], 300)),
        q2=pl.when(pl.int_range(pl.len()) % 9 == 0).then(None).otherwise(8 - pl.col("q2")),
        score=pl.Series(rng.integers(0, 11, 300)),
    )


def test_a_scale(bring: Bring) -> None:
    options: dict[str, Any] = {"items": ITEMS, "group": "language", "reverse": ["q2"], "ends": (1, 7)}
    found, wanted = scale(bring(answers()), **options), scale(answers(), **options)
    assert found.reliability.n == wanted.reliability.n == 266
    assert found.reliability.alpha.value == pytest.approx(wanted.reliability.alpha.value, abs=1e-12)
    assert [group.n for group in found.groups] == [group.n for group in wanted.groups]
    one, other = found.invariance, wanted.invariance
    assert one is not None
    assert other is not None
    assert [step.fit.chi_square for step in one.steps] == pytest.approx(
        [step.fit.chi_square for step in other.steps], abs=1e-8
    )


def test_compared_groups(bring: Bring) -> None:
    found = compare(bring(answers()), score="score", definition="nps@1", by="language")
    wanted = compare(answers(), score="score", definition="nps@1", by="language")
    assert found.to_dict() == wanted.to_dict()
