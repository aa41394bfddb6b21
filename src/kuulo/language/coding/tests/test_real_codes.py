"""Real answers that people coded: half of them are learned from, the other half is coded; nothing is embedded."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from kuulo.language.coding import accuracy, corrected_share, learn_codes

pytestmark = [pytest.mark.pure, pytest.mark.slow]

QUESTION = "features_changes"
LEAST = 20


def coded(folder: Path) -> tuple[list[str], list[frozenset[str]]]:
    """Return the answers to one question of jupyter-2015 and the codes people gave them."""
    with (folder / "survey_short_columns.csv").open(encoding="utf-8", newline="") as stream:
        answers = {row[""]: row for row in csv.DictReader(stream)}
    texts, codings = [], []
    with (folder / f"{QUESTION}_themes.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            said = [answers[row[""]][f"{QUESTION}_{part}"].strip() for part in (1, 2, 3)]
            texts.append(". ".join(part for part in said if part))
            codings.append(frozenset(code for code in row[f"{QUESTION}_themes"].split(",") if code))
    return texts, codings


def test_codes_of_real_answers(real_data: Path) -> None:
    texts, codings = coded(real_data / "surveys" / "jupyter-2015" / "coded")
    counts = {code: sum(code in each for each in codings) for code in frozenset().union(*codings)}
    codes = frozenset(code for code, count in counts.items() if count >= LEAST)
    codings = [each & codes for each in codings]
    order = np.random.default_rng(0).permutation(len(texts))
    learned, rest = order[: len(order) // 2], order[len(order) // 2 :]
    model = learn_codes([texts[row] for row in learned], [codings[row] for row in learned], None, ["en"] * len(learned))
    read = model.read([texts[row] for row in rest], None, ["en"] * len(rest))
    proposed = model.proposed(read)
    human = np.array([[code in codings[row] for code in model.codes] for row in rest], dtype=bool)
    told = [accuracy(human[:, code], proposed[:, code]).f1.value or 0.0 for code in range(len(model.codes))]
    assert np.mean(told) > 0.75
    best = np.argsort(-read.probabilities, axis=1)[:, :3]
    has = human.any(axis=1)
    among_best = np.take_along_axis(human, best, axis=1).sum(axis=1) > 0
    assert among_best[has].mean() > 0.93
    assert read.probabilities.sum() == pytest.approx(human.sum(), rel=0.15)
    sample = np.arange(60)
    shares = [corrected_share(read.probabilities[:, code], sample, human[sample, code]) for code in range(3)]
    for code, share in enumerate(shares):
        assert share.low is not None
        assert share.high is not None
        assert share.low <= human[:, code].mean() <= share.high
