"""`kuulo figures`: single figures of the columns somebody names, on the measure's own scale."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from kuulo.base.estimate import Estimate
from kuulo.cli.tests.conftest import Command

FIELDS = set(Estimate.__dataclass_fields__)


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return forty answers in Finnish form: decimal commas, semicolons, Finnish dates."""
    rows = [
        f"{(10, 9, 7, 6, 0)[at % 5]};{('home', 'work')[at % 2]};00{at % 3};{1 + at % 2 / 2:.1f};1.{1 + at // 20}.2026"
        for at in range(40)
    ]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["score;segment;code;w;day", *rows, ""]).replace("1.5;", "1,5;"), encoding="utf-8")
    return path


def test_one_object_with_every_field_of_an_estimate(kuulo: Command, answers: Path) -> None:
    (figure,) = json.loads(kuulo("figures", answers, "--measure", "nps", "--score", "score", "--json").out)
    assert figure["by"] == {}
    assert set(figure) == FIELDS | {"by"}
    assert (figure["value"], figure["n"], figure["definition"]) == (pytest.approx(0), 40, "nps@1")


def test_one_object_a_group(kuulo: Command, answers: Path) -> None:
    found = json.loads(
        kuulo(
            "figures", answers, "--measure", "nps", "--score", "score", "--by", "segment", "--by", "code", "--json"
        ).out
    )
    assert [figure["by"] for figure in found][:2] == [
        {"segment": "home", "code": "000"},
        {"segment": "home", "code": "001"},
    ]
    assert sum(figure["n"] for figure in found) == 40


def test_periods_are_groups(kuulo: Command, answers: Path) -> None:
    found = json.loads(
        kuulo("figures", answers, "--measure", "nps", "--score", "score", "--by", "month(day)", "--json").out
    )
    assert [figure["by"] for figure in found] == [{"month(day)": "2026-01-01"}, {"month(day)": "2026-02-01"}]


def test_decimal_commas_are_weights(kuulo: Command, answers: Path) -> None:
    (figure,) = json.loads(
        kuulo("figures", answers, "--measure", "mean", "--score", "score", "--weight", "w", "--json").out
    )
    weights = [1 + at % 2 / 2 for at in range(40)]
    scores = [(10, 9, 7, 6, 0)[at % 5] for at in range(40)]
    by_hand = sum(w * s for w, s in zip(weights, scores, strict=True)) / sum(weights)
    assert figure["value"] == pytest.approx(by_hand)
    assert figure["n_eff"] < 40


def test_condition_chooses_rows(kuulo: Command, answers: Path) -> None:
    (figure,) = json.loads(
        kuulo("figures", answers, "--measure", "nps", "--score", "score", "--where", "segment = 'home'", "--json").out
    )
    assert figure["n"] == 20


def test_table_is_read_by_people(kuulo: Command, answers: Path) -> None:
    out = kuulo("figures", answers, "--measure", "nps", "--score", "score", "--by", "segment", "--language", "fi").out
    head, first, second = out.splitlines()
    assert head.split()[0] == "segment"
    assert first.startswith("home")
    assert "…" in second


def test_small_group_keeps_its_name_and_loses_its_figure(kuulo: Command, answers: Path) -> None:
    with answers.open("a", encoding="utf-8") as file:
        file.write("9;boat;001;1,0;1.2.2026\n")
    found = json.loads(
        kuulo("figures", answers, "--measure", "nps", "--score", "score", "--by", "segment", "--json").out
    )
    boat = next(figure for figure in found if figure["by"] == {"segment": "boat"})
    assert (boat["value"], boat["n"], boat["low"]) == (None, None, None)
    assert "fewer than 5" in boat["notes"][0]
    assert sum(figure["n"] is None for figure in found) >= 2, "a single gap could be worked out from the whole"


def test_unknown_column_is_refused_with_those_there_are(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "nps", "--score", "scoer")
    assert outcome.code == 2
    assert "answers.csv" in outcome.err
    assert "“score”" in outcome.err


def test_unknown_column_in_a_condition_is_refused(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "nps", "--score", "score", "--where", "region = 'north'")
    assert outcome.code == 2
    assert "segment" in outcome.err


def test_condition_that_cannot_be_read_is_refused(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "nps", "--score", "score", "--where", "segment = = 'home'")
    assert outcome.code == 2


def test_texts_are_no_scores(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "mean", "--score", "segment")
    assert outcome.code == 2
    assert "“home”" in outcome.err


def test_weights_must_be_numbers(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "mean", "--score", "score", "--weight", "segment")
    assert outcome.code == 2
    assert "--weight" in outcome.err


def test_answers_off_the_scale_are_refused(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "csat", "--score", "score")
    assert outcome.code == 2
    assert "csat.top2@1" in outcome.err
    assert "--leave-out" in outcome.err


def test_answers_off_the_scale_are_left_out_when_said(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["value", *["5", "4", "2", "5", "9"] * 6, ""]), encoding="utf-8")
    outcome = kuulo("figures", path, "--measure", "csat", "--score", "value", "--leave-out", "--json")
    (figure,) = json.loads(outcome.out)
    assert (figure["value"], figure["n"]) == (pytest.approx(0.75), 24)
    assert "6" in figure["notes"][0]


def test_values_the_file_declares_missing_are_no_answers(kuulo: Command, tmp_path: Path) -> None:
    frame = pd.DataFrame({"q": [5.0, 4.0, 1.0, 9.0] * 5})
    pyreadstat.write_sav(frame, str(tmp_path / "answers.sav"), missing_ranges={"q": [9]})
    outcome = kuulo("figures", tmp_path / "answers.sav", "--measure", "csat", "--score", "q", "--json")
    (figure,) = json.loads(outcome.out)
    assert (figure["value"], figure["n"]) == (pytest.approx(2 / 3), 15)


def test_unknown_measure_is_refused_with_those_there_are(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("figures", answers, "--measure", "happiness", "--score", "score")
    assert outcome.code == 2
    assert "nps" in outcome.err


def test_question_that_began_at_one_is_no_nps(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(["Likely to recommend", *[str(1 + at % 10) for at in range(200)], ""]), encoding="utf-8")
    refused = kuulo("figures", path, "--measure", "nps", "--score", "Likely to recommend")
    assert refused.code == 2
    assert "recommend.1to10.top2@1" in refused.err
    named = kuulo("figures", path, "--definition", "recommend.1to10.top2@1", "--score", "Likely to recommend", "--json")
    assert json.loads(named.out)[0]["value"] == pytest.approx(0.2)
    said = kuulo("figures", path, "--measure", "nps", "--score", "Likely to recommend", "--scale", "0-10", "--json")
    assert json.loads(said.out)[0]["value"] == pytest.approx(-40)


@pytest.mark.parametrize("option", ["--scale", "--direction"])
def test_unreadable_option_is_refused(kuulo: Command, answers: Path, option: str) -> None:
    assert kuulo("figures", answers, "--measure", "nps", "--score", "score", option, "??").code == 2


def test_cells_without_an_answer_are_counted(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,NPS\n" + "".join(f"{at},{9 - at % 5}\n" for at in range(20)) + "20,don't know\n21,\n22,EOS\n")
    (figure,) = json.loads(kuulo("figures", path, "--measure", "nps", "--score", "NPS", "--json").out)
    assert figure["n"] == 20
    assert figure["notes"] == ["Rows without an answer, in the whole file: 1 blank, 2 such as “don't know”."]
