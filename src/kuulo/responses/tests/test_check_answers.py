"""Answers to each kind of question: what is taken, in which shape, and what is refused in which words."""

from __future__ import annotations

import pytest

from kuulo.instruments.rules.flow import Known
from kuulo.instruments.rules.questionnaire import Choice, Kind, Question
from kuulo.instruments.tests.questions import at_most, choices, page, question, questionnaire, score
from kuulo.responses.rules.compiled import Checked, compiled_of

pytestmark = pytest.mark.pure
NOBODY = Known()
GRID = {"rows": choices("speed", "price"), "choices": choices("good", "bad")}


def check(asked: Question, **fields: str | list[str]) -> Checked:
    """Return the check of one question's form fields; ``_`` stands for the key, ``_x`` for a part of it."""
    lists = {
        f"q_{asked.key}{name[1:]}": value if isinstance(value, list) else [value] for name, value in fields.items()
    }
    return compiled_of(questionnaire(page("only", asked)), {}).check_form("only", lists, NOBODY)


def said(checked: Checked) -> list[str]:
    """Return what is said about the answers."""
    return [str(problem.text) for problem in checked.problems]


@pytest.mark.parametrize(
    ("asked", "fields", "answer"),
    [
        (score("a"), {"_": "0"}, 0),
        (score("a"), {"_": "10"}, 10),
        (score("a", Kind.CES_2), {"_": "7"}, 7),
        (question("a", Kind.SINGLE, choices=choices("x", "y")), {"_": "y"}, "y"),
        (question("a", Kind.MULTIPLE, choices=choices("x", "y", "z")), {"_": ["z", "x", ""]}, ["x", "z"]),
        (question("a", Kind.MATRIX, **GRID), {"___speed": "bad"}, {"speed": "bad"}),
        (question("a", Kind.RANKING, choices=choices("x", "y", "z")), {"___y": "1", "___x": "2"}, ["y", "x"]),
        (question("a", Kind.TEXT), {"_": " one\r\ntwo \x00"}, "one\ntwo"),
        (question("a", Kind.NUMBER), {"_": "1 234,5"}, 1234.5),
        (question("a", Kind.NUMBER), {"_": "\u22123"}, -3),
        (question("a", Kind.DATE), {"_": "2026-05-31"}, "2026-05-31"),
    ],
)
def test_answers_are_taken_in_their_canonical_shape(
    asked: Question, fields: dict[str, str | list[str]], answer: object
) -> None:
    checked = check(asked, **fields)
    assert (checked.answers, checked.problems) == ({"a": answer}, ())


@pytest.mark.parametrize(
    ("asked", "fields", "words"),
    [
        (score("a"), {"_": "11"}, "Choose one of the answers offered."),
        (score("a"), {"_": "9.5"}, "Choose one of the answers offered."),
        (score("a", required=True), {}, "This question needs an answer."),
        (question("a", Kind.SINGLE, choices=choices("x")), {"_": "other"}, "Choose one of the answers offered."),
        (
            question("a", Kind.MULTIPLE, choices=choices("x")),
            {"_": ["x", "q"]},
            "Choose only answers that are offered.",
        ),
        (question("a", Kind.MULTIPLE, choices=choices("x", "y"), most=1), {"_": ["x", "y"]}, "Choose at most 1."),
        (question("a", Kind.MATRIX, required=True, **GRID), {"___speed": "bad"}, "Answer every row."),
        (
            question("a", Kind.RANKING, choices=choices("x", "y")),
            {"___x": "1", "___y": "1"},
            "Give each rank to one thing only.",
        ),
        (question("a", Kind.RANKING, choices=choices("x", "y")), {"___x": "3"}, "Write ranks from 1 to 2."),
        (question("a", Kind.TEXT, longest=3), {"_": "four"}, "Shorten your answer to 3 characters; it has 4."),
        (question("a", Kind.NUMBER), {"_": "many"}, "Write a number, such as 12 or 3.5."),
        (question("a", Kind.NUMBER), {"_": "inf"}, "Write a number, such as 12 or 3.5."),
        (question("a", Kind.NUMBER, least=1), {"_": "0"}, "Write a number that is at least 1."),
        (question("a", Kind.DATE), {"_": "31.5.2026"}, "Write a date, such as 2026-05-31."),
        (
            question("a", Kind.DATE, latest="2026-01-01"),
            {"_": "2026-01-02"},
            "Write a date that is not after 2026-01-01.",
        ),
    ],
)
def test_what_cannot_be_taken_is_said(asked: Question, fields: dict[str, str | list[str]], words: str) -> None:
    checked = check(asked, **fields)
    assert said(checked) == [words]
    assert checked.answers == {}


def test_own_words_choose_other_by_themselves() -> None:
    single = question("a", Kind.SINGLE, choices=choices("x"), other=True)
    assert check(single, ___other="The smell").answers == {"a": "other", "a__other": "The smell"}
    assert check(single, _="x", ___other="The smell").answers == {"a": "x"}
    several = question("a", Kind.MULTIPLE, choices=choices("x"), other=True)
    assert check(several, _="x", ___other="The smell").answers == {"a": ["x", "other"], "a__other": "The smell"}


def test_none_of_these_goes_with_nothing_else() -> None:
    none = Choice(key="none", text={"en": "None"}, exclusive=True)
    several = question("a", Kind.MULTIPLE, choices=(*choices("x"), none), least=2)
    assert check(several, _="none").answers == {"a": ["none"]}
    assert said(check(several, _=["none", "x"])) == ["One of your choices cannot go together with others."]


def test_a_question_left_out_takes_nothing_whatever_is_sent() -> None:
    why = question("why", required=True, show_if=at_most("recommend", 6))
    compiled = compiled_of(questionnaire(page("only", score("recommend"), why)), {})
    happy = compiled.check_form("only", {"q_recommend": ["9"], "q_why": ["Slow"]}, NOBODY)
    assert (happy.answers, happy.problems) == ({"recommend": 9}, ())
    unhappy = compiled.check_form("only", {"q_recommend": ["3"]}, NOBODY)
    assert [problem.key for problem in unhappy.problems] == ["why"]


def test_json_is_checked_as_strictly_as_forms() -> None:
    compiled = compiled_of(questionnaire(page("only", score("a", required=True), question("b", Kind.NUMBER))), {})
    assert compiled.check_json({"a": 9, "b": 2.5}, NOBODY).answers == {"a": 9, "b": 2.5}
    for wrong in ({"a": True}, {"a": "9"}, {"a": 9.5}, {"a": 9, "b": "2"}, {"a": 9, "c": 1}, {"a": [9]}, {}):
        assert compiled.check_json(wrong, NOBODY).problems
    assert not compiled.check_json({}, NOBODY, whole=False).problems
