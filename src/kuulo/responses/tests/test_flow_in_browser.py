"""The tablet's and the widget's way through a questionnaire is the server's own: tried with answers of chance."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser

from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.flow import Known, closing_of, page_after, questions_on, without_stray
from kuulo.instruments.rules.piping import pipe
from kuulo.instruments.rules.questionnaire import (
    OTHER,
    All,
    AnyOf,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Skip,
    Subject,
    in_language,
    scale_of,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison
from kuulo.responses.rules.squeezing import squeeze
from kuulo.responses.tests.published import ASKED, choices, words

pytestmark = pytest.mark.browser
FLOW = Path(__file__).resolve().parent.parent / "static" / "responses" / "flow.js"
WALK = """([asked, known, language]) => {
  const settled = flow.kept(asked, known);
  const so = { ...known, answers: settled.answers };
  return {
    answers: settled.answers,
    path: settled.path.map(page => page.key),
    asked: settled.path.map(page => flow.questionsOn(page, so).map(one => one.key)),
    closing: flow.words(flow.closing(asked, so), language, asked),
    said: settled.path.flatMap(page => flow.questionsOn(page, so)).map(
      one => flow.pipe(flow.words(one.text, language, asked), so, language, asked)),
  };
}"""
ENCODER = msgspec.json.Encoder()


def compared(name: str, operator: Operator, value: str | float | None = None, **further: Any) -> Comparison:
    return Comparison(name=name, operator=operator, value=value, **further)


OF_ROW = compared("grid", Operator.IS, "b", row="x")
EVERY_TEST = Questionnaire(
    languages=("en", "fi", "sv"),
    title=words("Every test"),
    hidden=("order",),
    pages=(
        Page(
            key="first",
            questions=(
                Question(key="nps", kind=Kind.NPS, text=words("Score")),
                Question(key="pick", kind=Kind.SINGLE, text=words("Pick"), choices=choices("a", "b"), other=True),
                Question(key="many", kind=Kind.MULTIPLE, text=words("Many"), choices=choices("a", "b", "c")),
                Question(key="rank", kind=Kind.RANKING, text=words("Rank"), choices=choices("a", "b", "c")),
                Question(
                    key="grid", kind=Kind.MATRIX, text=words("Grid"), rows=choices("x", "y"), choices=choices("a", "b")
                ),
                Question(key="day", kind=Kind.DATE, text=words("Day")),
                Question(key="size", kind=Kind.NUMBER, text=words("Size")),
            ),
            skips=(
                Skip(when=All((compared("nps", Operator.AT_MOST, 2), compared("pick", Operator.IS, "a"))), to="end"),
                Skip(when=compared("many", Operator.INCLUDES, "c"), to="last"),
            ),
        ),
        Page(
            key="middle",
            show_if=AnyOf((compared("pick", Operator.IS_NOT, "b"), compared("size", Operator.AT_LEAST, 10))),
            questions=(
                Question(
                    key="t1",
                    kind=Kind.TEXT,
                    text=words("So {{nps}}, {{pick|nothing}}, {{many}} and {{rank|none}}"),
                ),
                Question(
                    key="t2",
                    kind=Kind.TEXT,
                    text=words("Order {{hidden:order|unknown}} of {{attribute:name|friend}}: {{size}}"),
                    show_if=Not(compared("rank", Operator.IS, 1, row="b")),
                ),
                Question(
                    key="t3", kind=Kind.TEXT, text=words("X"), show_if=compared("grid", Operator.IS, "b", row="x")
                ),
                Question(
                    key="t4", kind=Kind.TEXT, text=words("D"), show_if=compared("day", Operator.AT_LEAST, "2026-05-01")
                ),
            ),
        ),
        Page(
            key="last",
            questions=(
                Question(key="t5", kind=Kind.TEXT, text=words("E"), show_if=compared("t2", Operator.UNANSWERED)),
                Question(key="t6", kind=Kind.TEXT, text=words("F"), show_if=compared("many", Operator.EXCLUDES, "a")),
                Question(
                    key="t7",
                    kind=Kind.TEXT,
                    text=words("G"),
                    show_if=compared("order", Operator.ANSWERED, subject=Subject.HIDDEN),
                ),
            ),
        ),
    ),
)


def answer_of_chance(question: Question, chance: random.Random) -> object:
    """Return an answer in its canonical shape."""
    keys = [choice.key for choice in question.choices]
    scale = scale_of(question)
    if question.kind is Kind.MATRIX:
        columns: list[object] = [*keys] if keys else list(range(1, 6))
        return {row.key: chance.choice(columns) for row in question.rows if chance.random() < 0.8}
    if question.kind is Kind.SINGLE:
        return chance.choice([*keys, OTHER] if question.other else keys)
    if question.kind is Kind.MULTIPLE:
        return chance.sample(keys, chance.randint(0, len(keys)))
    if question.kind is Kind.RANKING:
        return chance.sample(keys, len(keys))
    if scale is not None:
        return chance.randint(scale.minimum, scale.maximum)
    return {Kind.NUMBER: chance.choice([3, 10, 2.5]), Kind.DATE: chance.choice(["2026-04-30", "2026-05-01"])}.get(
        question.kind, chance.choice(["words", ""])
    )


def known_of_chance(asked: Questionnaire, chance: random.Random) -> Known:
    """Return answers to most questions, with own words, attributes and hidden fields now and then."""
    answers: dict[str, Any] = {}
    for question in asked.questions():
        if question.kind is not Kind.STATEMENT and chance.random() < 0.75:
            answers[question.key] = answer_of_chance(question, chance)
            if answers[question.key] == OTHER:
                answers[f"{question.key}__other"] = "Own words"
    hidden = {"order": "1042"} if chance.random() < 0.5 else {}
    attributes = {"name": "Aino"} if chance.random() < 0.5 else {}
    return Known(answers=answers, attributes=attributes, hidden=hidden)


def walked(asked: Questionnaire, known: Known, language: str) -> dict[str, object]:
    """Return what the server's rules say of the same way."""
    settled = without_stray(asked, known)
    pages = []
    page = page_after(asked, None, settled)
    while page is not None:
        pages.append(page)
        page = page_after(asked, page.key, settled)
    shown = [questions_on(page, settled) for page in pages]
    return {
        "answers": {key: value for key, value in settled.answers.items() if value not in ("", [], {})},
        "path": [page.key for page in pages],
        "asked": [[question.key for question in each] for each in shown],
        "closing": in_language(closing_of(asked, settled), language, asked.languages),
        "said": [
            pipe(in_language(question.text, language, asked.languages), settled, asked, language)
            for each in shown
            for question in each
        ],
    }


