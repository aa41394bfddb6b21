"""`kuulo scales`: a scale of several columns of a file is examined, and groups compared where they may be."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kuulo.cli.tests.conftest import Command


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return 240 answers to four questions on seven points, in two languages; the second asked the other way."""
    rng = np.random.default_rng(3)
    values = rng.standard_normal((240, 1)) + 0.7 * rng.standard_normal((240, 4))
    scores = np.clip(np.round(4 + 1.2 * values), 1, 7).astype(int)
    scores[:, 1] = 8 - scores[:, 1]
    rows = [";".join(map(str, [*row, ("fi", "sv")[place % 2]])) for place, row in enumerate(scores.tolist())]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["q1;q2;q3;q4;language", *rows, ""]), encoding="utf-8")
    return path


def test_a_scale_as_json(kuulo: Command, answers: Path) -> None:
    out = kuulo("scales", answers, "--items", "q1,q2,q3,q4", "--reverse", "q2", "--ends", "1-7", "--json").out
    found = json.loads(out)
    assert found["reliability"]["n"] == 240
    assert 0.8 < found["reliability"]["alpha"]["low"] < found["reliability"]["alpha"]["value"]
    assert [item["reversed"] for item in found["reliability"]["items"]] == [False, True, False, False]
    assert found["invariance"] is None


def test_groups(kuulo: Command, answers: Path) -> None:
    options = ["--items", "q1", "--items", "q2", "--items", "q3", "--items", "q4", "--reverse", "q2", "--ends", "1-7"]
    found = json.loads(kuulo("scales", answers, *options, "--group", "language", "--json").out)
    assert found["invariance"]["comparable"] is True
    assert [step["equal"] for step in found["invariance"]["steps"]] == ["configural", "metric", "scalar"]
    assert {group["label"]: group["n"] for group in found["groups"]} == {"fi": 120, "sv": 120}
    assert found["compared"]["sentence"].startswith("No difference can be seen between 2 groups")


def test_a_table_is_read_by_people(kuulo: Command, answers: Path) -> None:
    out = kuulo("scales", answers, "--items", "q1,q3,q4", "--group", "language", "--language", "fi").out
    assert out.splitlines()[0].startswith("Alfa 0,")
    assert "q3" in out
    assert "fi: Alfa" in out


def test_omega_of_three_factors_is_told_of_enough_questions(kuulo: Command, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    whole, groups = rng.standard_normal((300, 1)), np.repeat(rng.standard_normal((300, 3)), 3, axis=1)
    scores = np.clip(np.round(4 + 0.8 * whole + 0.6 * groups + 0.6 * rng.standard_normal((300, 9))), 1, 7).astype(int)
    names = [f"q{place}" for place in range(9)]
    path = tmp_path / "many.csv"
    path.write_text("\n".join([";".join(names), *(";".join(map(str, row)) for row in scores.tolist()), ""]))
    found = json.loads(kuulo("scales", path, "--items", ",".join(names), "--json").out)
    assert found["reliability"]["three_factors"]["settled"] is True
    out = kuulo("scales", path, "--items", ",".join(names), "--language", "sv").out
    assert "Omega för en faktor (minsta residualer) 0," in out
    assert "Hierarkiskt omega (tre faktorer) 0," in out
    assert "Totalt omega (tre faktorer) 0," in out
    few = kuulo("scales", path, "--items", ",".join(names[:4])).out
    assert "4 items do not settle three factors" in few
    assert "Omega hierarchical (three factors)" not in few


def test_pairwise_leaves_the_factor_out(kuulo: Command, answers: Path) -> None:
    found = json.loads(kuulo("scales", answers, "--items", "q1,q3,q4", "--pairwise", "--json").out)
    assert found["omega"] is None
    assert found["missing"] == "pairwise"
    ended = kuulo("scales", answers, "--items", "q1,q3", "--pairwise", "--group", "language")
    assert ended.code == 2
    assert "complete answers only" in ended.err


def test_what_cannot_be_used_is_said(kuulo: Command, answers: Path) -> None:
    unknown = kuulo("scales", answers, "--items", "q1,q9")
    assert (unknown.code, "q9" in unknown.err) == (2, True)
    words = kuulo("scales", answers, "--items", "q1,language")
    assert (words.code, "language" in words.err) == (2, True)
    ends = kuulo("scales", answers, "--items", "q1,q2", "--reverse", "q2", "--ends", "low to high")
    assert (ends.code, "names no scale" in ends.err) == (2, True)
