"""Feelings of real comments: patients' words with people's judgement, and subtitles with emotions."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from kuulo.language.feeling import LABELS, cold, learn
from kuulo.language.feeling.quality import macro_f1

pytestmark = pytest.mark.pure

LIKED, DISLIKED = {"5", "8"}, {"1", "3", "4", "6"}
"""XED's joy and trust; anger, disgust, fear and sadness. Anticipation and surprise go either way."""


def patients(folder: Path, most: int) -> tuple[list[str], list[str]]:
    """Return comments of patients and the feeling a person read in each."""
    path = folder / "surveys" / "nhs-fft" / "v6framework_230831.csv"
    labels = {"1": "positive", "2": "positive", "3": "neutral", "4": "negative", "5": "negative"}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["Comment sentiment"] and row["FFT answer"].strip()]
    drawn = np.random.default_rng(6).permutation(len(rows))[:most]
    return [rows[row]["FFT answer"] for row in drawn], [labels[rows[row]["Comment sentiment"]] for row in drawn]


def f1_of(labels: list[str], told: list[str | None]) -> float:
    """Return the macro-F1 over texts that are told."""
    counts = np.zeros((3, 3))
    for label, reading in zip(labels, told, strict=True):
        if reading is not None:
            counts[LABELS.index(label), LABELS.index(reading)] += 1
    return macro_f1(counts)


@pytest.mark.slow
def test_words_alone_learn_from_four_hundred_patients(real_data: Path) -> None:
    texts, labels = patients(real_data, 900)
    own: list[str | None] = [*labels[:400], *[None] * 200]
    model = learn(texts[:600], own, languages=["en"] * 600)
    felt = model.read(texts[600:], languages=["en"] * 300)
    two = [row for row in range(300) if labels[600 + row] != "neutral"]
    f1 = f1_of(
        [labels[600 + row] for row in two],
        ["positive" if felt[row].positive > felt[row].negative else "negative" for row in two],
    )
    assert f1 > 0.78
    assert model.quality.n == 400
    assert model.quality.accuracy_when_told > 0.7


def test_the_cold_reading_tells_good_from_bad_where_it_tells(real_data: Path) -> None:
    texts, labels = patients(real_data, 1500)
    felt = cold(texts, ["en"] * len(texts))
    told = [(label, one.label) for label, one in zip(labels, felt, strict=True) if label != "neutral" and one.label]
    sided = [(label, reading) for label, reading in told if reading != "neutral"]
    assert len(sided) > 600
    assert sum(label == reading for label, reading in sided) / len(sided) > 0.85


def test_finnish_lines_with_emotions_are_read_on_the_right_side(real_data: Path) -> None:
    lines = (real_data / "texts" / "xed_fi.tsv").read_text(encoding="utf-8").splitlines()
    texts, sides = [], []
    for line in lines[:6000]:
        text, numbers = line.split("\t")
        codes = set(numbers.replace(" ", "").split(","))
        if bool(codes & LIKED) != bool(codes & DISLIKED):
            texts.append(text)
            sides.append("positive" if codes & LIKED else "negative")
    felt = cold(texts, ["fi"] * len(texts))
    sided = [(side, one.label) for side, one in zip(sides, felt, strict=True) if one.label in {"positive", "negative"}]
    assert len(sided) > 700
    assert sum(side == label for side, label in sided) / len(sided) > 0.8
