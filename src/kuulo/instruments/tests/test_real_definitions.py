"""Real definitions of three tools: each of their parts is in the questionnaire or in the list of what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from kuulo.instruments.formats.imported import Format, Imported, Loss
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.questionnaire import END, Kind, Operator, Skip, from_json, to_json
from kuulo.instruments.rules.questionnaire import Test as Comparison

FILES = (
    *(f"surveyjs/{number:02}_survey-json-authoring.json" for number in range(10)),
    "qualtrics/sp_qsfTestContent.qsf",
    "limesurvey/survey.lss",
    "limesurvey/answers.lss",
)


def read(real_data: Path, name: str) -> Imported:
    path = real_data / "definitions" / name
    return read_definition(path, path.name)


def ids_of(path: Path) -> Iterator[str]:
    """Yield the ids and names of pages, blocks, questions, subquestions and answers in the file."""
    if path.suffix == ".lss":
        yield from _limesurvey_ids(path)
        return
    definition = json.loads(path.read_text())
    if path.suffix == ".qsf":
        for element in definition["SurveyElements"]:
            if element["Element"] == "SQ":
                yield element["PrimaryAttribute"]
            if element["Element"] == "BL":
                yield from (block["ID"] for block in element["Payload"])
        return
    yield from _named(definition["pages"])


def _named(found: Any) -> Iterator[str]:
    for one in found:
        yield one["name"]
        for part in ("elements", "templateElements"):
            yield from _named(one.get(part, []))
        for part in ("columns", "items"):
            yield from (f"{one['name']}.{inner['name']}" for inner in one.get(part, []))


def _limesurvey_ids(path: Path) -> Iterator[str]:
    root = fromstring(path.read_bytes())
    titles = {}
    for row in root.iterfind("questions/rows/row"):
        titles[row.findtext("qid")] = row.findtext("title")
        yield str(row.findtext("title"))
    for row in root.iterfind("subquestions/rows/row"):
        yield f"{titles[row.findtext('parent_qid')]}_{row.findtext('title')}"
    for row in root.iterfind("answers/rows/row"):
        yield f"{titles[row.findtext('qid')]}:{row.findtext('code')}"
    for row in root.iterfind("groups/rows/row"):
        yield f"group {row.findtext('gid')}"


@pytest.mark.parametrize("name", FILES)
def test_nothing_vanishes(real_data: Path, name: str) -> None:
    imported = read(real_data, name)
    told = set(imported.origins) | {one.place for one in imported.not_carried}
    missing = set(ids_of(real_data / "definitions" / name)) - told
    assert not missing


@pytest.mark.parametrize("name", FILES)
def test_what_was_read_can_be_kept_and_has_no_errors_but_gaps(real_data: Path, name: str) -> None:
    questionnaire = read(real_data, name).questionnaire
    assert from_json(to_json(questionnaire)) == questionnaire
    keys = [question.key for question in questionnaire.questions()]
    assert len(set(keys)) == len(keys)
    check(questionnaire)


def test_the_qualtrics_survey_is_carried_over(real_data: Path) -> None:
    imported = read(real_data, "qualtrics/sp_qsfTestContent.qsf")
    questions = {question.key: question for question in imported.questionnaire.questions()}
    assert imported.format is Format.QUALTRICS
    assert imported.questionnaire.title == {"en": "Test title"}
    assert imported.questionnaire.hidden == ("s",)
    assert questions["q15"].kind is Kind.NPS
    assert questions["q15"].scale is not None
    assert questions["q15"].scale.high == {"en": "Extremely likely"}
    assert questions["q1"].choices[-1].text == {"en": "And let’s try a smart quote for good measure"}
    assert [choice.exclusive for choice in questions["q4"].choices] == [False] * 5 + [True]
    assert questions["q5"].kind is Kind.MATRIX
    assert questions["q29"].kind is Kind.RANKING
    left = {one.place for one in imported.not_carried if one.loss is Loss.QUESTION}
    assert {"QID6", "QID16", "QID17", "QID22", "QID23", "QID2", "QID12", "QID24", "QID25"} <= left


def test_the_net_promoter_survey_keeps_its_logic(real_data: Path) -> None:
    imported = read(real_data, "surveyjs/01_survey-json-authoring.json")
    first, second = imported.questionnaire.pages
    assert second.questions[0].show_if == Comparison(name="nps", operator=Operator.AT_MOST, value=6.0)
    assert first.skips == (Skip(when=Comparison(name="nps", operator=Operator.AT_LEAST, value=9.0), to=END),)
    assert first.questions[0].kind is Kind.RATING
    assert any("NPS" in str(one.what) for one in imported.not_carried)


def test_limesurvey_texts_lose_their_html_and_say_so(real_data: Path) -> None:
    imported = read(real_data, "limesurvey/survey.lss")
    first = next(question for question in imported.questionnaire.questions() if question.key == "g01q01")
    assert first.text == {"en": "Text for first question"}
    assert "G01Q01" in {one.place for one in imported.not_carried if one.loss is Loss.CHANGED}
    assert "G02Q03" in {one.place for one in imported.not_carried if one.loss is Loss.QUESTION}


def test_answers_of_another_tool_are_no_definition(real_data: Path) -> None:
    with pytest.raises(Exception, match="no survey of LimeSurvey"):
        read(real_data, "qualtrics/sp_xmlTestContent.xml")
