"""`kuulo trends`: the trend of a column of a file."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from kuulo.cli.tests.conftest import Command


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return seventy weeks of twenty answers in Finnish form; the latest six are worse."""
    generator = np.random.default_rng(3)
    rows = []
    for week in range(70):
        monday = date(2025, 1, 6) + timedelta(days=7 * week)
        happy = generator.random(20) < (0.65 if week < 64 else 0.2)
        rows += [f"{9 if one else 4};{monday.day}.{monday.month}.{monday.year}" for one in happy]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["score;day", *rows, ""]), encoding="utf-8")
    return path


def test_everything_is_said_as_one_object(kuulo: Command, answers: Path) -> None:
    told = json.loads(kuulo("trends", answers, "--score", "score", "--time", "day", "--json").out)
    assert told["definition"] == "nps@1"
    assert len(told["points"]) == 70
    assert told["points"][0]["figure"]["n"] == 20
    assert told["alarms"][-1]["direction"] == -1
    assert told["alarms"][-1]["until"] is None
    assert told["smallest_change"] > 10


def test_the_same_in_words(kuulo: Command, answers: Path) -> None:
    said = kuulo("trends", answers, "--score", "score", "--time", "day", "--language", "en").out
    assert "It has fallen by about" in said
    assert said.splitlines()[1].split() == ["begins", "figure", "low", "high", "level", "n"]
    assert "The smallest change this trend could show" in said


def test_a_known_break_is_no_alarm(kuulo: Command, answers: Path) -> None:
    broken = (date(2025, 1, 6) + timedelta(days=7 * 64)).isoformat()
    told = json.loads(
        kuulo("trends", answers, "--score", "score", "--time", "day", "--known-break", broken, "--json").out
    )
    assert told["alarms"] == []


def test_a_column_without_dates_is_refused(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("score;day\n9;home\n4;work\n", encoding="utf-8")
    done = kuulo("trends", path, "--score", "score", "--time", "day", "--language", "en")
    assert done.code == 2
    assert "holds no dates" in done.err


def test_a_column_that_is_missing_is_refused(kuulo: Command, answers: Path) -> None:
    done = kuulo("trends", answers, "--score", "score", "--time", "when")
    assert done.code == 2
    assert "when" in done.err
