"""Labels from scores, held against the words they came with."""

from __future__ import annotations

import pytest

from kuulo.language.feeling import agreeing_labels

pytestmark = pytest.mark.pure

GOOD = [f"Loistava palvelu ja ystävällinen henkilökunta, kiitos {number}" for number in range(40)]
BAD = [f"Surkea palvelu ja töykeä henkilökunta, ei ikinä enää {number}" for number in range(40)]

FINNISH = ["fi"] * 80


def test_labels_that_the_words_bear_out_stay_as_they_are() -> None:
    labels = [*["positive"] * 40, *["negative"] * 38, "positive", None]
    assert agreeing_labels([*GOOD, *BAD], labels, languages=FINNISH) == labels


def test_good_scores_of_many_complaints_are_left_out() -> None:
    labels = ["positive"] * 60 + ["negative"] * 20
    kept = agreeing_labels([*GOOD, *BAD], labels, languages=FINNISH)
    assert kept == [*["positive"] * 40, *[None] * 20, *["negative"] * 20]


def test_a_few_labels_stay_as_they_are() -> None:
    assert agreeing_labels(BAD[:5], ["positive"] * 5) == ["positive"] * 5
    assert agreeing_labels([], []) == []