@pytest.mark.parametrize("squeezed", [False, True], ids=["as written", "squeezed"])
def test_the_browser_goes_the_servers_way(chromium: Browser, squeezed: bool) -> None:  # noqa: FBT001 -- a parameter of the test
    script = FLOW.read_text(encoding="utf-8")
    page = chromium.new_page()
    page.add_script_tag(content=squeeze(script) if squeezed else script)
    chance = random.Random(20261122)  # noqa: S311 -- a test's chance
    for asked in (EVERY_TEST, ASKED, *(one.questionnaire for one in READY_MADE.values())):
        plain = json.loads(ENCODER.encode(asked))
        for language in asked.languages:
            for _round in range(15):
                known = known_of_chance(asked, chance)
                sent = {"answers": known.answers, "attribute": known.attributes, "hidden": known.hidden}
                assert page.evaluate(WALK, [plain, sent, language]) == walked(asked, known, language)
    page.close()


def test_keys_are_of_128_bits_and_never_the_same(chromium: Browser) -> None:
    page = chromium.new_page()
    page.add_script_tag(content=FLOW.read_text(encoding="utf-8"))
    keys = page.evaluate("Array.from({length: 500}, flow.newKey)")
    page.close()
    assert len(set(keys)) == 500
    assert all(len(key) == 22 and key.replace("-", "a").replace("_", "a").isalnum() for key in keys)
