"""The same answers give the same figures, whichever kind of table they come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from kuulo.base.errors import ColumnError, InputError, ScaleMismatchError
from kuulo.measures import Period, csat, distribution, figures, mean_score, nps, share
from kuulo.measures.results import FigureTable

Bring = Callable[[pl.DataFrame], Any]


def answers(rows: int = 600) -> pl.DataFrame:
    """Answers of a stratified, clustered, weighted sample with gaps; the same every time."""
    rng = np.random.default_rng(20260101)
    score = rng.integers(0, 11, rows)
    gaps = rng.random(rows) < 0.1
    segment = rng.choice(["home", "work", ""], rows, p=[0.6, 0.35, 0.05])
    start = datetime(2025, 1, 30, 22, tzinfo=UTC)
    return pl.DataFrame(
        {
            "score": [None if gap else int(x) for x, gap in zip(score, gaps, strict=True)],
            "stars": [None if gap else float(1 + x % 5) for x, gap in zip(score, gaps, strict=True)],
            "amount": [None if gap else float(x) * 1.25 for x, gap in zip(score, gaps, strict=True)],
            "yes": [None if gap else bool(x > 4) for x, gap in zip(score, gaps, strict=True)],
            "segment": [name or None for name in segment.tolist()],
            "weight": (0.5 + rng.random(rows)).tolist(),
            "stratum": rng.choice(["a", "b", "c"], rows).tolist(),
            "cluster": rng.integers(0, 20, rows).tolist(),
            "size": [100.0] * rows,
            "at": [start + timedelta(hours=3 * i) for i in range(rows)],
        },
        schema_overrides={"at": pl.Datetime("us", "UTC"), "segment": pl.String},
    )


def assert_same(found: FigureTable, wanted: FigureTable) -> None:
    assert [figure.by for figure in found] == [figure.by for figure in wanted]
    for one, other in zip(found.to_dicts(), wanted.to_dicts(), strict=True):
        assert one.keys() == other.keys()
        for name, value in one.items():
            assert value == (
                pytest.approx(other[name], rel=1e-9, abs=1e-9) if isinstance(value, float) else other[name]
            )


DESIGNS: list[dict[str, Any]] = [
    {},
    {"by": "segment"},
    {"by": ["segment", "stratum"], "weight": "weight"},
    {"weight": "weight", "stratum": "stratum", "fpc": 2000},
    {"weight": "weight", "stratum": "stratum", "cluster": "cluster", "by": "segment", "fpc": "size"},
    {"cluster": "cluster"},
    {"by": Period("at", "month")},
    {"by": Period("at", "quarter"), "where": "segment = 'home'"},
    {"by": [Period("at", "week", "week of answer"), "segment"], "where": "stratum in ('a', 'b') and weight > 0.6"},
    {"where": "not (segment = 'home') and amount is not null"},
]


@pytest.mark.parametrize("design", DESIGNS, ids=str)
@pytest.mark.parametrize(
    ("score", "definition"), [("score", "nps@1"), ("amount", "mean@1"), ("stars", "csat.mean@1"), ("yes", "share@1")]
)
def test_same_figures(bring: Bring, score: str, definition: str, design: dict[str, Any]) -> None:
    frame = answers()
    found = figures(bring(frame), score=score, definition=definition, **design)
    assert_same(found, figures(frame.to_arrow(), score=score, definition=definition, **design))


def test_values_against_plain_counting(bring: Bring) -> None:
    frame = answers()
    for figure in nps(bring(frame), score="score", by="segment"):
        scores = [s for s, g in frame.select("score", "segment").rows() if g == figure.by["segment"] and s is not None]
        plus, minus = sum(s >= 9 for s in scores), sum(s <= 6 for s in scores)
        assert figure.estimate.value == pytest.approx(100 * (plus - minus) / len(scores))
        assert figure.estimate.n == len(scores)
        assert figure.counts is not None
        assert (figure.counts.favourable, figure.counts.unfavourable) == (plus, minus)


def test_means_against_plain_counting(bring: Bring) -> None:
    frame = answers()
    for definition, score in (("csat.mean@1", "stars"), ("mean@1", "amount")):
        found = figures(bring(frame), score=score, definition=definition)[0].estimate
        values = frame[score].drop_nulls().to_numpy()
        rows = frame.height
        se = np.sqrt(((values - values.mean()) ** 2).sum() * rows / (rows - 1)) / len(values)
        half = stats.t.ppf(0.975, len(values) - 1) * se
        wanted = (values.mean(), se, values.mean() - half, values.mean() + half)
        assert (found.value, found.se, found.low, found.high) == pytest.approx(wanted, rel=1e-10)


def test_months_are_those_of_utc(bring: Bring) -> None:
    found = nps(bring(answers()), score="score", by=Period("at", "month"))
    assert [figure.by["month"] for figure in found] == [date(2025, month, 1) for month in (1, 2, 3, 4)]


def test_counts_of_each_answer(bring: Bring) -> None:
    frame = answers()
    found = distribution(bring(frame), score="score", by="stratum")
    for group in found:
        part = frame.filter(pl.col("stratum") == group.by["stratum"])["score"]
        assert group.counts == {float(s): int((part == s).sum()) for s in sorted(part.drop_nulls().unique())}
        assert group.missing == part.null_count()


def test_refuses_another_scale(bring: Bring) -> None:
    with pytest.raises(ScaleMismatchError, match=r"run from 0 to 10, but csat\.top2@1 has the scale 1 to 5"):
        csat(bring(answers()), score="score")
    with pytest.raises(ScaleMismatchError, match=r"run from 0 to 10, but csat\.top2@1 has the scale 1 to 5"):
        csat(bring(answers()), score="score", cluster="cluster")


def test_refuses_values_between_the_points(bring: Bring) -> None:
    with pytest.raises(ScaleMismatchError, match="lie between the points"):
        nps(bring(answers().with_columns(pl.col("amount") * 0.7)), score="amount")


def test_refuses_a_column_of_words(bring: Bring) -> None:
    with pytest.raises(ColumnError, match="Column segment holds string, not numbers"):
        mean_score(bring(answers()), score="segment")


def test_refuses_a_missing_column(bring: Bring) -> None:
    with pytest.raises(ColumnError, match=r"There is no column named wage\. The table has: score"):
        share(bring(answers()), score="yes", weight="wage")


def test_refuses_a_missing_weight(bring: Bring) -> None:
    frame = answers().with_columns(weight=pl.when(pl.col("weight") < 0.6).then(None).otherwise(pl.col("weight")))
    with pytest.raises(ColumnError, match="rows have no weight, or a negative one, in column weight"):
        nps(bring(frame), score="score", weight="weight")


def test_refuses_what_is_no_table() -> None:
    with pytest.raises(InputError, match=r"A table of the kind builtins\.dict cannot be read"):
        nps({"score": [1, 2, 3]}, score="score")
