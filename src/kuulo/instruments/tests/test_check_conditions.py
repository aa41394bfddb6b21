"""The check: conditions that can never hold, always do, or look at what is not there."""

from __future__ import annotations

import pytest

from kuulo.instruments.rules.checks import Severity, check
from kuulo.instruments.rules.questionnaire import (
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Subject,
)
from kuulo.instruments.tests.checked import (
    FIRST,
    TOLD,
    asked_when,
    errors,
    only,
)
from kuulo.instruments.tests.questions import (
    at_least,
    at_most,
    choices,
    includes,
    is_,
    page,
    question,
    questionnaire,
    score,
    two_pages,
    when,
)

pytestmark = pytest.mark.pure


def test_a_sound_questionnaire_has_no_findings() -> None:
    assert check(two_pages()) == ()
    assert check(questionnaire(page("first", *FIRST))) == ()


SOUND = (
    All((at_least("recommend", 3), at_most("recommend", 3))),
    All((includes("missed", "help"), includes("missed", "range"))),
    All(
        (when(name="missed", operator=Operator.EXCLUDES, value="help"), when(name="missed", operator=Operator.ANSWERED))
    ),
    is_("reason", "other"),
    is_("ranked", 1, row="price"),
    when(name="agree", row="fast", operator=Operator.AT_MOST, value=2),
    All((at_least("years", 2.5), at_most("years", 2.6))),
    All(
        (
            when(name="since", operator=Operator.AT_LEAST, value="2024-01-01"),
            when(name="since", operator=Operator.AT_MOST, value="2024-01-01"),
        )
    ),
    when(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="gold"),
    when(subject=Subject.HIDDEN, name="order", operator=Operator.ANSWERED),
    is_("words", "yes"),
    Not(Not(at_least("recommend", 9))),
)


@pytest.mark.parametrize("condition", SOUND)
def test_conditions_that_can_hold_are_left_alone(condition: Condition) -> None:
    assert check(asked_when(condition)) == ()


NEVER = (
    All((at_most("recommend", 3), at_least("recommend", 8))),
    All((at_most("recommend", 3), Not(at_most("recommend", 6)))),
    All((is_("reason", "price"), is_("reason", "moved"))),
    All((is_("reason", "price"), when(name="reason", operator=Operator.UNANSWERED))),
    All((includes("missed", "none"), includes("missed", "help"))),
    All((includes("missed", "help"), when(name="missed", operator=Operator.EXCLUDES, value="help"))),
    All((at_least("years", 10), AnyOf((at_most("years", 5), All((at_most("years", 20), at_least("years", 30))))))),
    All((is_("agree", 1, row="fast"), is_("agree", 2, row="fast"))),
    All(
        (
            when(name="since", operator=Operator.AT_LEAST, value="2024-02-01"),
            when(name="since", operator=Operator.AT_MOST, value="2024-01-31"),
        )
    ),
    when(name="since", operator=Operator.AT_LEAST, value="2031-01-01"),
    All(
        (
            when(subject=Subject.ATTRIBUTE, name="age", operator=Operator.AT_MOST, value=3),
            when(subject=Subject.ATTRIBUTE, name="age", operator=Operator.AT_LEAST, value=4),
        )
    ),
    All(
        (
            when(subject=Subject.HIDDEN, name="order", operator=Operator.IS, value="a"),
            when(subject=Subject.HIDDEN, name="order", operator=Operator.IS, value="b"),
        )
    ),
)


@pytest.mark.parametrize("condition", NEVER)
def test_a_condition_that_contradicts_itself_is_found(condition: Condition) -> None:
    place, text = errors(asked_when(condition))[0]
    assert place == "more"
    assert "can never hold" in text


def test_a_condition_that_contradicts_the_questions_it_looks_at_is_found() -> None:
    why = question("why", Kind.SINGLE, choices=choices("slow", "dear"), show_if=at_most("recommend", 6))
    more = question("more", show_if=All((is_("why", "slow"), at_least("recommend", 9))))
    asked = questionnaire(page("a", score("recommend")), page("b", why), page("c", more))
    assert errors(asked)[0] == ("more", "Its condition can never hold: it contradicts itself or what it looks at.")


def test_a_condition_that_always_holds_is_found() -> None:
    always = AnyOf((at_most("recommend", 10), when(name="recommend", operator=Operator.UNANSWERED)))
    assert only(asked_when(always), Severity.WARNING) == ("more", "Its condition always holds, so it does nothing.")


WRONG = (
    (is_("nothing", 1), "which is no question here"),
    (is_("more", "x"), "asked only later"),
    (is_("reason", "weather"), "“weather”, which is none of its answers"),
    (includes("missed", "weather"), "“weather”, which is none of its answers"),
    (includes("missed", "other"), "“other”, which is none of its answers"),
    (at_least("recommend", 11), "“11”, which is none of its answers"),
    (is_("recommend", 3.5), "“3.5”, which is none of its answers"),
    (at_most("years", 81), "“81”, which is none of its answers"),
    (when(name="since", operator=Operator.IS, value="yesterday"), "“yesterday”, which is none of its answers"),
    (is_("agree", 1), "which row of “agree”"),
    (is_("agree", 1, row="slow"), "“agree” has no row “slow”"),
    (is_("agree", 6, row="fast"), "“6”, which is none of its answers"),
    (is_("recommend", 1, row="fast"), "“recommend” has no row “fast”"),
    (is_("ranked", 4, row="price"), "“4”, which is none of its answers"),
    (includes("recommend", "3"), "a way that its answers do not allow"),
    (is_("missed", "help"), "a way that its answers do not allow"),
    (at_least("reason", 3), "a way that its answers do not allow"),
    (when(name="recommend", operator=Operator.IS), "with nothing"),
    (when(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value=" "), "with nothing"),
    (when(subject=Subject.ATTRIBUTE, name="", operator=Operator.ANSWERED), "A part of its condition is empty"),
    (when(subject=Subject.HIDDEN, name="colour", operator=Operator.ANSWERED), "the address field “colour”"),
    (AnyOf(()), "A part of its condition is empty"),
    (Not(All(())), "A part of its condition is empty"),
)


@pytest.mark.parametrize(("condition", "text"), WRONG)
def test_a_condition_that_looks_at_something_else_is_found(condition: Condition, text: str) -> None:
    assert [place for place, said in errors(asked_when(condition)) if text in said] == ["more"]


def test_a_condition_on_a_statement_is_found() -> None:
    asked = questionnaire(page("a", TOLD, score("recommend")), page("b", question("more", show_if=is_("told", "x"))))
    assert only(asked) == ("more", "Its condition looks at “told”, which nobody answers.")


def test_a_condition_on_the_same_page_is_sound() -> None:
    """The page opens the question when its answer comes, with script or without."""
    why = question("why", show_if=at_most("recommend", 6))
    assert not check(questionnaire(page("a", score("recommend"), why)))


def test_a_page_cannot_look_at_its_own_questions() -> None:
    asked = questionnaire(page("a", score("recommend")), page("b", score("again"), show_if=at_least("again", 1)))
    assert "asked only later" in errors(asked)[0][1]
