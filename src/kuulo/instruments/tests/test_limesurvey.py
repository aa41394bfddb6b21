"""LimeSurvey: each type of question, each equation, old schema and new; what has no place here is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import pytest

from kuulo.instruments.formats.imported import Imported, Loss
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.rules.questionnaire import (
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Question,
    Scale,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison

Rows = Sequence[Mapping[str, Any]]


def table(name: str, rows: Rows) -> str:
    cells = ("".join(f"<{key}>{escape(str(value))}</{key}>" for key, value in row.items()) for row in rows)
    return f"<{name}><rows>{''.join(f'<row>{row}</row>' for row in cells)}</rows></{name}>"


def survey(*languages: str, **tables: Rows) -> bytes:
    languages = languages or ("en",)
    told = "".join(f"<language>{code}</language>" for code in languages)
    rows: dict[str, Rows] = {
        "groups": [{"gid": 1, "group_order": 1}],
        "surveys": [{"sid": 9, "language": languages[0]}],
        **tables,
    }
    body = "".join(table(name, found) for name, found in rows.items())
    head = "<LimeSurveyDocType>Survey</LimeSurveyDocType>"
    return f"<document>{head}<languages>{told}</languages>{body}</document>".encode()


def question(qid: int, kind: str, title: str = "", **more: object) -> dict[str, object]:
    return {"qid": qid, "gid": 1, "type": kind, "title": title or f"Q{qid}", "question_order": qid} | more


def sub(qid: int, parent: int, title: str, **more: object) -> dict[str, object]:
    return {"qid": qid, "parent_qid": parent, "title": title, "question_order": qid} | more


def read(*questions: Mapping[str, Any], **tables: Rows) -> Imported:
    tables.setdefault(
        "question_l10ns", [{"qid": one["qid"], "question": f"Text {one['qid']}", "language": "en"} for one in questions]
    )
    return read_definition(survey(questions=questions, **tables), "survey.lss")


def losses(imported: Imported, loss: Loss) -> set[str]:
    return {one.place for one in imported.not_carried if one.loss is loss}


SUBS = [sub(11, 1, "SQ001"), sub(12, 1, "SQ002")]
ANSWERS = [
    {"aid": 1, "qid": 1, "code": "A1", "sortorder": 1, "scale_id": 0},
    {"aid": 2, "qid": 1, "code": "A2", "sortorder": 2, "scale_id": 0},
]
POINTS = [{"qid": 1, "attribute": "multiflexible_max", "value": "5"}]


def of_type(kind: str, **tables: Rows) -> tuple[Question, ...]:
    rows: dict[str, Rows] = {"subquestions": SUBS, "answers": ANSWERS} | tables
    return read(question(1, kind), **rows).questionnaire.questions()


@pytest.mark.parametrize(
    ("kind", "ours"),
    [
        *(("L", Kind.SINGLE), ("!", Kind.SINGLE), ("M", Kind.MULTIPLE), ("P", Kind.MULTIPLE)),
        *(("Y", Kind.SINGLE), ("G", Kind.SINGLE), ("5", Kind.RATING), ("F", Kind.MATRIX), ("H", Kind.MATRIX)),
        *(("A", Kind.MATRIX), ("B", Kind.MATRIX), ("C", Kind.MATRIX), ("E", Kind.MATRIX), ("R", Kind.RANKING)),
        *(("S", Kind.TEXT), ("T", Kind.TEXT), ("U", Kind.TEXT), ("N", Kind.NUMBER), ("D", Kind.DATE)),
        ("X", Kind.STATEMENT),
    ],
)
def test_types_become_kinds(kind: str, ours: Kind) -> None:
    assert [one.kind for one in of_type(kind)] == [ours]


@pytest.mark.parametrize("kind", ["|", "*", "I", ";", "?"])
def test_types_without_a_kind_are_listed_with_their_parts(kind: str) -> None:
    imported = read(question(1, kind), subquestions=SUBS, answers=ANSWERS)
    assert imported.questionnaire.questions() == ()
    assert losses(imported, Loss.QUESTION) == {"Q1", "Q1_SQ001", "Q1_SQ002", "Q1:A1", "Q1:A2"}


def test_arrays_keep_rows_and_columns() -> None:
    (array,) = of_type("F")
    assert [row.key for row in array.rows] == ["sq001", "sq002"]
    assert [choice.key for choice in array.choices] == ["a1", "a2"]
    assert of_type("A")[0].scale == Scale(minimum=1, maximum=5)
    assert of_type("B")[0].scale == Scale(minimum=1, maximum=10)
    assert [choice.key for choice in of_type("C")[0].choices] == ["yes", "uncertain", "no"]


def test_types_of_several_parts_become_several_questions() -> None:
    single, comment = of_type("O")
    assert (single.kind, comment.kind, comment.key) == (Kind.SINGLE, Kind.TEXT, "q1_comment")
    assert [one.kind for one in of_type("K")] == [Kind.NUMBER] * 2
    assert [(one.key, one.lines) for one in of_type("Q")] == [("q1_sq001", 1), ("q1_sq002", 1)]
    first, second = of_type("1", answers=[*ANSWERS, {"aid": 3, "qid": 1, "code": "B1", "sortorder": 1, "scale_id": 1}])
    assert (len(first.choices), len(second.choices)) == (2, 1)
    numbers = of_type(":", subquestions=[*SUBS, sub(13, 1, "X1", scale_id=1)], question_attributes=POINTS)
    assert [(one.key, one.scale) for one in numbers] == [("q1_x1", Scale(minimum=1, maximum=5))]


def test_settings_that_have_a_place_are_carried() -> None:
    settings = {"random_order": "1", "min_answers": "1", "max_answers": "2", "exclude_all_others": "SQ002"}
    rows = [{"qid": 1, "attribute": name, "value": value} for name, value in settings.items()]
    (several,) = of_type("M", question_attributes=rows)
    assert (several.random_order, several.least, several.most) == (True, 1, 2)
    assert [choice.exclusive for choice in several.choices] == [False, True]
    (number,) = of_type("N", question_attributes=[{"qid": 1, "attribute": "min_num_value_n", "value": "3"}])
    assert number.least == 3


def test_settings_without_a_place_are_listed() -> None:
    rows = [
        {"qid": 1, "attribute": "prefix", "value": "€"},
        {"qid": 1, "attribute": "em_validation_q", "value": "Q1 > 3"},
        {"qid": 1, "attribute": "statistics_showgraph", "value": "1"},
        {"qid": 2, "attribute": "hidden", "value": "1"},
    ]
    imported = read(
        question(1, "S", mandatory="S", preg="/x/"), question(2, "S"), question_attributes=rows,
        quota=[{"id": 1, "name": "Women", "qlimit": 10}], defaultvalues=[{"qid": 1, "defaultvalue": "5"}],
    )  # fmt: skip
    assert [one.raw for one in imported.not_carried if one.loss is Loss.SETTING and one.place == "Q1"] == [
        '{"prefix": "€"}'
    ]
    assert losses(imported, Loss.LOGIC) == {"Q1", "quota"}
    assert losses(imported, Loss.QUESTION) == {"Q2"}
    assert "qid 1" in losses(imported, Loss.SETTING)
    assert losses(imported, Loss.CHANGED) == {"Q1"}


ASKED = (question(1, "L", "Q1"), question(2, "M", "Q2"), question(3, "F", "Q3"), question(4, "5", "Q4"),
         question(5, "N", "Q5"), question(6, "Y", "Q6"))  # fmt: skip
PARTS: dict[str, Rows] = {
    "answers": [*ANSWERS, {"aid": 3, "qid": 3, "code": "A1", "sortorder": 1, "scale_id": 0}],
    "subquestions": [sub(21, 2, "SQ001"), sub(31, 3, "SQ001")],
}
CHOSEN = Comparison(name="q2", operator=Operator.INCLUDES, value="sq001")


@pytest.mark.parametrize(
    ("equation", "condition"),
    [
        ('Q1.NAOK == "A2"', Comparison(name="q1", operator=Operator.IS, value="a2")),
        ('((Q1 != "A1"))', Comparison(name="q1", operator=Operator.IS_NOT, value="a1")),
        ('{Q1.NAOK == "-oth-"}', Comparison(name="q1", operator=Operator.IS, value="other")),
        ('Q2_SQ001.NAOK == "Y"', CHOSEN),
        ('Q2_SQ001 != "Y"', Comparison(name="q2", operator=Operator.EXCLUDES, value="sq001")),
        ("!is_empty(Q2_SQ001.NAOK)", Not(Comparison(name="q2", operator=Operator.EXCLUDES, value="sq001"))),
        ('Q3_SQ001 == "A1"', Comparison(name="q3", row="sq001", operator=Operator.IS, value="a1")),
        ("Q4 >= 3", Comparison(name="q4", operator=Operator.AT_LEAST, value=3)),
        ("is_empty(Q5)", Comparison(name="q5", operator=Operator.UNANSWERED)),
        ('Q6 == "Y" && Q4 lt 3', All((
            Comparison(name="q6", operator=Operator.IS, value="yes"),
            Comparison(name="q4", operator=Operator.AT_MOST, value=2),
        ))),
        ('9X1X1 == "A1" or 9X1X2SQ001.NAOK == "Y"', AnyOf((
            Comparison(name="q1", operator=Operator.IS, value="a1"), CHOSEN,
        ))),
    ],
)  # fmt: skip
def test_equations_become_conditions(equation: str, condition: Condition) -> None:
    imported = read(*ASKED, question(7, "S", "Q7", relevance=equation), **PARTS)
    assert imported.questionnaire.questions()[-1].show_if == condition


@pytest.mark.parametrize("equation", ["count(Q1, Q2) > 1", 'Q9 == "A1"', "Q4 + 1 > 3", "regexMatch('/x/', Q1)"])
def test_equations_that_cannot_be_said_are_listed(equation: str) -> None:
    imported = read(*ASKED, question(7, "S", "Q7", relevance=equation), **PARTS)
    assert imported.questionnaire.questions()[-1].show_if is None
    assert [one.raw for one in imported.not_carried if one.place == "Q7"] == [equation]


def test_old_tables_of_conditions_are_read() -> None:
    rows = [
        {"qid": 7, "scenario": 1, "cqid": 1, "cfieldname": "9X1X1", "method": "==", "value": "A1"},
        {"qid": 7, "scenario": 1, "cqid": 1, "cfieldname": "9X1X1", "method": "==", "value": "A2"},
        {"qid": 7, "scenario": 1, "cqid": 2, "cfieldname": "+9X1X2SQ001", "method": "==", "value": "Y"},
    ]
    imported = read(*ASKED, question(7, "S", "Q7", relevance="1"), conditions=rows, **PARTS)
    either = AnyOf(tuple(Comparison(name="q1", operator=Operator.IS, value=key) for key in ("a1", "a2")))
    assert imported.questionnaire.questions()[-1].show_if == All((either, CHOSEN))
    strange = read(*ASKED, question(7, "S", "Q7"), conditions=[rows[0] | {"method": "RX"}], **PARTS)
    assert "Q7" in losses(strange, Loss.LOGIC)


def test_the_old_schema_has_its_texts_beside_its_rows() -> None:
    rows = [
        question(1, "L", "Q1", question=text, help="", language=code)
        for code, text in (("fi", "Mitä <em>kuuluu</em>, {TOKEN:FIRSTNAME}?"), ("sv", "Hur står det till?"))
    ]
    imported = read_definition(
        survey(
            "fi", "sv",
            questions=[*rows, question(2, "X", "Q2", question="{Q1.shown} {SAVEDID}", language="fi")],
            groups=[{"gid": 1, "group_name": "Ryhmä", "language": "fi", "group_order": 1, "grelevance": ""}],
            answers=[{"qid": 1, "code": "A1", "answer": "Hyvää", "sortorder": 1, "language": "fi"},
                     {"qid": 1, "code": "A1", "answer": "Bra", "sortorder": 1, "language": "sv"}],
        ),
        "old.lss",
    )  # fmt: skip
    first, second = imported.questionnaire.questions()
    assert first.text == {"fi": "Mitä kuuluu, {{attribute:firstname}}?", "sv": "Hur står det till?"}
    assert first.choices[0].text == {"fi": "Hyvää", "sv": "Bra"}
    assert second.text == {"fi": "{{q1}} {SAVEDID}"}
    assert imported.questionnaire.pages[0].title == {"fi": "Ryhmä"}
    assert losses(imported, Loss.LOGIC) == {"Q2"}


def test_texts_of_the_survey_are_carried_or_listed() -> None:
    settings = {
        "surveyls_language": "en",
        "surveyls_title": "Visit",
        "surveyls_welcometext": "<p>Welcome</p>",
        "surveyls_endtext": "Thanks",
        "surveyls_url": "https://example.org",
        "surveyls_email_invite": "Dear",
    }
    imported = read(
        question(1, "S"), surveys_languagesettings=[settings], survey_url_parameters=[{"parameter": "Order-No"}],
        surveys=[{"sid": 9, "language": "en", "format": "S", "anonymized": "Y"}],
    )  # fmt: skip
    asked = imported.questionnaire
    assert (asked.title, asked.intro, asked.closings[0].text) == ({"en": "Visit"}, {"en": "Welcome"}, {"en": "Thanks"})
    assert asked.hidden == ("order_no",)
    assert {"messages en", "surveyls_url"} == losses(imported, Loss.TEXT)
    assert "survey" in losses(imported, Loss.CHANGED) & losses(imported, Loss.SETTING)


def test_a_question_whose_group_is_missing_is_listed() -> None:
    imported = read(question(1, "S", gid=7))
    assert imported.questionnaire.questions() == ()
    assert losses(imported, Loss.QUESTION) == {"Q1"}
