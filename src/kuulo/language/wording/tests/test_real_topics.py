"""Compound parts tell more of Finnish topics than words do."""

from __future__ import annotations

import bz2
import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from kuulo.base.later import Later
from kuulo.language import wording

pytestmark = [pytest.mark.pure, pytest.mark.slow]

_text = Later("sklearn.feature_extraction.text")
_linear = Later("sklearn.linear_model")
_metrics = Later("sklearn.metrics")


def _sentences(path: Path, count: int) -> tuple[list[str], list[str]]:
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    chosen = np.random.default_rng(0).permutation(len(rows))[:count]
    return [rows[row]["sentence"] for row in chosen], [rows[row]["ministry"] for row in chosen]


def test_lemmas_and_parts_beat_words_on_native_finnish_topics(real_data: Path) -> None:
    texts, topics = _sentences(real_data / "texts" / "vkk_train.csv.bz2", 1000)
    others, truth = _sentences(real_data / "texts" / "vkk_test.csv.bz2", 1000)

    def macro_f1(analyser: Callable[[str], list[str]]) -> float:
        terms = _text.TfidfVectorizer(analyzer=analyser, sublinear_tf=True)
        model = _linear.LogisticRegression(C=10, class_weight="balanced", max_iter=300)
        model.fit(terms.fit_transform(texts), topics)
        return float(_metrics.f1_score(truth, model.predict(terms.transform(others)), average="macro"))

    by_words = macro_f1(lambda text: [token.text.lower() for token in wording.tokens(text)])
    by_parts = macro_f1(lambda text: wording.features(text, "fi"))

    assert by_parts > by_words + 0.12
