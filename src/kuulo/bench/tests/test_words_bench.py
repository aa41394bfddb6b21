"""The bench of words: what it reports, on a few invented comments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kuulo.bench.words import bench_words
from kuulo.bench.words.comments import TOPICS, invent_comments
from kuulo.bench.words.measuring import READING
from kuulo.bench.words.truth import Coded, macro_f1, measure_codes
from kuulo.language.meaning import fit_latent

pytestmark = pytest.mark.pure


def test_comments_are_in_three_languages_and_hardly_any_two_the_same() -> None:
    comments = invent_comments(500)
    assert comments == invent_comments(500)
    assert set(comments.languages) == {"fi", "sv", "en"}
    assert set(comments.topics) == set(TOPICS)
    assert len(set(comments.texts)) > 400
    assert any("@" in text for text in comments.texts)


@pytest.mark.long
def test_every_step_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # From here no labelled sets are seen.
    monkeypatch.chdir(tmp_path)
    found = bench_words(120)
    told = {row["case"]: row["median"] for row in found["results"]}
    assert all(told[step] > 0 for step in READING)
    assert told["all of the reading"] < min(told[step] for step in READING)
    assert told["search over 120 comments"] > 0
    assert set(found["ratios"]) == {"comments_per_second", "to_engine", "search_ms"}


def test_macro_f1_is_the_mean_of_what_each_code_reaches() -> None:
    truth = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0]], dtype=bool)
    told = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0]], dtype=bool)
    assert macro_f1(truth, told) == pytest.approx((2 / 3 + 4 / 5) / 2)


@pytest.mark.slow
def test_codes_are_measured_on_texts_that_were_not_learned_from() -> None:
    comments = invent_comments(240)
    coded = Coded(comments.texts, [frozenset({topic}) for topic in comments.topics])
    vectors = fit_latent(comments.texts, comments.languages, 32).embed_in(comments.texts, comments.languages)
    measured = measure_codes(coded, vectors)
    assert measured.read == 60
    assert 0.4 < measured.low <= measured.value <= measured.high <= 1
