"""`kuulo growth`: answers, purchases and customers in files."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from kuulo.cli.tests.conftest import Command

BEGIN = date(2024, 1, 1)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Return files of two hundred customers of whom the less content leave sooner and spend less."""
    rng = np.random.default_rng(2)
    answers, purchases, customers = ["customer;score;at"], ["customer;at;amount"], ["customer;left"]
    for who in range(200):
        score, day = int(rng.integers(0, 11)), int(rng.integers(200, 300))
        stayed = rng.exponential(2500 if score >= 7 else 350)
        left = day + stayed if day + stayed < 700 else None
        answers.append(f"c{who};{score};{BEGIN + timedelta(days=day)}")
        customers.append(f"c{who};{BEGIN + timedelta(days=int(left)) if left else ''}")
        for month in range(23):
            at = 30 * month + who % 20
            if left is None or at < left:
                purchases.append(f"c{who};{BEGIN + timedelta(days=at)};{20 + 4 * score + rng.integers(0, 10)},50")
    paths = tuple(tmp_path / f"{name}.csv" for name in ("answers", "purchases", "customers"))
    for path, lines in zip(paths, (answers, purchases, customers), strict=True):
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return paths  # type: ignore[return-value]  # three of them


def test_everything_is_said_as_one_object(kuulo: Command, files: tuple[Path, Path, Path]) -> None:
    answers, purchases, customers = files
    done = kuulo("growth", answers, "--purchases", purchases, "--customers", customers, "--json")
    told = json.loads(done.out)
    assert told["by_score"]["hazard"]["high"] < 1
    assert told["value"]["groups"][0]["revenue"]["low"] > told["value"]["groups"][-1]["revenue"]["high"]
    assert told["forecast"]["revenue"]["low"] < told["forecast"]["revenue"]["high"]


def test_the_same_in_words(kuulo: Command, files: tuple[Path, Path, Path]) -> None:
    answers, purchases, customers = files
    done = kuulo("growth", answers, "--purchases", purchases, "--customers", customers, "--language", "en")
    assert "Promoters (9–10), still there after 180 days: " in done.out
    assert "no proof" in done.out


def test_answers_alone_tell_what_is_missing(kuulo: Command, files: tuple[Path, Path, Path]) -> None:
    done = kuulo("growth", files[0], "--language", "en")
    assert "Nothing is known of what customers bought." in done.out


def test_a_column_that_is_missing_is_refused(kuulo: Command, files: tuple[Path, Path, Path]) -> None:
    done = kuulo("growth", files[0], "--score", "mood")
    assert done.code == 2
    assert "mood" in done.err
