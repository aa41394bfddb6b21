"""`kuulo weight`: a file of answers and what is known of the population in, the answers with weights out."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from kuulo.cli.tests.conftest import Command


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return forty answers: more women and more people of the north than there are."""
    rows = [
        f"{at % 11};{('north', 'south', 'north')[at % 3]};{('w', 'w', 'w', 'm')[at % 4]};1,{at % 5}" for at in range(40)
    ]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["score;region;sex;base", *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def regions(tmp_path: Path) -> Path:
    """Return a file of targets."""
    path = tmp_path / "regions.csv"
    path.write_text("region,people\nnorth,1200\nsouth,2800\n", encoding="utf-8")
    return path


def test_weights_stand_beside_the_answers_and_meet_the_margins(
    kuulo: Command, answers: Path, regions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "weighted.csv"
    sexes = "sex=w:52%,m:48%"
    done = kuulo(
        "weight", answers, "--margin", f"region={regions}", "--margin", sexes, "--base", "base", "--out", out, "--json"
    )
    assert done.code == 0, done.err
    told, frame = json.loads(done.out), pl.read_csv(out)
    assert frame.columns == ["score", "region", "sex", "base", "weight"]
    assert frame.filter(region="south")["weight"].sum() == pytest.approx(2800)
    assert frame.filter(sex="w")["weight"].sum() == pytest.approx(0.52 * 4000)
    assert (told["rows"], told["cells"], told["method"]) == (40, 4, "raked")
    assert told["sum"] == pytest.approx(4000)


def test_a_sentence_for_people(kuulo: Command, answers: Path, regions: Path, tmp_path: Path) -> None:
    done = kuulo(
        "weight", answers, "--margin", f"region={regions}", "--method", "poststratification", "--out",
        tmp_path / "w.parquet", "--language", "en",
    )  # fmt: skip
    assert "40 rows weighted in 2 cells: post-stratified." in done.err.replace("\N{NO-BREAK SPACE}", " ")
    assert "Weights from " in done.err
    assert pl.read_parquet(tmp_path / "w.parquet").height == 40


def test_crossed_margins_bounds_and_trimming(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    crossed = tmp_path / "crossed.csv"
    crossed.write_text("region,sex,share\nnorth,w,0.2\nnorth,m,0.2\nsouth,w,0.3\nsouth,m,0.3\n", encoding="utf-8")
    done = kuulo(
        "weight", answers, "--margin", f"region,sex={crossed}", "--method", "logit", "--bounds", "0.1,4",
        "--trim", "0.3,2", "--out", tmp_path / "w.csv", "--json", "--language", "en",
    )  # fmt: skip
    told = json.loads(done.out)
    assert told["method"] == "calibrated (logit), trimmed"
    assert told["highest"] <= 2 + 1e-9


REFUSED = {
    "no margin": (["--margin", "region"], "is no margin"),
    "no such column": (["--margin", "regoin={regions}"], "there is no column"),
    "a level nobody has": (["--margin", "region=north:0.4,south:0.5,east:0.1"], "region = east"),
    "a level without a target": (["--margin", "region=north:1"], "region = south"),
    "bounds that are no numbers": (["--margin", "region={regions}", "--bounds", "a,b"], "no two numbers"),
    "bounds too tight": (["--margin", "region={regions}", "--method", "linear", "--bounds", "0.9,1.1"], "is missed by"),
    "a total that is none": (["--margin", "region={regions}", "--total", "score=many"], "is no total"),
    "the name is taken": (["--margin", "region={regions}", "--name", "score"], "already"),
}


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_is_refused_says_why(kuulo: Command, answers: Path, regions: Path, tmp_path: Path, case: str) -> None:
    options, wanted = REFUSED[case]
    filled = [option.format(regions=regions) for option in options]
    done = kuulo("weight", answers, *filled, "--out", tmp_path / "w.csv", "--language", "en")
    assert done.code in {1, 2}
    assert wanted in done.err.replace("\N{NO-BREAK SPACE}", " ")
    assert not (tmp_path / "w.csv").exists()


def test_other_kinds_of_files_are_not_written(kuulo: Command, answers: Path, regions: Path, tmp_path: Path) -> None:
    done = kuulo("weight", answers, "--margin", f"region={regions}", "--out", tmp_path / "w.xlsx", "--language", "en")
    assert (done.code, "CSV or Parquet" in done.err) == (2, True)
