"""The NPS intervals equal the reference values of their formulas' authors' software."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kuulo.measures import nps
from kuulo.measures.intervals import adjusted_wald, tango


def test_tango_and_adjusted_wald(reference: Path) -> None:
    examples = json.loads((reference / "nps_interval_reference.json").read_text())["examples"]
    for example in examples:
        plus, minus = example["promoters"], example["detractors"]
        n = plus + minus + example["passives"]
        assert np.ravel(tango(plus, minus, n)) == pytest.approx(example["tango_score"], abs=2e-7)
        assert np.ravel(adjusted_wald(plus, minus, n)) == pytest.approx(example["adj_wald3"], abs=1e-8)


def test_the_figure_carries_them(reference: Path) -> None:
    for example in json.loads((reference / "nps_interval_reference.json").read_text())["examples"][:7]:
        counts = (example["promoters"], example["passives"], example["detractors"])
        frame = pl.DataFrame({"score": [s for s, n in zip((10, 8, 3), counts, strict=True) for _ in range(n)]})
        found = nps(frame, score="score")[0].estimate
        assert found.value == pytest.approx(example["nps"], abs=1e-9)
        assert found.se == pytest.approx(example["se_n1"], abs=1e-8)
        assert (found.low, found.high) == pytest.approx(tuple(example["tango_score"]), abs=2e-7)
        fast = nps(frame, score="score", interval="adjusted_wald")[0].estimate
        assert (fast.low, fast.high) == pytest.approx(tuple(example["adj_wald3"]), abs=1e-8)
        assert fast.method == "adjusted_wald"
