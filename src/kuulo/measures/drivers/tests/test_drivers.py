"""What goes with a score: first it is found, then what is missing, alike or too little is said or refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.measures import drivers
from kuulo.measures.drivers.importance import correlations, explained, johnson, lmg
from kuulo.measures.drivers.quadrants import Quarter, is_certain, mean_line, quarter
from kuulo.measures.drivers.results import Drivers
from kuulo.measures.drivers.tests.answers import answers

pytestmark = pytest.mark.pure
ASKED = ["ease", "price", "colour"]


def sentence_of(found: Drivers, name: str) -> str:
    return next(str(check.sentence) for check in found.checks if check.name == name)


def test_drivers_stand_in_their_order_with_intervals() -> None:
    found = drivers(answers(), outcome="outcome", drivers=ASKED, cluster="person", weight="weight")
    assert [one.name for one in found.drivers] == ["ease", "price", "colour"]
    assert [(one.rank, one.rank_low, one.rank_high) for one in found.drivers] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    assert sum(one.importance.value or 0 for one in found.drivers) == pytest.approx(found.explained.value)
    assert sum(one.share.value or 0 for one in found.drivers) == pytest.approx(1)
    for one in found.drivers:
        for figure in (one.importance, one.share, one.beta, one.correlation, one.performance):
            assert figure.low is not None
            assert figure.value is not None
            assert figure.high is not None
            assert figure.low <= figure.value <= figure.high
    assert (found.n, found.left_out, found.method) == (900, 0, "lmg")
    assert found.persons == answers()["person"].n_unique()
    assert "“ease” comes first" in str(found.sentence)
    assert "ease" in repr(found)


def test_no_word_claims_a_cause() -> None:
    found = drivers(answers(), outcome="outcome", drivers=ASKED, samples=50)
    said = " ".join([str(found.sentence), *(str(check.sentence) for check in found.checks)])
    assert not any(word in said.lower() for word in ("cause", "effect", "because", "impact", "leads to"))
    assert "not what causes" in str(found.drivers[0].importance.notes[0])


def test_the_same_seed_gives_the_same_intervals() -> None:
    first, second, other = (
        drivers(answers(), outcome="outcome", drivers=ASKED, samples=50, seed=seed).to_dict() for seed in (1, 1, 2)
    )
    assert first == second != other


def test_intervals_hold_what_is_true_of_everybody() -> None:
    """Samples of a known population: intervals of R² and of the first driver hold the truth about as often as said."""
    everybody = answers(60_000)
    matrix = correlations(np.cov(everybody.select("outcome", *ASKED).to_numpy().T)[None])
    truth = (explained(matrix)[0], lmg(matrix)[0, 0])
    held = np.zeros(2)
    for seed in range(40):
        sample = everybody.sample(250, seed=seed)
        found = drivers(sample, outcome="outcome", drivers=ASKED, samples=120, seed=seed)
        for place, figure in enumerate((found.explained, found["ease"].importance)):
            assert figure.low is not None
            assert figure.high is not None
            held[place] += figure.low <= truth[place] <= figure.high
    assert (held >= 0.84 * 40).all(), held


def test_persons_are_drawn_whole() -> None:
    """Ten copies of everybody's answer tell no more than one, when the copies are known to be one person's."""
    once = answers(300).with_columns(person=pl.int_range(300))
    often = pl.concat([once] * 10)
    single = drivers(once, outcome="outcome", drivers=ASKED, cluster="person")
    together = drivers(often, outcome="outcome", drivers=ASKED, cluster="person")
    apart = drivers(often, outcome="outcome", drivers=ASKED)
    widths = [(one.explained.high or 0) - (one.explained.low or 0) for one in (single, together, apart)]
    assert widths[1] == pytest.approx(widths[0], rel=0.01)
    assert widths[2] < widths[0] / 2


def test_percentile_intervals_on_demand() -> None:
    found = drivers(answers(), outcome="outcome", drivers=ASKED, interval="percentile", samples=100)
    assert found.explained.method == "bootstrap percentile, 100 samples"


def test_many_drivers_get_relative_weights() -> None:
    rng = np.random.default_rng(5)
    values = rng.normal(size=(400, 16)) + rng.normal(size=(400, 1))
    frame = pl.DataFrame({f"x{place}": values[:, place] for place in range(16)}).with_columns(
        outcome=pl.col("x0") + pl.col("x1") + pl.Series(rng.normal(size=400))
    )
    found = drivers(frame, outcome="outcome", drivers=[f"x{place}" for place in range(16)], samples=50)
    assert found.method == "johnson"
    assert {found.drivers[0].name, found.drivers[1].name} == {"x0", "x1"}
    with pytest.raises(DefinitionError, match="too many for LMG"):
        drivers(frame, outcome="outcome", drivers=[f"x{place}" for place in range(16)], method="lmg")


def test_relative_weights_agree_with_the_exact_shares() -> None:
    matrix = correlations(np.cov(answers(5000).select("outcome", *ASKED).to_numpy().T)[None])
    assert np.corrcoef(lmg(matrix)[0], johnson(matrix)[0])[0, 1] > 0.99
    assert lmg(matrix).sum() == pytest.approx(explained(matrix)[0])


def test_incomplete_answers_are_left_out_and_counted() -> None:
    frame = answers(gaps=0.2)
    found = drivers(frame, outcome="outcome", drivers=ASKED, samples=50)
    complete = frame.drop_nulls(ASKED).height
    assert (found.n, found.left_out) == (complete, 900 - complete)
    assert f"{900 - complete} lack an answer" in sentence_of(found, "missing")
    whole = drivers(frame.drop_nulls(ASKED), outcome="outcome", drivers=ASKED, samples=50)
    assert found.explained.value == pytest.approx(whole.explained.value)


def test_pairs_use_everybody_who_answered_both() -> None:
    frame = answers(gaps=0.2)
    found = drivers(frame, outcome="outcome", drivers=ASKED, missing="pairwise", samples=50)
    both = frame.drop_nulls(["ease", "outcome"])
    assert found["ease"].correlation.value == pytest.approx(
        np.cov(both["ease"].to_numpy(), both["outcome"].to_numpy(), ddof=0)[0, 1]
        / (np.std(frame["ease"].drop_nulls().to_numpy()) * np.std(frame["outcome"].to_numpy()))
    )
    assert "everybody who answered both" in sentence_of(found, "missing")
    assert found["ease"].performance.n == frame["ease"].count()


def test_what_concerned_nobody_counts_as_average() -> None:
    """A driver that few have met explains less of everybody's differences, though it weighs the same for those few."""
    frame = answers()
    few = frame.with_columns(price=pl.when(pl.int_range(pl.len()) % 5 == 0).then(pl.col("price")))
    everybody = drivers(frame, outcome="outcome", drivers=ASKED, samples=50)
    met = drivers(few, outcome="outcome", drivers=ASKED, missing="neutral", samples=50)
    assert met.n == 900
    assert (met["price"].importance.value or 0) < (everybody["price"].importance.value or 0) / 2
    assert met["price"].performance.value == pytest.approx(few["price"].mean())
    assert "counts as average" in sentence_of(met, "missing")


