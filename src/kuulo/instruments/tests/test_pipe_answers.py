"""Piping: earlier answers, attributes and address fields inside a text, in each language, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.instruments.rules.flow import Known
from kuulo.instruments.rules.piping import Pipe, pipe, pipes_in
from kuulo.instruments.rules.questionnaire import Choice, Kind, Questionnaire, Subject
from kuulo.instruments.tests.questions import page, question, questionnaire, score

pytestmark = pytest.mark.pure

PRICE = Choice(key="price", text={"en": "the price", "fi": "hinta"})
SPEED = Choice(key="speed", text={"en": "the speed"})
ASKED = questionnaire(
    page(
        "a",
        score("recommend"),
        question("reason", Kind.SINGLE, choices=(PRICE, SPEED), other=True),
        question("many", Kind.MULTIPLE, choices=(PRICE, SPEED), other=True),
        question("ranked", Kind.RANKING, choices=(PRICE, SPEED)),
        question("years", Kind.NUMBER),
        question("day", Kind.DATE),
        question("words"),
        question("grid", Kind.MATRIX, rows=(PRICE,), choices=(SPEED,)),
    )
)
KNOWN = Known(
    {
        "recommend": 9,
        "reason": "price",
        "many": ["speed", "other"],
        "many__other": "the <b>smell</b>",
        "ranked": ["speed", "price"],
        "years": -2.5,
        "day": "2026-03-05",
        "words": "{{recommend}} & more",
        "grid": {"price": "speed"},
    },
    attributes={"first name": "Aino"},
    hidden={"order": "1042"},
)


@pytest.mark.parametrize(
    ("text", "language", "filled"),
    [
        ("You gave {{recommend}}.", "en", "You gave 9."),
        ("Because of {{reason}}?", "en", "Because of the price?"),
        ("Syynä {{ reason }}?", "fi", "Syynä hinta?"),
        ("Varför {{reason}}?", "sv", "Varför the price?"),
        ("{{many}}", "en", "the speed, the <b>smell</b>"),
        ("{{ranked}}", "en", "the speed, the price"),
        ("{{years}}", "en", "−2.5"),
        ("{{years}}", "sv", "−2,5"),
        ("{{day}}", "fi", "5.3.2026"),
        ("{{day}}", "sv", "2026-03-05"),
        ("{{day}}", "en", "5 March 2026"),
        ("Dear {{attribute:first name|customer}}", "en", "Dear Aino"),
        ("Order {{hidden:order}}", "en", "Order 1042"),
        ("{{attribute:last_name| dear customer }}!", "en", "dear customer!"),
        ("{{nothing|something}}", "en", "something"),
        ("{{nothing}}", "en", ""),
        ("{{grid|that}}", "en", "that"),
        ("{not a place} {{}} }}", "en", "{not a place} {{}} }}"),
    ],
)
def test_places_are_filled_in(text: str, language: str, filled: str) -> None:
    assert pipe(text, KNOWN, ASKED, language) == filled


def test_what_a_person_wrote_is_not_filled_in_again() -> None:
    assert pipe("You wrote: {{words}}", KNOWN, ASKED, "en") == "You wrote: {{recommend}} & more"


def test_an_answer_that_does_not_belong_shows_nothing() -> None:
    strange = Known({"reason": "weather", "day": "soon", "many": "price", "absent": 3})
    assert pipe("{{reason|x}} {{day}} {{many}} {{absent|y}}", strange, ASKED, "en") == "x soon the price y"


def test_places_of_a_text_are_listed() -> None:
    assert list(pipes_in("{{reason}} {{hidden:order|yours}}")) == [
        Pipe(Subject.QUESTION, "reason", ""),
        Pipe(Subject.HIDDEN, "order", "yours"),
    ]


@settings(deadline=None)
@given(st.text(), st.sampled_from(["fi", "sv", "en"]))
def test_any_text_can_be_piped(text: str, language: str) -> None:
    filled = pipe(text, KNOWN, ASKED, language)
    assert filled == text or "{{" in text


@settings(deadline=None)
@given(st.text("ab{}| :", max_size=30), st.dictionaries(st.sampled_from(["words", "reason"]), st.text(max_size=5)))
def test_nothing_a_person_writes_breaks_a_text(text: str, answers: dict[str, str]) -> None:
    pipe(text, Known(answers), Questionnaire(languages=("en",), title={}, pages=ASKED.pages), "en")
