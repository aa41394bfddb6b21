"""The check: a sound questionnaire passes, and what is wrong with a question or the whole is found where it stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kuulo.instruments.rules.checks import Finding, Severity, check
from kuulo.instruments.rules.questionnaire import (
    END,
    Choice,
    Closing,
    Kind,
    Question,
    Questionnaire,
    Scale,
)
from kuulo.instruments.tests.checked import (
    AGREE,
    FIRST,
    FULL,
    LOW,
    TOLD,
    asked_when,
    errors,
    only,
    warnings,
)
from kuulo.instruments.tests.questions import (
    choices,
    is_,
    page,
    question,
    questionnaire,
    score,
    two_pages,
)

pytestmark = pytest.mark.pure


PLANTED: tuple[tuple[Question, str], ...] = (
    (question("double__name"), "two underscores"),
    (question("mine__other"), "two underscores"),
    (question("q", text={"en": "  "}), "no wording"),
    (question("q", Kind.SINGLE), "no choices"),
    (question("q", Kind.MULTIPLE, other=True), "no choices"),
    (question("q", Kind.RANKING, choices=choices("a", "b"), other=True), "own words"),
    (question("q", Kind.SINGLE, choices=choices("a", "a")), "called “a”"),
    (question("q", Kind.SINGLE, choices=choices("a", "other")), "belongs to the choice of own words"),
    (question("q", Kind.SINGLE, choices=choices("a", "b__c")), "two underscores"),
    (question("q", Kind.SINGLE, choices=(*choices("a"), Choice(key="b", text={"en": ""}))), "is empty"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=3), "more choices than it has"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=2, most=1), "is above its largest"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), most=0), "no choice at all"),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), least=1.5), "not a whole number"),
    (question("q", Kind.NUMBER, least=5, most=1), "is above its largest"),
    (question("q", Kind.DATE, earliest="soon"), "“soon” is not a date"),
    (question("q", Kind.DATE, earliest="2026-02-01", latest="2026-01-01"), "first day comes after its last"),
    (question("q", Kind.TEXT, longest=0), "no room"),
    (question("q", Kind.RATING), "no scale"),
    (question("q", Kind.RATING, scale=Scale(minimum=5, maximum=5)), "not above its start"),
    (question("q", Kind.RATING, scale=Scale(minimum=0, maximum=101)), "more than 101 points"),
    (question("q", Kind.RATING, scale=Scale(minimum=0, maximum=1, direction=0)), "which end is better"),
    (question("q", Kind.NPS, scale=Scale(minimum=1, maximum=10)), "always asked from 0 to 10"),
    (question("q", Kind.MATRIX, choices=choices("a", "b")), "no rows"),
    (question("q", Kind.MATRIX, rows=choices("a", "b")), "neither columns nor a scale"),
    (
        question("q", Kind.MATRIX, rows=choices("a"), choices=choices("b"), scale=AGREE.scale),
        "both columns and a scale",
    ),
    (question("q", clarifies="nothing"), "clarifies “nothing”, which is not asked before"),
)


@pytest.mark.parametrize(("planted", "text"), PLANTED)
def test_what_is_wrong_with_a_question_is_found(planted: Question, text: str) -> None:
    asked = questionnaire(page("a", score("recommend"), planted))
    assert [place for place, said in errors(asked) if text in said] == [planted.key]


MINOR: tuple[tuple[Question, str], ...] = (
    (question("q", Kind.SINGLE, choices=choices("a")), "only one choice"),
    (
        question("q", Kind.SINGLE, choices=(*choices("a", "b"), Choice(key="c", text={"en": "a "}))),
        "read the same: “a”",
    ),
    (
        question("q", Kind.SINGLE, choices=(*choices("a"), Choice(key="c", text={"en": "C"}, exclusive=True))),
        "goes alone",
    ),
    (question("q", Kind.MULTIPLE, choices=choices("a", "b"), most=3), "allows more choices"),
    (question("q", Kind.STATEMENT, required=True), "a statement has no answer"),
    (question("q", Kind.NPS), "ends of its scale have no words"),
)


@pytest.mark.parametrize(("planted", "text"), MINOR)
def test_what_is_doubtful_about_a_question_is_a_warning(planted: Question, text: str) -> None:
    asked = questionnaire(page("a", question("first"), planted))
    place, said = only(asked, Severity.WARNING)
    assert place == "q"
    assert text in said


def test_what_clarifies_a_question_without_a_score_is_found() -> None:
    asked = questionnaire(page("a", question("words")), page("b", question("why", clarifies="words")))
    assert only(asked) == ("why", "It clarifies “words”, which is not a score.")


def test_names_that_are_there_twice_are_found() -> None:
    asked = questionnaire(
        page("a", question("x")), page("a", question("x")), page(END, question("y")), hidden=("y", "z", "z")
    )
    texts = [text for _place, text in errors(asked)]
    assert [text for text in texts if "called" in text] == [
        "Two address fields are called “z”.",
        "Two pages are called “a”.",
        "Two questions are called “x”.",
        "A page cannot be called “end”: that is where skips end.",
        "A question and an address field are both called “y”.",
    ]


def test_what_is_wrong_with_the_whole_is_found() -> None:
    empty = Questionnaire(languages=(), title={}, pages=())
    assert [text for _place, text in errors(empty)] == [
        "It has no language.",
        "It has no title.",
        "It asks nothing yet: add a question.",
    ]
    strange = replace(two_pages(), languages=("en", "en", "de"))
    assert [text for _place, text in errors(strange)] == [
        "Kuulo does not speak the language “de”.",
        "A language is there twice.",
    ]


def test_an_empty_page_is_a_warning() -> None:
    asked = questionnaire(page("a", question("x")), page("b"))
    assert only(asked, Severity.WARNING) == ("b", "The page is empty and is passed by.")


def test_closings_are_checked() -> None:
    asked = two_pages()
    low = Closing(text={"en": "Sorry!"}, show_if=LOW)
    plain = Closing(text={"en": "Thanks!"})
    assert check(replace(asked, closings=(low, plain))) == ()
    assert "Nothing is said" in only(replace(asked, closings=()), Severity.WARNING)[1]
    assert "Every closing has a condition" in only(replace(asked, closings=(low,)), Severity.WARNING)[1]
    assert "never shown" in only(replace(asked, closings=(plain, low)))[1]
    assert "A closing is empty" in only(replace(asked, closings=(Closing(text={}),)))[1]


def test_missing_translations_are_a_warning_a_place_and_language() -> None:
    asked = replace(
        FULL,
        pages=(
            page(
                "a",
                question("x", Kind.SINGLE, text={"en": "Why?", "fi": "Miksi?"}, choices=choices("a", "b", "c", "d")),
                question("y", text={"fi": "Ja?"}),
            ),
        ),
    )
    assert warnings(asked) == [
        ("x", "The Finnish text is missing: “A”, “B”, “C” …."),
        ("y", "The English text is missing: “Ja?”."),
    ]


def piped(text: str, **more: object) -> Questionnaire:
    return (
        asked_when(is_("words", "x"))
        if not text
        else questionnaire(
            page("first", *FIRST, TOLD, question("sure", required=True)),
            page("second", question("more", text={"en": text}), **more),
            hidden=("order",),
        )
    )


@pytest.mark.parametrize(
    "text",
    [
        "About {{sure}}?",
        "{{ reason | that }}?",
        "{{attribute:first name|friend}}",
        "{{hidden:order|your order}}",
        "{x} }",
    ],
)
def test_places_that_can_be_filled_in_are_left_alone(text: str) -> None:
    assert check(piped(text)) == ()


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("{{nothing|x}}", Severity.ERROR, "“nothing”, which is not answered on an earlier page"),
        ("{{more|x}}", Severity.ERROR, "“more”, which is not answered on an earlier page"),
        ("{{agree|x}}", Severity.ERROR, "cannot be put into words"),
        ("{{told|x}}", Severity.ERROR, "cannot be put into words"),
        ("{{hidden:colour|x}}", Severity.ERROR, "address field “colour”"),
        ("{{reason}}", Severity.WARNING, "as in {{reason|…}}"),
        ("{{attribute:name}}", Severity.WARNING, "as in {{attribute:name|…}}"),
        ("{{}} and {{", Severity.WARNING, "double braces"),
    ],
)
def test_places_that_cannot_be_filled_in_are_found(text: str, severity: Severity, said: str) -> None:
    place, found_text = only(piped(text), severity)
    assert place == "more"
    assert said in found_text


def test_the_closing_may_be_filled_in_from_every_question() -> None:
    asked = replace(two_pages(), closings=(Closing(text={"en": "Thank you for {{recommend|it}} and {{why|all}}."}),))
    assert check(asked) == ()


def test_errors_come_first_each_kind_in_the_order_of_pages() -> None:
    asked = questionnaire(
        page("a", question("x", Kind.NPS), question("y", Kind.SINGLE)), page("b", question("z", Kind.RATING))
    )
    assert [(each.severity.value, each.place) for each in check(asked)] == [
        ("error", "y"),
        ("error", "z"),
        ("warning", "x"),
    ]


def test_a_finding_is_a_plain_value() -> None:
    assert check(questionnaire(page("a"))) == check(questionnaire(page("a")))
    assert isinstance(check(questionnaire())[0], Finding)
