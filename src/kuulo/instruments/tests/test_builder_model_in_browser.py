"""What the builder's scripts do to a questionnaire, tried as functions: no page is drawn."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest
from msgspec import json as codec
from playwright.sync_api import Page as Window

from kuulo.accounts.rules import Role
from kuulo.instruments.rules.questionnaire import All, AnyOf, Condition, Not, Operator, Subject, from_json
from kuulo.instruments.rules.questionnaire import Test as Comparison
from kuulo.instruments.tests.desk import SMALL
from kuulo.instruments.tests.keyboard import Visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
A: Final = Comparison(name="nps", operator=Operator.AT_MOST, value=6)
B: Final = Comparison(subject=Subject.ATTRIBUTE, name="segment", operator=Operator.IS, value="gold")
C: Final = Comparison(name="channel", operator=Operator.ANSWERED)
ALL: Final = All((A, B))
ANY: Final = AnyOf((A, B))


@pytest.fixture
def window(visit: Visit) -> Window:
    return visit.sign_in(Role.RESEARCHER).open("/instruments/").page


def plain(value: object) -> Any:
    """Return a value as it crosses to the browser and back."""
    return json.loads(codec.encode(value))


def run(window: Window, call: str, *, of: str = "state", value: object = None) -> Any:
    """Return what an expression over the functions ``of`` a script gives for the small questionnaire ``q``."""
    script = f"""async ([q, value]) => {{
      const of = await import('/static/instruments/{of}.js');
      return {call};
    }}"""
    return window.evaluate(script, [plain(SMALL), plain(value)])


@pytest.mark.parametrize(
    "condition",
    [
        A,
        All((A, B)),
        AnyOf((A, B)),
        Not(A),
        Not(AnyOf((A, B))),
        Not(All((A, B))),
        AnyOf((All((A, B)), Not(All((A, C))), C)),
    ],
    ids=str,
)
def test_a_condition_comes_back_from_the_editor_as_it_was(window: Window, condition: Condition) -> None:
    assert run(window, "of.fromGroup(of.toGroup(value))", of="conditions", value=condition) == plain(condition)


def test_a_condition_without_tests_is_none(window: Window) -> None:
    assert run(window, "of.fromGroup(of.toGroup(null))", of="conditions") is None
    assert run(window, "of.fromGroup({mode: 'any', parts: [{mode: 'all', parts: []}]})", of="conditions") is None


@pytest.mark.parametrize(
    ("minimum", "maximum", "low", "high"), [(0, 10, 6, 9), (1, 5, 2, 4), (1, 7, 3, 5), (1, 4, 2, 3), (1, 2, 1, 2)]
)
def test_low_and_high_ends_of_scales(window: Window, minimum: int, maximum: int, low: int, high: int) -> None:
    scale = f"{{minimum: {minimum}, maximum: {maximum}}}"
    assert run(window, f"[of.lowEnd({scale}), of.highEnd({scale})]", of="conditions") == [low, high]


def test_a_ranking_is_looked_at_by_the_place_of_a_choice(window: Window) -> None:
    ranking = "{key: 'r', kind: 'ranking', choices: [{key: 'price', text: {}}, {key: 'speed', text: {}}]}"
    test = run(window, f"of.firstTest({ranking}, of.partsOf({ranking})[0].key)", of="conditions")
    assert test == {
        "is": "test", "subject": "question", "name": "r", "row": "price", "operator": "is", "value": 1,
    }  # fmt: skip
    assert run(window, f"of.valuesOf({ranking}, {{}}).values.map((one) => one.key)", of="conditions") == [1, 2]


def test_a_question_goes_over_to_the_next_page(window: Window) -> None:
    moved = run(window, "of.moveQuestion(q, 'channel', 1)")
    assert [[one["key"] for one in page["questions"]] for page in moved["pages"]] == [["nps"], ["channel", "why"]]
    assert run(window, "of.moveQuestion(q, 'nps', -1)") == plain(SMALL)


def test_a_copied_page_asks_about_its_own_questions(window: Window) -> None:
    copied, key = run(window, "of.copyPage(of.moveToPage(q, 'why', 'first'), 'first')")
    page = next(page for page in copied["pages"] if page["key"] == key)
    assert [question["key"] for question in page["questions"]] == ["nps_2", "channel_2", "why_2"]
    assert page["questions"][2]["clarifies"] == "nps_2"
    assert page["questions"][2]["show_if"]["name"] == "nps_2"
    assert copied["pages"][0]["questions"][2]["show_if"]["name"] == "nps"


def test_a_new_name_goes_into_conditions_texts_and_clarifying(window: Window) -> None:
    named = "of.changeQuestion(q, 'why', {text: {en: 'Why {{nps|that}} and {{ nps }}, {{nps2}}?'}})"
    call = f"of.renameQuestion({named}, 'nps', 'score')"
    why = from_json(json.dumps(run(window, call))).questions()[2]
    assert (why.clarifies, why.text["en"]) == ("score", "Why {{score|that}} and {{score }}, {{nps2}}?")
    assert why.show_if == Comparison(name="score", operator=Operator.AT_MOST, value=6)


def test_a_hidden_field_keeps_its_conditions_under_its_new_name(window: Window) -> None:
    call = """of.renameHidden({...q, hidden: ['order'], closings: [{text: {en: '{{hidden:order}}'},
      show_if: {is: 'test', subject: 'hidden', name: 'order', operator: 'is', value: '1'}}]}, 'order', 'parcel')"""
    closing = from_json(json.dumps(run(window, call))).closings[0]
    assert closing.text["en"] == "{{hidden:parcel}}"
    assert isinstance(closing.show_if, Comparison)
    assert closing.show_if.name == "parcel"


def test_keys_never_collide(window: Window) -> None:
    assert run(window, "of.addPage(q, null)[1]") == "page_3"
    assert run(window, "of.addQuestion(q, 'first', {key: 'first', kind: 'text', text: {}})[1]") == "first_2"
    assert run(window, "of.freshKey(['a', 'a_2'], 'a')") == "a_3"
    assert run(window, "['a', 'a__b', 'A', '1a', 'a'.repeat(41)].map(of.isKey)") == [True, False, False, False, False]


def test_another_kind_keeps_the_words_and_what_it_can_use(window: Window) -> None:
    changed = run(window, "of.asKind(of.findQuestion(q, 'channel'), {kind: 'multiple', choices: []})")
    assert changed["text"] == {"fi": "Missä asioit?", "en": "Where did you meet us?"}
    assert [choice["key"] for choice in changed["choices"]] == ["shop", "web"]
    assert "choices" not in run(window, "of.asKind(of.findQuestion(q, 'channel'), {kind: 'text'})")


def test_missing_texts_are_counted(window: Window) -> None:
    assert run(window, "['fi', 'en', 'sv'].map((language) => of.missingIn(q, language))") == [0, 0, 9]
