"""Qualtrics: each type of question, logic, flow and languages; what has no place here is listed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kuulo.instruments.formats.imported import Imported, Loss
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Condition,
    Kind,
    Operator,
    Scale,
    Subject,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison

Json = dict[str, Any]
CHOICES = {"1": {"Display": "One"}, "2": {"Display": "Two"}}


def question(qid: str, kind: str = "MC", selector: str = "SAVR", **more: object) -> Json:
    payload: Json = {
        "QuestionText": f"Text {qid}",
        "QuestionType": kind,
        "Selector": selector,
        "DataExportTag": qid.lower(),
    }
    if kind in {"MC", "Matrix", "RO"}:
        payload["Choices"] = CHOICES
    if kind == "Matrix":
        payload |= {"SubSelector": "SingleAnswer", "Answers": {"1": {"Display": "Bad"}, "2": {"Display": "Good"}}}
    return {"Element": "SQ", "PrimaryAttribute": qid, "Payload": payload | more}


def block(name: str, *qids: str, **more: object) -> Json:
    elements = [{"Type": "Page Break"} if qid == "/" else {"Type": "Question", "QuestionID": qid} for qid in qids]
    return {"Type": "Standard", "ID": name, "Description": name, "BlockElements": elements} | more


def read(*questions: Json, blocks: list[Json] | None = None, flow: list[Json] | None = None, **parts: Any) -> Imported:
    listed = blocks or [block("B1", *(one["PrimaryAttribute"] for one in questions))]
    steps = flow if flow is not None else [{"Type": "Block", "ID": one["ID"], "FlowID": "F"} for one in listed]
    definition = {
        "SurveyEntry": {"SurveyName": "Visit", "SurveyLanguage": parts.pop("language", "EN")},
        "SurveyElements": [
            {"Element": "BL", "Payload": listed},
            {"Element": "FL", "Payload": {"Flow": steps}},
            {"Element": "SO", "Payload": parts},
            *questions,
        ],
    }
    return read_definition(json.dumps(definition).encode(), "survey.qsf")


def losses(imported: Imported, loss: Loss) -> set[str]:
    return {one.place for one in imported.not_carried if one.loss is loss}


@pytest.mark.parametrize(
    ("kind", "selector", "more", "ours"),
    [
        ("MC", "SAVR", {}, Kind.SINGLE),
        ("MC", "DL", {}, Kind.SINGLE),
        ("MC", "MAVR", {}, Kind.MULTIPLE),
        ("MC", "NPS", {}, Kind.NPS),
        ("TE", "SL", {}, Kind.TEXT),
        ("TE", "ML", {}, Kind.TEXT),
        ("TE", "SL", {"Validation": {"Settings": {"Type": "ContentType", "ContentType": "ValidNumber"}}}, Kind.NUMBER),
        ("Matrix", "Likert", {}, Kind.MATRIX),
        ("Slider", "HSLIDER", {"Configuration": {"CSSliderMin": 0, "CSSliderMax": 100}}, Kind.NUMBER),
        ("Slider", "STAR", {"Configuration": {"StarCount": 5}}, Kind.RATING),
        ("RO", "DND", {}, Kind.RANKING),
        ("DB", "TB", {}, Kind.STATEMENT),
    ],
)
def test_types_become_kinds(kind: str, selector: str, more: Json, ours: Kind) -> None:
    assert [one.kind for one in read(question("QID1", kind, selector, **more)).questionnaire.questions()] == [ours]


@pytest.mark.parametrize("kind", ["CS", "PGR", "Timing", "Meta", "FileUpload", "HotSpot", "DD", "Draw"])
def test_types_without_a_kind_are_listed(kind: str) -> None:
    imported = read(question("QID1", kind, "X"))
    assert imported.questionnaire.questions() == ()
    assert losses(imported, Loss.QUESTION) == {"QID1"}


def test_choices_keep_order_own_words_and_what_goes_alone() -> None:
    choices = {
        "1": {"Display": "One"},
        "2": {"Display": "Other:", "TextEntry": "true"},
        "3": {"Display": "None", "ExclusiveAnswer": True},
    }
    order = {"Choices": choices, "ChoiceOrder": ["3", "1", "2"], "Randomization": {"Type": "All"}}
    limits = {"Settings": {"ForceResponse": "ON", "MinChoices": "1", "MaxChoices": "2"}}
    (several,) = read(question("QID1", "MC", "MAVR", **order, Validation=limits)).questionnaire.questions()
    assert [(one.key, one.exclusive) for one in several.choices] == [("c3", True), ("c1", False)]
    assert several.other
    assert several.random_order
    assert several.required
    assert (several.least, several.most) == (1, 2)


def test_tables_and_forms_become_several_questions() -> None:
    many = read(question("QID1", "Matrix", "Likert", SubSelector="MultipleAnswer")).questionnaire.questions()
    assert [(one.kind, one.text["en"]) for one in many] == [
        (Kind.MULTIPLE, "Text QID1 – One"),
        (Kind.MULTIPLE, "Text QID1 – Two"),
    ]
    form = read(question("QID1", "TE", "FORM", Choices=CHOICES)).questionnaire.questions()
    assert [one.key for one in form] == ["qid1_1", "qid1_2"]
    column = {"QuestionType": "Matrix", "Selector": "Likert", "SubSelector": "SingleAnswer", "QuestionText": "How",
              "Answers": CHOICES}  # fmt: skip
    parts = {"0": column, "1": {"QuestionType": "TE"}}
    side = read(question("QID1", "SBS", "SBSMatrix", Choices=CHOICES, AdditionalQuestions=parts))
    assert [one.text for one in side.questionnaire.questions()] == [{"en": "Text QID1 – How"}]
    assert "QID1#1" in losses(side, Loss.QUESTION)
    stars = read(question("QID1", "Slider", "STAR", Choices=CHOICES, Configuration={"StarCount": 4}))
    assert [one.scale for one in stars.questionnaire.questions()] == [Scale(minimum=1, maximum=4)] * 2


def logic(*expressions: Json, kind: str = "If") -> Json:
    told = {str(number): {"Type": "Expression", **one} for number, one in enumerate(expressions)}
    return {"0": {**told, "Type": kind}, "Type": "BooleanExpression"}


def chosen(qid: str, choice: str, operator: str = "Selected", **more: str) -> Json:
    locator = f"q://{qid}/SelectableChoice/{choice}"
    return {"LogicType": "Question", "ChoiceLocator": locator, "LeftOperand": locator, "Operator": operator} | more


ONE = Comparison(name="qid1", operator=Operator.IS, value="c1")
TWO = Comparison(name="qid1", operator=Operator.IS, value="c2")
PAST = Comparison(name="qid2", operator=Operator.INCLUDES, value="c2")


@pytest.mark.parametrize(
    ("told", "condition"),
    [
        (logic(chosen("QID1", "1")), ONE),
        (logic(chosen("QID1", "1", "NotSelected")), Comparison(name="qid1", operator=Operator.IS_NOT, value="c1")),
        (logic(chosen("QID2", "2")), PAST),
        (logic(chosen("QID1", "1"), chosen("QID1", "2", Conjuction="Or"), chosen("QID2", "2", Conjuction="And")),
         AnyOf((ONE, All((TWO, PAST))))),
        (logic(chosen("QID3", "9", "LessThan", RightOperand="7")),
         Comparison(name="qid3", operator=Operator.AT_MOST, value=6)),
        (logic({"LogicType": "Question", "LeftOperand": "q://QID5/ChoiceTextEntryValue", "Operator": "NotEmpty"}),
         Comparison(name="qid5", operator=Operator.ANSWERED)),
        (logic({"LogicType": "Question", "ChoiceLocator": "q://QID4/SelectableChoice/2/1", "Operator": "Selected"}),
         Comparison(name="qid4", row="r2", operator=Operator.IS, value="c1")),
        (logic({"LogicType": "EmbeddedField", "LeftOperand": "Shop", "Operator": "EqualTo", "RightOperand": "Oulu"}),
         Comparison(subject=Subject.HIDDEN, name="shop", operator=Operator.IS, value="Oulu")),
    ],
)  # fmt: skip
def test_display_logic_becomes_conditions(told: Json, condition: Condition) -> None:
    imported = read(*SUBJECTS, question("QID9", "TE", "SL", DisplayLogic=told))
    assert imported.questionnaire.questions()[-1].show_if == condition


SUBJECTS = (
    question("QID1"),
    question("QID2", "MC", "MAVR"),
    question("QID3", "MC", "NPS"),
    question("QID4", "Matrix", "Likert"),
    question("QID5", "TE", "SL"),
)


@pytest.mark.parametrize(
    "told",
    [
        logic({"LogicType": "Quota", "Operator": "QuotaMet"}),
        logic(chosen("QID7", "1")),
        logic(chosen("QID1", "7")),
        logic(chosen("QID5", "1", "Contains", RightOperand="x")),
        logic(chosen("QID4", "1")),
        {"Type": "BooleanExpression"},
    ],
)
def test_logic_that_cannot_be_said_is_listed(told: Json) -> None:
    imported = read(*SUBJECTS, question("QID9", "TE", "SL", DisplayLogic=told))
    assert imported.questionnaire.questions()[-1].show_if is None
    assert "QID9" in losses(imported, Loss.LOGIC)


def test_blocks_breaks_and_skips_become_pages_and_skips() -> None:
    def skip(qid: str, goal: str) -> Json:
        return {"SkipLogic": [chosen(qid, "1") | {"Condition": "Selected", "SkipToDestination": goal}]}

    imported = read(
        question("QID1", **skip("QID1", "ENDOFSURVEY")), question("QID2", "TE", "SL"), question("QID3", "TE", "SL"),
        question("QID4", **skip("QID4", "ENDOFBLOCK")), question("QID5", **skip("QID5", "QID1")),
        blocks=[block("First", "QID1", "QID2", "/", "QID3"), block("Second", "QID4", "QID5")],
    )  # fmt: skip
    pages = imported.questionnaire.pages
    assert [[one.key for one in page.questions] for page in pages] == [
        ["qid1"], ["qid2"], ["qid3"], ["qid4"], ["qid5"],
    ]  # fmt: skip
    assert [skip.to for page in pages for skip in page.skips] == [END, END]
    assert losses(imported, Loss.LOGIC) == {"QID5"}


def test_branches_govern_their_pages() -> None:
    flow: list[Json] = [
        {"Type": "EmbeddedData", "FlowID": "F1", "EmbeddedData": [{"Field": "Shop"}, {"Field": "x", "Value": "1"}]},
        {"Type": "Standard", "ID": "B1", "FlowID": "F2"},
        {"Type": "Branch", "FlowID": "F3", "BranchLogic": logic(chosen("QID1", "1")),
         "Flow": [{"Type": "Standard", "ID": "B2", "FlowID": "F4"}, {"Type": "EndSurvey", "FlowID": "F5"}]},
        {"Type": "Branch", "FlowID": "F6", "BranchLogic": logic({"LogicType": "Device"}),
         "Flow": [{"Type": "EndSurvey", "FlowID": "F7"}]},
        {"Type": "WebService", "FlowID": "F8"},
        {"Type": "Standard", "ID": "B3", "FlowID": "F9"},
    ]  # fmt: skip
    imported = read(
        question("QID1"), question("QID2", "TE", "SL"), question("QID3", "TE", "SL"),
        blocks=[block("B1", "QID1"), block("B2", "QID2"), block("B3", "QID3")], flow=flow,
    )  # fmt: skip
    first, second, third = imported.questionnaire.pages
    assert (first.show_if, second.show_if, third.show_if) == (None, ONE, None)
    assert [(one.when, one.to) for one in second.skips] == [(ONE, END)]
    assert imported.questionnaire.hidden == ("shop",)
    assert {"F1 x", "F6", "F8"} == losses(imported, Loss.LOGIC)


def test_questions_outside_the_flow_are_listed() -> None:
    imported = read(
        question("QID1"), question("QID2"), question("QID3"),
        blocks=[block("B1", "QID1"), block("Bin", "QID2", Type="Trash")], flow=[{"Type": "Standard", "ID": "B1"}],
    )  # fmt: skip
    assert losses(imported, Loss.QUESTION) == {"QID2", "QID3"}
    assert "Bin" in losses(imported, Loss.CHANGED)


def test_languages_are_put_where_they_belong() -> None:
    told = {
        "FI": {"QuestionText": "Kysymys", "Choices": {"1": {"Display": "Yksi"}}},
        "DE": {"QuestionText": "Frage"},
    }
    imported = read(question("QID1", Language=told), AvailableLanguages={"EN": [], "FI": [], "DE": []})
    (asked,) = imported.questionnaire.questions()
    assert imported.questionnaire.languages == ("en", "fi")
    assert asked.text == {"en": "Text QID1", "fi": "Kysymys"}
    assert asked.choices[0].text == {"en": "One", "fi": "Yksi"}
    assert losses(imported, Loss.TEXT) == {"DE"}


def test_texts_are_made_plain_and_filled_in() -> None:
    text = "You said <b>${q://QID1/ChoiceGroup/SelectedChoices}</b>, ${m://FirstName} of ${e://Field/Shop}: ${date://x}"
    imported = read(question("QID1"), question("QID2", "TE", "SL", QuestionText=text))
    said = imported.questionnaire.questions()[1].text["en"]
    assert said == "You said {{qid1}}, {{attribute:FirstName}} of {{hidden:shop}}: ${date://x}"
    assert losses(imported, Loss.LOGIC) == {"QID2"}