def test_yes_and_no_are_told_as_chances() -> None:
    found = drivers(answers(), outcome="happy", drivers=ASKED, samples=50)
    assert "linear probability model" in sentence_of(found, "binary")


def test_few_persons_are_said_to_be_few() -> None:
    found = drivers(answers(60), outcome="outcome", drivers=ASKED, samples=50)
    assert "60 persons answered: few for so many drivers (3; 107 persons are advised)" in sentence_of(found, "size")


def test_drivers_that_follow_from_others_are_named() -> None:
    frame = answers().with_columns(both=pl.col("ease") + pl.col("price"))
    found = drivers(frame, outcome="outcome", drivers=["ease", "price", "both"], samples=50)
    assert "follow from other drivers exactly" in sentence_of(found, "collinearity")
    assert found.explained.value == pytest.approx(
        drivers(frame, outcome="outcome", drivers=["ease", "price"], samples=50).explained.value
    )


def test_a_driver_all_agree_on_is_left_out_and_named() -> None:
    frame = answers().with_columns(same=pl.lit(3.0))
    found = drivers(frame, outcome="outcome", drivers=["ease", "same"], samples=50)
    assert [one.name for one in found.drivers] == ["ease"]
    assert "the same about same: left out" in sentence_of(found, "constant")


@pytest.mark.parametrize(
    ("wanted", "error", "said"),
    [
        ({"drivers": []}, DefinitionError, "No driver was named"),
        ({"drivers": ["ease", "ease"]}, ColumnError, "Column ease is named more than once"),
        ({"drivers": ["outcome"]}, ColumnError, "Column outcome is named more than once"),
        ({"drivers": ["wage"]}, ColumnError, "There is no column named wage"),
        ({"drivers": ["person"]}, ColumnError, "Column person holds string, not numbers"),
        ({"drivers": ["ease"], "missing": "guess"}, DefinitionError, "no way “guess” to treat missing"),
        ({"drivers": ["ease"], "method": "magic"}, DefinitionError, "no method “magic”"),
        ({"drivers": ["ease"], "interval": "wide"}, DefinitionError, "no bootstrap interval “wide”"),
        ({"drivers": ["ease"], "confidence": 95}, DefinitionError, "lies between 0 and 1"),
        ({"drivers": ["ease"], "weight": "below"}, ColumnError, "rows have no weight, or a negative one"),
        ({"drivers": ["ease"], "cluster": "nobody"}, ColumnError, "rows have no cluster in column nobody"),
        ({"drivers": ["same"]}, ColumnError, "Every driver holds the same value"),
        ({"drivers": ["ease"], "outcome": "same"}, ColumnError, "no differences to explain"),
        ({"drivers": ["never", "ease"]}, ColumnError, "Only 2 rows have the outcome and every driver"),
    ],
)
def test_what_cannot_be_used_is_refused(wanted: dict[str, Any], error: type[Exception], said: str) -> None:
    frame = answers(50).with_columns(
        same=pl.lit(1.0),
        below=pl.lit(-1.0),
        nobody=pl.lit(None, pl.String),
        never=pl.when(pl.int_range(pl.len()) < 2).then(pl.int_range(pl.len())),
    )
    with pytest.raises(error, match=said):
        drivers(frame, **{"outcome": "outcome", "samples": 20, **wanted})


def test_quarters_of_the_map() -> None:
    lines = {"important": 0.1, "target": 70.0}
    assert quarter(0.2, 60, **lines) is Quarter.FALLS_SHORT
    assert quarter(0.2, 70, **lines) is Quarter.KEEP
    assert quarter(0.05, 60, **lines) is Quarter.LATER
    assert quarter(0.05, 90, **lines) is Quarter.WELL_SERVED
    figures = [one.performance for one in drivers(answers(), outcome="outcome", drivers=ASKED, samples=50).drivers]
    assert mean_line(figures) == pytest.approx(np.mean([one.value for one in figures if one.value is not None]))
    assert mean_line([]) == 0
    assert is_certain(figures[0], 0.0)
    assert not is_certain(figures[0], figures[0].value or 0.0)
