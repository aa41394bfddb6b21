"""Use case: compare a figure with the truth."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kuulo.sample.company import SURVEYS
from kuulo.sample.files import write_files
from kuulo.sample.generate import Sample, generate_sample
from kuulo.sample.truth import truth_of
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.acceptance import COMPLETE, accept
from kuulo.surveys.rules.mapping import FileMapping, settle
from kuulo.surveys.rules.recognition import recognise

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate_sample(now=datetime(2026, 11, 22, tzinfo=UTC))


@pytest.fixture(scope="module")
def truth(sample: Sample) -> Any:
    return json.loads(json.dumps(truth_of(sample, "en")))


def test_the_answers_flatter_the_company(truth: Any) -> None:
    overall = truth["measures"]["nps@1"]["overall"]
    assert 15 < overall["true"] < 35
    assert overall["bias"] > 8
    assert overall["answered"] == pytest.approx(overall["true"] + overall["bias"])


def test_raw_figures_are_those_of_the_answers(sample: Sample, truth: Any) -> None:
    scores = [score for r in sample.responses if (score := r.scores.get("recommend")) is not None]
    raw = 100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)
    overall = truth["measures"]["nps@1"]["overall"]
    assert overall["answered"] == pytest.approx(raw)
    assert overall["n_answered"] == len(scores)


@pytest.mark.parametrize("measure", ["nps@1", "csat.top2@1", "csat.mean@1", "ces.2@1"])
def test_groups_add_up_to_the_whole(truth: Any, measure: str) -> None:
    found = truth["measures"][measure]
    for groups in found["by"].values():
        for count in ("n_population", "n_invited", "n_answered"):
            assert sum(group[count] for group in groups.values()) == found["overall"][count]


def test_true_shares_of_groups_average_to_the_whole(truth: Any) -> None:
    found = truth["measures"]["csat.top2@1"]
    by_touchpoint = found["by"]["touchpoint"].values()
    weighted = sum(group["true"] * group["n_population"] for group in by_touchpoint)
    assert weighted / found["overall"]["n_population"] == pytest.approx(found["overall"]["true"])


def test_every_month_and_touchpoint_has_its_truth(truth: Any) -> None:
    by = truth["measures"]["csat.top2@1"]["by"]
    assert len(by["month"]) == 25
    assert len(by["touchpoint"]) == 7
    assert 7 * 24 <= len(by["touchpoint, month"]) <= 7 * 25
    assert set(truth["measures"]["nps@1"]["by"]) == {"segment", "region", "contract", "language", "month"}


def test_the_truth_of_every_customer_is_known(truth: Any) -> None:
    assert len(truth["people"]) == truth["customers"] == 3000
    assert all(0 <= recommend <= 10 for recommend, _satisfaction in truth["people"].values() if recommend is not None)


def test_the_new_wording_is_a_known_break(truth: Any) -> None:
    change = next(change for change in truth["changes"] if change["what"] == "wording")
    assert change["csat.top2@1 with the second wording"] > change["csat.top2@1 with the first wording"] + 0.02


def test_files_hold_every_invitation_once(sample: Sample, tmp_path: Path) -> None:
    relationship, contact, truth_file = write_files(sample, tmp_path / "new", "fi")
    rows = [
        row
        for path in (relationship, contact)
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    ]
    assert truth_file.name == "truth.json"
    assert len(rows) == len({row["Vastaustunnus"] for row in rows}) == len(sample.responses)
    assert {row["Tila"] for row in rows} == {"Valmis", "Kesken", "Avattu", "Suljettu", "Ei avattu"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_files_carry_the_names_of_one_language(sample: Sample, tmp_path: Path, language: str) -> None:
    _relationship, contact, _truth = write_files(sample, tmp_path, language)
    expected = {"fi": "Kotikäynti", "sv": "Hembesök", "en": "Home visit"}
    text = contact.read_text(encoding="utf-8-sig")
    assert [name in text for name in expected.values()] == [code == language for code in expected]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_files_are_read_without_a_question_and_in_full(sample: Sample, tmp_path: Path, language: str) -> None:
    for path in write_files(sample, tmp_path, language)[:2]:
        answer_file = read_answers(path)
        recognition = recognise(answer_file)
        accepted = accept(answer_file, settle(recognition, FileMapping()))
        survey = next(key for key, names in SURVEYS.items() if names[language] == path.stem)
        finished = [r for r in sample.responses if r.topic.survey == survey and r.state == "answered"]
        assert recognition.questions == ()
        assert accepted.accepted == accepted.rows_read
        assert accepted.frame[COMPLETE].sum() == sum(None not in r.scores.values() for r in finished)
