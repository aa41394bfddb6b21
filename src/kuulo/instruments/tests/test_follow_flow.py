"""The way through a questionnaire: conditions, skips, going back, chance, the end; and what holds for every one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kuulo.base.errors import NotFoundError
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.flow import (
    Answer,
    Known,
    asked,
    closing_of,
    holds,
    page_after,
    page_before,
    path,
    questions_on,
    shuffled,
    without_stray,
)
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Closing,
    Condition,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Scale,
    Skip,
)
from kuulo.instruments.tests.questions import (
    at_least,
    at_most,
    is_,
    page,
    question,
    questionnaire,
    score,
    two_pages,
    when,
)

pytestmark = pytest.mark.pure

LOW = Known({"recommend": 3})
HIGH = Known({"recommend": 9})


def keys(pages: tuple[Page, ...]) -> list[str]:
    return [each.key for each in pages]


def test_the_answers_decide_which_pages_are_visited() -> None:
    assert keys(path(two_pages(), LOW)) == ["first", "second"]
    assert keys(path(two_pages(), HIGH)) == ["first"]
    assert page_after(two_pages(), "first", HIGH) is None
    assert [each.key for each in asked(two_pages(), LOW)] == ["recommend", "why"]


def test_the_first_skip_that_holds_decides() -> None:
    skips = (Skip(when=at_most("recommend", 6), to="c"), Skip(when=at_most("recommend", 9), to=END))
    first = page("a", score("recommend"), skips=skips)
    both = questionnaire(first, page("b", question("x")), page("c", question("y")))
    assert keys(path(both, LOW)) == ["a", "c"]
    assert keys(path(both, HIGH)) == ["a"]
    assert keys(path(both, Known())) == ["a", "b", "c"]
    assert page_before(both, "c", LOW) == both.pages[0]
    assert page_before(both, "c", Known()) == both.pages[1]
    assert page_before(both, "a", LOW) is None


def test_a_skip_backwards_or_nowhere_leads_to_the_next_page() -> None:
    skips = (Skip(when=at_most("recommend", 10), to="a"),)
    second = page("b", question("x"), skips=skips)
    third = page("c", question("y"), skips=(replace(skips[0], to="nowhere"),))
    looped = questionnaire(page("a", score("recommend")), second, third, page("d", question("z")))
    assert keys(path(looped, LOW)) == ["a", "b", "c", "d"]


def test_a_page_the_questionnaire_does_not_have_is_refused() -> None:
    with pytest.raises(NotFoundError, match="no page “third”"):
        page_after(two_pages(), "third", LOW)
    with pytest.raises(NotFoundError, match="no page “third”"):
        page_before(two_pages(), "third", LOW)


CASES: tuple[tuple[Condition, bool], ...] = (
    (is_("score", 7), True),
    (is_("score", "7"), True),
    (at_least("score", 8), False),
    (is_("reason", "price"), True),
    (when(name="reason", operator="is_not", value="price"), False),
    (when(name="absent", operator="is_not", value="price"), True),
    (when(name="absent", operator="excludes", value="price"), True),
    (at_most("absent", 3), False),
    (when(name="absent", operator="unanswered"), True),
    (when(name="empty", operator="answered"), False),
    (when(name="many", operator="includes", value="b"), True),
    (when(name="many", operator="excludes", value="c"), True),
    (is_("many", "a"), False),
    (is_("alone", "a"), True),
    (is_("matrix", 4, row="speed"), True),
    (when(name="matrix", row="speed", operator="at_most", value=3), False),
    (when(name="matrix", row="manners", operator="unanswered"), True),
    (is_("matrix", 4), False),
    (is_("many", 2, row="b"), True),
    (when(name="many", row="z", operator="answered"), False),
    (when(name="day", operator="at_least", value="2026-01-01"), True),
    (when(name="day", operator="at_most", value=5), False),
    (when(subject="attribute", name="age", operator="at_least", value=18), True),
    (when(subject="attribute", name="segment", operator="is", value="gold"), True),
    (when(subject="hidden", name="order", operator="answered"), True),
    (when(subject="hidden", name="nothing", operator="is", value="x"), False),
    (when(subject="attribute", name="odd", operator="at_least", value=1), False),
    (when(name="score", operator="is"), False),
)
EVERYTHING = Known(
    {
        "score": 7,
        "reason": "price",
        "many": ["a", "b"],
        "alone": ["a"],
        "empty": [],
        "matrix": {"speed": 4},
        "day": "2026-02-03",
    },
    attributes={"age": "42", "segment": "gold", "odd": "+-1"},
    hidden={"order": "1042"},
)


@pytest.mark.parametrize(("condition", "outcome"), CASES)
def test_conditions_look_at_answers_attributes_and_address_fields(condition: Condition, *, outcome: bool) -> None:
    assert holds(condition, EVERYTHING) is outcome
    assert holds(Not(condition), EVERYTHING) is not outcome
    assert holds(All((condition, condition)), EVERYTHING) is outcome
    assert holds(AnyOf((condition, Not(condition))), EVERYTHING)


def test_the_first_closing_that_fits_is_shown() -> None:
    sorry, thanks = Closing(text={"en": "Sorry"}, show_if=at_most("recommend", 6)), Closing(text={"en": "Thanks"})
    both = replace(two_pages(), closings=(sorry, thanks))
    assert closing_of(both, LOW) == {"en": "Sorry"}
    assert closing_of(both, HIGH) == {"en": "Thanks"}
    assert closing_of(replace(both, closings=(sorry,)), HIGH) == {}


def test_answers_that_later_answers_leave_out_do_not_count() -> None:
    """Somebody wrote why, went back and gave a nine: the words are on no page of the way any more."""
    third = page("third", question("more", show_if=when(name="why", operator="answered")))
    three = replace(two_pages(), pages=(*two_pages().pages, third))
    gone_back = Known({"recommend": 9, "why": "slow", "why__other": "x", "strange": "y"}, {"a": "b"}, {"c": "d"})
    assert without_stray(three, gone_back) == Known({"recommend": 9}, {"a": "b"}, {"c": "d"})
    assert keys(path(three, without_stray(three, gone_back))) == ["first"]
    kept = Known({"recommend": 2, "why": "slow"})
    assert without_stray(three, kept) == kept


def test_an_order_of_chance_is_fair() -> None:
    first = [shuffled("abc", f"response {at}")[0] for at in range(3_000)]
    for item in "abc":
        assert 900 < first.count(item) < 1_100


def test_an_order_of_chance_is_the_same_on_every_machine() -> None:
    assert "".join(shuffled("abcdefgh", "a response")) == "".join(shuffled("abcdefgh", "a response"))
    assert shuffled((), "a response") == ()


@settings(deadline=None)
@given(st.lists(st.integers(), max_size=12), st.text(max_size=20))
def test_a_shuffle_is_a_stable_permutation(items: list[int], seed: str) -> None:
    once = shuffled(items, seed)
    assert sorted(once) == sorted(items)
    assert shuffled(items, seed) == once


# Questionnaires of chance: four pages, a rating from 1 to 3 and perhaps a second one on each, every kind of logic.
SCALE = Scale(minimum=1, maximum=3, low={"en": "Low"}, high={"en": "High"})
PAGES = 4
OPERATORS = (Operator.IS, Operator.IS_NOT, Operator.AT_MOST, Operator.AT_LEAST, Operator.ANSWERED, Operator.UNANSWERED)


def conditions(names: list[str]) -> st.SearchStrategy[Condition]:
    tests = st.builds(
        lambda name, operator, value: when(name=name, operator=operator.value, value=value),
        st.sampled_from(names),
        st.sampled_from(OPERATORS),
        st.integers(1, 3),
    )
    return st.recursive(
        tests,
        lambda inner: st.one_of(
            st.builds(All, st.tuples(inner, inner)), st.builds(AnyOf, st.tuples(inner, inner)), st.builds(Not, inner)
        ),
        max_leaves=3,
    )


@st.composite
def questionnaires(draw: st.DrawFn, *, looping: bool = False) -> Questionnaire:
    pages: list[Page] = []
    for place in range(PAGES):
        earlier = [each.key for before in pages for each in before.questions]
        perhaps = st.none() | conditions(earlier) if earlier else st.none()
        questions = tuple(
            Question(
                key=f"q{place}{letter}",
                kind=Kind.RATING,
                text={"en": "?"},
                scale=SCALE,
                required=draw(st.booleans()),
                show_if=draw(perhaps),
            )
            for letter in ("ab" if place == 1 else "a")
        )
        known = [*earlier, *(each.key for each in questions)]
        first = 0 if looping else place + 1
        targets = [f"p{at}" for at in range(first, PAGES)] + [END]
        skips = st.builds(lambda when, to: Skip(when=when, to=to), conditions(known), st.sampled_from(targets))
        pages.append(
            Page(
                key=f"p{place}",
                questions=questions,
                show_if=draw(perhaps),
                skips=tuple(draw(st.lists(skips, max_size=2))),
            )
        )
    return questionnaire(*pages)


def every_outcome(asked_of_all: Questionnaire) -> Iterator[Known]:
    """Return everything that can be known at the end: all answers, less those the answers leave out."""
    names = [each.key for each in asked_of_all.questions()]
    for values in itertools.product((None, 1, 2, 3), repeat=len(names)):
        answers: dict[str, Answer] = {name: value for name, value in zip(names, values, strict=True) if value}
        known = Known(answers)
        required = [each.key for each in asked(asked_of_all, known) if each.required]
        if without_stray(asked_of_all, known) == known and all(key in answers for key in required):
            yield known


# Generating a questionnaire takes its time, more so on a busy machine.
PATIENT = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANSWERS = st.dictionaries(st.sampled_from(["q0a", "q1a", "q1b", "q2a", "q3a"]), st.integers(0, 4))


@PATIENT
@given(questionnaires(looping=True), ANSWERS)
def test_every_questionnaire_ends_and_never_goes_back(some: Questionnaire, answers: dict[str, int]) -> None:
    visited = keys(path(some, Known(answers)))
    assert visited == sorted(set(visited))


@PATIENT
@given(questionnaires(), ANSWERS)
def test_the_path_is_what_one_walks_page_by_page(some: Questionnaire, answers: dict[str, int]) -> None:
    known = Known(answers)
    walked = path(some, known)
    assert page_after(some, None, known) == (walked[0] if walked else None)
    for page_here, page_next in itertools.pairwise((*walked, None)):
        assert page_here is not None
        assert questions_on(page_here, known)
        assert page_after(some, page_here.key, known) == page_next
        if page_next is not None:
            assert page_before(some, page_next.key, known) == page_here


@PATIENT
@given(questionnaires(), ANSWERS)
def test_leaving_stray_answers_out_once_is_enough(some: Questionnaire, answers: dict[str, int]) -> None:
    kept = without_stray(some, Known(answers))
    assert without_stray(some, kept) == kept
    assert set(kept.answers) <= {each.key for each in asked(some, kept)}


@PATIENT
@given(questionnaires(), ANSWERS)
def test_a_required_question_that_is_hidden_blocks_nobody(some: Questionnaire, answers: dict[str, int]) -> None:
    """Answering what is asked, page by page, leads to the end, whatever is required elsewhere."""
    given_so_far: dict[str, Answer] = {}
    here = page_after(some, None, Known(given_so_far))
    steps = 0
    while here is not None:
        for each in questions_on(here, Known(given_so_far)):
            given_so_far[each.key] = answers.get(each.key, 1)
        here = page_after(some, here.key, Known(given_so_far))
        steps += 1
    assert steps <= PAGES


@PATIENT
@given(questionnaires())
def test_the_check_finds_exactly_the_questions_nobody_is_asked(some: Questionnaire) -> None:
    """Against the count of every possible set of answers."""
    met = {each.key for known in every_outcome(some) for each in asked(some, known)}
    blamed = {each.place for each in check(some) if str(each.text).startswith(("Its condition can never", "Nobody"))}
    for page_here in some.pages:
        for each in page_here.questions:
            found = each.key in blamed or page_here.key in blamed
            assert found is (each.key not in met), each.key
