"""`kuulo drivers`: what goes with a score in a file of answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kuulo.cli.tests.conftest import Command
from kuulo.measures.drivers.tests.answers import answers

ASKED = ("--outcome", "outcome", "--driver", "ease", "--driver", "price", "--driver", "colour", "--samples", "50")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of 300 answers."""
    path = tmp_path / "answers.csv"
    answers(300, gaps=0.05).write_csv(path)
    return path


def test_one_object(kuulo: Command, file: Path) -> None:
    found = json.loads(kuulo("drivers", file, *ASKED, "--weight", "weight", "--cluster", "person", "--json").out)
    assert [one["name"] for one in found["drivers"]] == ["ease", "price", "colour"]
    assert found["n"] + found["left_out"] == 300
    assert found["drivers"][0]["importance"]["low"] > 0.2


def test_lines_to_read(kuulo: Command, file: Path) -> None:
    said = kuulo("drivers", file, *ASKED, "--language", "en").out
    assert "“ease” comes first" in said
    assert "not what causes what" in said


def test_lines_in_finnish(kuulo: Command, file: Path) -> None:
    said = kuulo("drivers", file, *ASKED, "--language", "fi").out
    assert "prosenttia" in said


def test_a_column_that_is_not_there_is_refused(kuulo: Command, file: Path) -> None:
    refused = kuulo("drivers", file, "--outcome", "outcome", "--driver", "wage")
    assert refused.code == 2
    assert "wage" in refused.err
