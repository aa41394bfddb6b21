"""Questionnaires of chance for properties: every kind, condition, skip and language, all such as can be built."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from kuulo.instruments.rules.questionnaire import (
    END,
    LANGUAGES,
    NAMED,
    SCORES,
    All,
    AnyOf,
    Choice,
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
    Subject,
    Test,
    Words,
)

KEYS = st.from_regex(r"^[a-z][a-z0-9_]{0,11}$", fullmatch=True)
NAMES = st.text("abcåäö '.-%1", min_size=1, max_size=8).map(str.strip).filter(bool)
SIGNS = st.characters(codec="utf-8", exclude_characters="{}\r", exclude_categories=("Cs", "Cc"))
PLAIN = st.text(SIGNS, min_size=1, max_size=20).map(str.strip).filter(bool)
NUMBERS = st.integers(-50, 50).map(float) | st.sampled_from([0.5, -2.25, 3.125])
SCALED = (*SCORES,)


@st.composite
def words(draw: st.DrawFn, languages: Sequence[str], earlier: Sequence[str] = ()) -> Words:
    """Return a text in the languages, which may fill in earlier answers and attributes."""
    found = {}
    for language in languages:
        text = draw(PLAIN)
        filled_in = draw(st.booleans()) if earlier else False
        if filled_in:
            fallback = draw(st.sampled_from(["", "|sinä", "|du"]))
            text += f" {{{{{draw(st.sampled_from(list(earlier)))}{fallback}}}}}"
        found[language] = text
    return found


@st.composite
def choices(draw: st.DrawFn, languages: Sequence[str], *, exclusive: bool = False) -> tuple[Choice, ...]:
    """Return choices with keys of their own."""
    keys = draw(st.lists(KEYS.filter(lambda key: key != "other"), min_size=1, max_size=4, unique=True))
    alone = keys[-1] if exclusive and draw(st.booleans()) else None
    return tuple(Choice(key=key, text=draw(words(languages)), exclusive=key == alone) for key in keys)


@st.composite
def scales(draw: st.DrawFn, languages: Sequence[str]) -> Scale:
    """Return a scale with two points or more, with or without words at its ends."""
    least = draw(st.integers(-3, 2))
    told = draw(st.booleans())
    return Scale(
        minimum=least,
        maximum=least + draw(st.integers(1, 9)),
        direction=draw(st.sampled_from([1, -1])),
        low=draw(words(languages)) if told else {},
        high=draw(words(languages)) if told else {},
    )


@st.composite
def questions(draw: st.DrawFn, key: str, languages: Sequence[str], earlier: Sequence[Question]) -> Question:
    """Return a question of any kind with what belongs to its kind."""
    kind = draw(st.sampled_from(list(Kind)))
    names = [question.key for question in earlier] + ["attribute:ryhmä", "hidden:order"]
    shape: dict[str, Any] = {}
    if kind in NAMED:
        own = NAMED[kind].scale
        ends = {"low": draw(words(languages)), "high": draw(words(languages))}
        named = Scale(minimum=own.minimum, maximum=own.maximum, direction=own.direction, **ends)
        shape["scale"] = draw(st.sampled_from([None, named]))
    elif kind is Kind.RATING:
        shape["scale"] = draw(scales(languages))
    elif kind in {Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING}:
        shape |= draw(of_choices(kind, languages))
    elif kind is Kind.MATRIX:
        scaled = draw(st.booleans())
        shape |= {"rows": draw(choices(languages)), "random_order": draw(st.booleans())}
        shape |= {"scale": draw(scales(languages))} if scaled else {"choices": draw(choices(languages))}
    else:
        shape |= draw(limits(kind))
    return Question(
        key=key,
        kind=kind,
        text=draw(words(languages, names)),
        help=draw(st.just({}) | words(languages)),
        required=kind is not Kind.STATEMENT and draw(st.booleans()),
        show_if=draw(st.none() | conditions(earlier)) if earlier else None,
        clarifies=next((one.key for one in earlier if one.kind in SCORES), "") if kind is Kind.TEXT else "",
        **shape,
    )


@st.composite
def of_choices(draw: st.DrawFn, kind: Kind, languages: Sequence[str]) -> dict[str, object]:
    """Return what belongs to questions with choices."""
    several = kind is Kind.MULTIPLE
    return {
        "choices": draw(choices(languages, exclusive=several)),
        "other": kind is not Kind.RANKING and draw(st.booleans()),
        "random_order": draw(st.booleans()),
        "least": draw(st.none() | st.just(1.0)) if several else None,
        "most": draw(st.none() | st.just(2.0)) if several else None,
    }


@st.composite
def limits(draw: st.DrawFn, kind: Kind) -> dict[str, object]:
    """Return the limits of texts, numbers and days."""
    if kind is Kind.NUMBER:
        return {"least": draw(st.none() | NUMBERS), "most": draw(st.none() | NUMBERS)}
    if kind is Kind.DATE:
        days = st.sampled_from(["", "2026-01-31", "2027-12-01"])
        return {"earliest": draw(days), "latest": draw(days)}
    if kind is Kind.TEXT:
        return {"lines": draw(st.integers(1, 9)), "longest": draw(st.integers(1, 5000))}
    return {}


@st.composite
def conditions(draw: st.DrawFn, earlier: Sequence[Question], depth: int = 2) -> Condition:
    """Return a condition over earlier questions, attributes and hidden fields."""
    if depth and draw(st.integers(0, 3)) == 0:
        join = draw(st.sampled_from([All, AnyOf, Not]))
        parts = [draw(conditions(earlier, depth - 1)) for _number in range(1 if join is Not else 2)]
        return Not(parts[0]) if join is Not else join(tuple(parts))
    asked = [question for question in earlier if question.kind is not Kind.STATEMENT]
    if not asked or draw(st.integers(0, 3)) == 0:
        return draw(tests_outside())
    return draw(tests_of(draw(st.sampled_from(asked))))


@st.composite
def tests_outside(draw: st.DrawFn) -> Test:
    """Return a test of an attribute or a hidden field."""
    subject = draw(st.sampled_from([Subject.ATTRIBUTE, Subject.HIDDEN]))
    operator = draw(st.sampled_from(list(Operator)))
    value: str | float | None = draw(PLAIN)
    if operator in {Operator.ANSWERED, Operator.UNANSWERED}:
        value = None
    elif operator in {Operator.AT_LEAST, Operator.AT_MOST}:
        value = draw(NUMBERS)
    return Test(subject=subject, name=draw(NAMES), operator=operator, value=value)


@st.composite
def tests_of(draw: st.DrawFn, question: Question) -> Test:
    """Return a test that fits the question."""
    if question.kind is not Kind.MATRIX and draw(st.booleans()):
        presence = st.sampled_from([Operator.ANSWERED, Operator.UNANSWERED])
        return Test(name=question.key, operator=draw(presence))
    row = draw(st.sampled_from(question.rows)).key if question.rows else ""
    equal, order = [Operator.IS, Operator.IS_NOT], [Operator.AT_LEAST, Operator.AT_MOST]
    if question.kind in {Kind.MULTIPLE, Kind.RANKING}:
        equal, order = [Operator.INCLUDES, Operator.EXCLUDES], []
    if question.choices:
        keys = [choice.key for choice in question.choices] + (["other"] if question.other else [])
        return Test(
            name=question.key, row=row, operator=draw(st.sampled_from(equal)), value=draw(st.sampled_from(keys))
        )
    if question.kind is Kind.TEXT:
        return Test(name=question.key, operator=draw(st.sampled_from(equal)), value=draw(PLAIN))
    value = "2026-05-01" if question.kind is Kind.DATE else draw(NUMBERS)
    return Test(name=question.key, row=row, operator=draw(st.sampled_from(equal + order)), value=value)


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    """Return a whole questionnaire in one, two or three languages."""
    languages = draw(st.permutations(LANGUAGES).map(tuple))[: draw(st.integers(1, 3))]
    keys = iter(draw(st.lists(KEYS, min_size=4, max_size=4, unique=True)))
    page_keys = draw(st.lists(KEYS.filter(lambda key: key != END), min_size=2, max_size=2, unique=True))
    earlier: list[Question] = []
    pages = []
    for page_key in page_keys:
        made: list[Question] = []
        for _number in range(2):
            made.append(draw(questions(next(keys), languages, [*earlier, *made])))
        shown = draw(st.none() | conditions(earlier)) if earlier else None
        title = draw(st.just({}) | words(languages))
        pages.append(Page(key=page_key, title=title, questions=tuple(made), show_if=shown,
                          random_order=draw(st.booleans())))  # fmt: skip
        earlier += made
    skip = Skip(when=draw(conditions(pages[0].questions)), to=draw(st.sampled_from([END, page_keys[1]])))
    pages[0] = Page(**{name: getattr(pages[0], name) for name in Page.__struct_fields__} | {"skips": (skip,)})
    ends = draw(st.lists(st.builds(Closing, text=words(languages), show_if=conditions(earlier)), max_size=1))
    return Questionnaire(
        languages=languages,
        title=draw(words(languages)),
        intro=draw(st.just({}) | words(languages)),
        pages=tuple(pages),
        hidden=tuple(draw(st.lists(KEYS, max_size=2, unique=True))),
        closings=(*ends, Closing(text=draw(words(languages)))),
    )
