"""Use case: the machine codes everything, people a random sample; how right is it, and what is the share in truth?"""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.base.errors import DefinitionError
from kuulo.language.coding import accuracy, corrected_share

pytestmark = pytest.mark.pure


def test_precision_recall_and_f1_come_with_intervals() -> None:
    human = np.array([True] * 40 + [False] * 60)
    machine = np.array([True] * 30 + [False] * 10 + [True] * 15 + [False] * 45)
    found = accuracy(human, machine)
    assert found.precision.value == pytest.approx(30 / 45)
    assert found.recall.value == pytest.approx(30 / 40)
    assert found.f1.value == pytest.approx(60 / 85)
    for figure in (found.precision, found.recall, found.f1):
        assert figure.low is not None
        assert figure.value is not None
        assert figure.high is not None
        assert figure.low < figure.value < figure.high


def test_a_code_nobody_gave_has_no_recall() -> None:
    none = np.zeros(20, dtype=bool)
    found = accuracy(none, none)
    assert found.recall.value is None
    assert found.recall.notes
    with pytest.raises(DefinitionError, match="20 and 3 comments"):
        accuracy(none, none[:3])


def test_a_biased_machine_is_corrected_and_the_interval_holds_what_it_says() -> None:
    rng = np.random.default_rng(1)
    covered, widths = 0, []
    for _ in range(300):
        truth = rng.random(2_000) < 0.2
        said = np.where(truth, rng.random(2_000) < 0.7, rng.random(2_000) < 0.1).astype(float)
        sample = rng.choice(2_000, 150, replace=False)
        figure = corrected_share(said, sample, truth[sample])
        assert figure.low is not None
        assert figure.high is not None
        covered += figure.low <= 0.2 <= figure.high
        widths.append(figure.high - figure.low)
    assert 0.92 <= covered / 300 <= 1.0
    # 150 comments coded at random and no machine would give ±.064
    assert np.mean(widths) / 2 < 0.064


def test_a_sample_without_errors_is_not_taken_for_proof() -> None:
    said = np.repeat([1.0, 0.0], [100, 900])
    sample = np.arange(0, 1000, 25)
    figure = corrected_share(said, sample, said[sample] > 0)
    assert figure.raw == pytest.approx(0.1)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < 0.09
    assert figure.high > 0.11


def test_a_machine_worth_nothing_leaves_the_sample_alone() -> None:
    rng = np.random.default_rng(2)
    truth, said = rng.random(3_000) < 0.3, (rng.random(3_000) < 0.5).astype(float)
    sample = np.arange(200)
    figure = corrected_share(said, sample, truth[sample])
    assert figure.value == pytest.approx(truth[sample].mean(), abs=0.02)


def test_too_few_or_everything() -> None:
    few = corrected_share(np.ones(50), np.arange(5), np.ones(5, dtype=bool))
    assert few.value is None
    assert "only 5 comments" in str(few.notes[0])
    human = np.arange(50) < 10
    every = corrected_share(np.ones(50), np.arange(50), human)
    assert every.value == pytest.approx(0.2)
    assert every.low is not None
    assert every.low > 0
