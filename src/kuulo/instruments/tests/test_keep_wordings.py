"""Wordings: what makes a new one, what does not, and that their versions only grow."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.questionnaire import Kind, Page, Question, Questionnaire, Scale
from kuulo.instruments.rules.translations import in_languages, with_words
from kuulo.instruments.rules.wording import Wording, from_fingerprint, to_fingerprint, wordings
from kuulo.instruments.tests.questions import choices, page, question, questionnaire, score

pytestmark = pytest.mark.pure

ENDS = Scale(minimum=1, maximum=5, low={"en": "Bad"}, high={"en": "Good"})
RATED = question("rated", Kind.RATING, scale=ENDS, help={"en": "All in all"})
CHOSEN = question("chosen", Kind.SINGLE, choices=choices("a", "b"))
GRID = question("grid", Kind.MATRIX, rows=choices("r", "s"), choices=choices("x", "y"))


def versions(*questions: Question, before: dict[str, Wording] | None = None) -> dict[str, int]:
    after = wordings(questionnaire(page("a", *questions)), before or {})
    return {key: wording.version for key, wording in after.items()}


def first(*questions: Question) -> dict[str, Wording]:
    return wordings(questionnaire(page("a", *questions)), {})


NEW_WORDINGS: tuple[tuple[Question, dict[str, object]], ...] = (
    (RATED, {"text": {"en": "How good?"}}),
    (RATED, {"help": {"en": "Mostly"}}),
    (RATED, {"help": {}}),
    (RATED, {"kind": Kind.NUMBER}),
    (RATED, {"scale": replace(ENDS, maximum=7)}),
    (RATED, {"scale": replace(ENDS, direction=-1)}),
    (RATED, {"scale": replace(ENDS, high={"en": "Splendid"})}),
    (RATED, {"scale": replace(ENDS, high={})}),
    (CHOSEN, {"choices": choices("a", "b", "c")}),
    (CHOSEN, {"choices": choices("b", "a")}),
    (CHOSEN, {"choices": (replace(CHOSEN.choices[0], text={"en": "Alpha"}), CHOSEN.choices[1])}),
    (CHOSEN, {"other": True}),
    (GRID, {"rows": choices("r")}),
    (GRID, {"choices": choices("x", "z")}),
)


@pytest.mark.parametrize(("asked", "change"), NEW_WORDINGS)
def test_a_change_of_words_choices_or_scale_is_a_new_wording_of_that_question_alone(
    asked: Question, change: dict[str, object]
) -> None:
    bystander = score("recommend")
    changed = replace(asked, **change)
    assert versions(changed, bystander, before=first(asked, bystander)) == {asked.key: 2, "recommend": 1}


SAME_WORDINGS: tuple[tuple[Question, dict[str, object]], ...] = (
    (RATED, {"text": {"en": "  Question  rated?"}}),
    (RATED, {"text": {"en": "Question rated?", "fi": "Kysymys?"}}),
    (RATED, {"required": True}),
    (RATED, {"show_if": None, "clarifies": "x"}),
    (CHOSEN, {"choices": tuple(replace(each, text={**each.text, "sv": "X"}) for each in CHOSEN.choices)}),
    (RATED, {"scale": replace(ENDS, low={"en": "Bad", "fi": "Huono"})}),
)


@pytest.mark.parametrize(("asked", "change"), SAME_WORDINGS)
def test_another_language_place_or_rule_is_no_new_wording(asked: Question, change: dict[str, object]) -> None:
    assert versions(replace(asked, **change), before=first(asked)) == {asked.key: 1}


def test_an_order_of_chance_is_no_order() -> None:
    chance = replace(CHOSEN, random_order=True)
    assert versions(replace(chance, choices=choices("b", "a")), before=first(chance)) == {"chosen": 1}


def test_a_question_that_comes_back_with_other_words_does_not_pass_for_the_old_one() -> None:
    start = first(CHOSEN, RATED)
    without = wordings(questionnaire(page("a", RATED)), start)
    assert without["chosen"] == start["chosen"]
    back = replace(CHOSEN, text={"en": "Something else?"})
    assert versions(back, RATED, before=without) == {"chosen": 2, "rated": 1}
    assert versions(CHOSEN, RATED, before=without) == {"chosen": 1, "rated": 1}


def test_a_language_that_comes_back_with_other_words_is_a_new_wording() -> None:
    both = replace(CHOSEN, text={"en": "Which?", "fi": "Kumpi?"})
    alone = replace(CHOSEN, text={"en": "Which?"})
    without = wordings(questionnaire(page("a", alone)), first(both))
    assert without["chosen"].version == 1
    assert versions(replace(both, text={"en": "Which?", "fi": "Mikä?"}), before=without) == {"chosen": 2}
    assert versions(both, before=without) == {"chosen": 1}


def test_a_statement_has_no_wording_to_keep() -> None:
    assert first(question("told", Kind.STATEMENT)) == {}


@pytest.mark.parametrize("ready", READY_MADE.values(), ids=READY_MADE)
def test_adding_languages_one_by_one_changes_no_wording(ready: object) -> None:
    whole: Questionnaire = ready.questionnaire  # type: ignore[attr-defined] # of the cases
    kept: dict[str, Wording] = {}
    for languages in (("sv",), ("sv", "en"), ("fi", "sv", "en"), ("fi",), ("fi", "sv", "en")):
        kept = wordings(in_languages(whole, languages), kept)
    assert {wording.version for wording in kept.values()} == {1}


def test_a_language_must_be_there_to_be_added() -> None:
    """A first wording in one language and a second in another share no text to compare: they are taken for the same."""
    fi, en = replace(CHOSEN, text={"fi": "Kumpi?"}), replace(CHOSEN, text={"en": "Which?"})
    assert versions(en, before=first(fi)) == {"chosen": 1}


TEXTS = st.dictionaries(st.sampled_from(["fi", "sv", "en"]), st.sampled_from(["one", "two", "three"]), max_size=3)
QUESTIONS = st.builds(
    lambda key, kind, text, other: Question(key=key, kind=kind, text=text, other=other),
    st.sampled_from(["a", "b"]),
    st.sampled_from([Kind.TEXT, Kind.NUMBER]),
    TEXTS,
    st.booleans(),
)
HISTORIES = st.lists(st.lists(QUESTIONS, max_size=2, unique_by=lambda each: each.key), max_size=8)


@settings(deadline=None)
@given(HISTORIES)
def test_versions_only_grow_and_by_one(history: list[list[Question]]) -> None:
    kept: dict[str, Wording] = {}
    for questions in history:
        now = wordings(
            Questionnaire(languages=("fi",), title={}, pages=(Page(key="p", questions=tuple(questions)),)), kept
        )
        assert set(now) == {*kept, *(each.key for each in questions)}
        for key, wording in now.items():
            assert wording.version - (kept[key].version if key in kept else 0) in {0, 1}
            assert wording.version > 0
            assert from_fingerprint(wording.fingerprint)
        kept = now


@settings(deadline=None)
@given(HISTORIES)
def test_asking_the_same_again_changes_nothing(history: list[list[Question]]) -> None:
    kept: dict[str, Wording] = {}
    for questions in history:
        same = Questionnaire(languages=("fi",), title={}, pages=(Page(key="p", questions=tuple(questions)),))
        kept = wordings(same, kept)
        assert wordings(same, kept) == kept
        assert wordings(with_words(same, dict), kept) == kept


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["shape", "text.fi", "choice:a.en"]), st.text("0123456789abcdef", min_size=1)))
def test_fingerprints_are_read_back(parts: dict[str, str]) -> None:
    assert from_fingerprint(to_fingerprint(parts)) == parts
