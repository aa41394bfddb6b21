"""The check: skips, pages and questions that nobody comes to."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kuulo.instruments.rules.checks import Severity, check
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Not,
)
from kuulo.instruments.tests.checked import (
    HIGH,
    LOW,
    errors,
    only,
    skip,
)
from kuulo.instruments.tests.questions import (
    at_least,
    at_most,
    page,
    question,
    questionnaire,
    score,
    when,
)

pytestmark = pytest.mark.pure


def test_skips_that_lead_somewhere_are_left_alone() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"), skip(at_least("recommend", 9), END)))
    assert check(questionnaire(first, page("b", question("x")), page("c", question("y")))) == ()


@pytest.mark.parametrize(
    ("to", "text"), [("nowhere", "leads to “nowhere”, which is no page here"), ("a", "backwards"), ("b", "backwards")]
)
def test_a_skip_to_nowhere_or_backwards_is_found(to: str, text: str) -> None:
    second = page("b", question("x"), skips=(skip(LOW, to),))
    place, said = only(questionnaire(page("a", score("recommend")), second, page("c", question("y"))))
    assert place == "b"
    assert text in said


def test_a_skip_to_the_next_page_does_nothing() -> None:
    asked = questionnaire(page("a", score("recommend"), skips=(skip(LOW, "b"),)), page("b", question("x")))
    assert only(asked, Severity.WARNING) == ("a", "A skip leads to the next page, which comes anyway.")


def test_a_page_that_every_skip_leads_past_is_found() -> None:
    first = page("a", score("recommend", required=True), skips=(skip(LOW, "c"), skip(HIGH, END)))
    asked = questionnaire(first, page("b", question("x")), page("c", question("y")))
    assert only(asked) == ("b", "Nobody can reach this page: skips and conditions lead past it.")
    not_required = replace(asked, pages=(replace(first, questions=(score("recommend"),)), *asked.pages[1:]))
    assert check(not_required) == ()


def test_a_page_that_skips_and_conditions_keep_apart_is_found() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"),))
    second = page("b", question("x"), show_if=LOW)
    asked = questionnaire(first, second, page("c", question("y")))
    assert only(asked) == ("b", "Nobody can reach this page: skips and conditions lead past it.")


def test_a_question_nobody_on_its_page_is_asked_is_found() -> None:
    first = page("a", score("recommend"))
    second = page("b", question("x"), question("y", show_if=HIGH), show_if=LOW)
    assert only(questionnaire(first, second)) == (
        "y",
        "Nobody who comes to this page is asked this: its condition cannot hold there.",
    )


def test_a_skip_that_earlier_skips_leave_nobody_is_found() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"), skip(at_most("recommend", 3), END)))
    asked = questionnaire(first, page("b", question("x")), page("c", question("y")))
    assert only(asked) == ("a", "The skip to “end” is never taken: the skips before it leave nobody.")


def test_the_skips_of_a_page_that_is_passed_by_do_not_count() -> None:
    """Whoever is not shown page b goes on to c, whatever b's skip says."""
    first = page("a", score("recommend"))
    second = page("b", question("x", show_if=LOW), skips=(skip(Not(at_least("recommend", 11 - 1)), END),))
    third = page("c", question("y", show_if=HIGH))
    assert check(questionnaire(first, second, third)) == ()


def test_a_skip_past_what_must_be_answered_is_a_warning() -> None:
    first = page("a", score("recommend"), skips=(skip(LOW, "c"),))
    asked = questionnaire(first, page("b", question("x", required=True)), page("c", question("y")))
    place, text = only(asked, Severity.WARNING)
    assert place == "a"
    assert "“x”" in text


def test_many_skips_are_checked_in_time() -> None:
    pages = [
        page(f"p{at}", score(f"s{at}"), skips=(skip(at_most(f"s{at}", 3), f"p{at + 2}"),) if at < 38 else ())
        for at in range(40)
    ]
    dead = page("dead", question("x"), question("y", show_if=at_least("s0", 7)), show_if=at_most("s0", 3))
    assert errors(questionnaire(*pages, dead)) == [
        ("y", "Nobody who comes to this page is asked this: its condition cannot hold there.")
    ]


def test_a_tangle_of_conditions_is_given_up_not_blamed() -> None:
    """Eight pairs of alternatives after one another have 256 ways to hold, forty times over."""
    scores = [score(f"s{at}") for at in range(9)]
    pairs = All(tuple(AnyOf((at_most(each.key, 3), at_least(each.key, 8))) for each in scores[1:]))
    tangled = All((pairs, Not(AnyOf((at_most("s0", 5), at_least("s0", 6), when(name="s0", operator="unanswered"))))))
    asked = questionnaire(
        page("a", *scores), *(page(f"b{at}", question(f"x{at}", show_if=tangled)) for at in range(40))
    )
    assert len(errors(asked)) < 40
    plain = questionnaire(page("a", *scores), page("b", question("x", show_if=pairs)))
    assert check(plain) == ()
