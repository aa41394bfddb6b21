"""A page of questions as a person meets it: order, words, what was given, what waits for an answer. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec
import pytest

from kuulo.base.texts import say
from kuulo.instruments.rules.flow import Answer, Known, holds
from kuulo.instruments.rules.questionnaire import (
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Subject,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison
from kuulo.responses.rules.asked import AskedQuestion, asked
from kuulo.responses.rules.compiled import compiled_of
from kuulo.responses.rules.filling import fields_of, minutes_of, prefilled
from kuulo.responses.rules.moments import Fields, Moment
from kuulo.responses.rules.showing import dependence_of, remainder
from kuulo.responses.tests.questionnaires import BRANCHING, EASE, EVERYTHING, SCORE, SHORT, words

pytestmark = pytest.mark.pure
NOTHING = Known({}, {}, {})
ANSWERS: dict[str, Answer] = {
    "nps": 9,
    "where": "other",
    "where__other": "At work",
    "went_well": ["time", "care"],
    "parts": {"speed": 5},
    "agree": {"again": "yes", "tell": "no"},
    "first": ["green", "price", "speed"],
    "orders": 12.0,
    "day": "2026-11-20",
    "words": "Kiitos",
}


def moment(*, known: Known = NOTHING, language: str = "en", seed: str = "key", fields: Fields | None = None) -> Moment:
    return Moment(questionnaire=EVERYTHING, known=known, language=language, seed=seed, fields=fields or {})


def page_of(number: int, made: Moment) -> dict[str, AskedQuestion]:
    return {one.key: one for one in asked(EVERYTHING.pages[number], made)}


def test_answers_come_back_as_the_fields_that_gave_them() -> None:
    fields = fields_of(EVERYTHING, ANSWERS)
    assert fields["q_orders"] == ("12",)
    assert fields["q_first__green"] == ("1",)
    compiled = compiled_of(EVERYTHING, {})
    read = [compiled.check_form(page.key, fields, NOTHING).answers for page in EVERYTHING.pages]
    assert {**read[0], **read[1], **read[2]} == ANSWERS


def test_what_was_given_is_shown() -> None:
    made = moment(fields=fields_of(EVERYTHING, ANSWERS))
    scores, choice, more = (page_of(number, made) for number in range(3))
    assert [one.value for one in scores["nps"].options if one.chosen] == ["9"]
    assert choice["where"].other is not None
    assert (choice["where"].other.option.chosen, choice["where"].other.value) == (True, "At work")
    assert {one.value for one in choice["went_well"].options if one.chosen} == {"time", "care"}
    assert [one.value for one in choice["parts"].rows[0].options if one.chosen] == ["5"]
    assert more["words"].value == "Kiitos"


def test_an_order_of_chance_stays_for_the_response_and_keeps_what_excludes_last() -> None:
    orders = [tuple(one.value for one in page_of(1, moment(seed=f"key{n}"))["went_well"].options) for n in range(30)]
    again = [tuple(one.value for one in page_of(1, moment(seed=f"key{n}"))["went_well"].options) for n in range(30)]
    assert orders == again
    assert len(set(orders)) == 6, "three choices have six orders"
    assert {order[-1] for order in orders} == {"none"}


def test_a_shuffled_page_keeps_a_clarifying_question_beside_its_score() -> None:
    others = tuple(Question(key=f"other_{n}", kind=Kind.TEXT, text=words("?")) for n in range(4))
    page = Page(key="page", questions=(SCORE, EASE, *others), random_order=True)
    for n in range(20):
        keys = [one.key for one in asked(page, moment(seed=f"key{n}"))]
        assert keys.index("easier") == keys.index("nps") + 1
    assert len({asked(page, moment(seed=f"key{n}"))[0].key for n in range(40)}) > 2


@pytest.mark.parametrize("answers", [{}, {"nps": 3}, {"nps": 9}])
def test_a_question_that_waits_for_the_same_page_is_there_and_may_be_concealed(answers: dict[str, int]) -> None:
    easier = page_of(0, moment(known=Known(answers, {}, {})))["easier"]
    assert easier.concealed is (answers.get("nps", 10) > 6)
    assert msgspec.json.decode(easier.condition)["name"] == "nps"


def test_what_earlier_answers_rule_out_is_left_out() -> None:
    vip = Comparison(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="vip")
    page = Page(key="page", questions=(Question(key="call", kind=Kind.TEXT, text=words("?"), show_if=vip),))
    assert asked(page, moment()) == ()
    assert len(asked(page, moment(known=Known({}, {"segment": "vip"}, {})))) == 1


HERE = Comparison(name="here", operator=Operator.AT_MOST, value=3)
EARLIER = Comparison(name="earlier", operator=Operator.IS, value="yes")
SECRET = Comparison(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="vip")


@pytest.mark.parametrize(
    ("condition", "left"),
    [
        (HERE, HERE),
        (EARLIER, True),
        (SECRET, False),
        (Not(part=SECRET), True),
        (Not(part=HERE), Not(part=HERE)),
        (All(parts=(HERE, EARLIER)), HERE),
        (All(parts=(HERE, SECRET)), False),
        (AnyOf(parts=(HERE, EARLIER)), True),
        (AnyOf(parts=(HERE, SECRET)), HERE),
        (All(parts=(EARLIER, Not(part=SECRET))), True),
        (AnyOf(parts=(SECRET, All(parts=(HERE, HERE)))), All(parts=(HERE, HERE))),
    ],
)
def test_only_what_the_page_decides_leaves_the_server(
    condition: Condition, left: Condition | Literal[True, False]
) -> None:
    known = Known({"earlier": "yes"}, {"segment": "home"}, {})
    assert remainder(condition, {"here"}, known) == left
    for answer in (1, 3, 4):
        after = Known({"earlier": "yes", "here": answer}, {"segment": "home"}, {})
        decided = left if isinstance(left, bool) else holds(left, after)
        assert decided == holds(condition, after)


def test_a_question_without_a_condition_waits_for_nothing() -> None:
    found = dependence_of(SCORE, SHORT.pages[0], NOTHING)
    assert (found.possible, found.concealed, found.condition) == (True, False, "")


def test_an_address_fills_in_questions_and_nothing_else() -> None:
    query = {"nps": ["9"], "parts__speed": ["4"], "went_well": ["time", "care"], "utm_source": ["x"], "website": ["x"]}
    assert prefilled(EVERYTHING, query) == {
        "q_nps": ("9",),
        "q_parts__speed": ("4",),
        "q_went_well": ("time", "care"),
    }


def test_an_error_s_link_leads_to_the_first_thing_to_press() -> None:
    made = Moment(
        questionnaire=EVERYTHING,
        known=NOTHING,
        language="en",
        seed="key",
        fields={"q_agree__again": ("yes",)},
        problems={"agree": (say("Answer every row."),)},
    )
    found = page_of(1, made)
    assert found["where"].focus == "q_where_home"
    assert found["agree"].focus == "q_agree__tell_yes", "the row that is missing"
    assert [row.wrong for row in found["agree"].rows] == [False, True]
    assert page_of(2, made)["first"].focus == "q_first__price"
    assert page_of(2, made)["words"].focus == "q_words_field"


@pytest.mark.parametrize(("questionnaire", "minutes"), [(SHORT, 0), (BRANCHING, 2), (EVERYTHING, 4)])
def test_the_time_it_takes_is_rounded_up(questionnaire: Questionnaire, minutes: int) -> None:
    assert minutes_of(questionnaire) == minutes
