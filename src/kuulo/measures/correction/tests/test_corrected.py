"""The analysts' function: a table in, figures side by side out."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError
from kuulo.measures import corrected
from kuulo.measures.correction import Method, estimate_all
from kuulo.measures.correction.tests.makers import LEVELS, NPS, invented

pytestmark = pytest.mark.pure


def table() -> pl.DataFrame:
    """Return the invented frame as an analyst has it, a follow-up of every third silent person included."""
    people, score = invented(900)
    drawn = ~people.answered & (np.arange(900) % 3 == 0)
    heard = np.where(people.answered | drawn, score, np.nan)
    return pl.DataFrame(
        {
            "segment": [LEVELS[code] for code in people.x.categorical["segment"].codes],
            "tenure": people.x.numeric["tenure"],
            "score": pl.Series(heard).fill_nan(None),
            "first": pl.Series(np.where(people.answered, score, np.nan)).fill_nan(None),
            "drawn": drawn,
        }
    )


def test_figures_equal_those_of_the_arrays() -> None:
    people, _score = invented(900)
    found = corrected(
        table(),
        score="first",
        definition="nps@1",
        attributes=["segment", "tenure"],
        methods=["raw", "raked", "calibrated"],
    )
    same = estimate_all(people, NPS, methods=[Method.RAW, Method.RAKED, Method.CALIBRATED])
    for one, other in zip(found, same, strict=True):
        assert one.estimate.value == pytest.approx(other.estimate.value, abs=0.5)  # levels stand in another order


def test_a_follow_up_is_used() -> None:
    found = corrected(
        table().to_pandas(),
        score="score",
        definition=NPS,
        attributes=["segment"],
        follow_up="drawn",
        methods=["two_phase"],
    )
    assert found[0].method == Method.TWO_PHASE
    assert found[0].estimate.n == table()["score"].count()


def test_what_the_table_allows_is_the_default() -> None:
    found = corrected(table(), score="first", definition="nps@1")
    assert [each.method for each in found] == [Method.RAW]


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ColumnError, match="no method “heckman”"):
        corrected(table(), score="first", definition="nps@1", methods=["heckman"])


def test_a_score_of_words_is_refused() -> None:
    with pytest.raises(ColumnError, match="segment holds no numbers"):
        corrected(table(), score="segment", definition="nps@1")
