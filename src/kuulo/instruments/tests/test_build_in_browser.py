"""The builder in Chromium: built and published with the keyboard alone; every kind of question sound to look at."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kuulo.accounts.rules import Role
from kuulo.instruments.library import READY_MADE
from kuulo.instruments.queries import instrument, live_version
from kuulo.instruments.rules.questionnaire import AnyOf, Kind, Operator, Promise
from kuulo.instruments.rules.questionnaire import Test as Comparison
from kuulo.instruments.services import create_instrument
from kuulo.instruments.tests.desk import made, published
from kuulo.instruments.tests.keyboard import (
    NARROW,
    Visit,
    choose,
    focused,
    opened,
    press,
    tab_to,
    type_choice,
    wait_until_saved,
    write,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_instrument_is_built_and_published_by_keyboard_alone(visit: Visit) -> None:
    window = visit.sign_in(Role.RESEARCHER).open("/instruments/new/").page
    write(window, "id_name", "After the visit")
    press(window, "id_languages_1", "Space")
    with window.expect_navigation():
        press(window, "id_name")
    window.wait_for_selector("#builder:not([hidden])")

    press(window, "o-add-page_1")
    press(window, "kind-ces_2")
    assert focused(window) == "q-ces-text-en"
    write(window, "q-ces-text-en", "It was easy to get help.")
    press(window, "q-ces-required", "Space")
    press(window, "q-ces-why-low")
    write(window, "q-why_low-text-en", "What would have made it easier?")
    press(window, "o-new-page")
    press(window, "p-page_2-add")
    press(window, "kind-single")
    write(window, "q-choice-text-en", "Where did you meet us?")
    write(window, "q-choice-choices-choice_1-text-en", "In a shop")
    window.keyboard.press("Enter")
    window.keyboard.type("On the web")
    press(window, "q-choice-other", "Space")
    press(window, "language-fi")
    write(window, "q-choice-text-fi", "Missä asioit?")
    wait_until_saved(window)

    view = instrument("after-the-visit")
    ces, why, choice = view.draft.questions()
    assert view.draft.languages == ("en", "fi")
    assert (ces.kind, ces.required, ces.text["en"]) == (Kind.CES_2, True, "It was easy to get help.")
    assert (why.clarifies, why.show_if) == ("ces", Comparison(name="ces", operator=Operator.AT_MOST, value=3))
    assert (choice.text, choice.other) == ({"en": "Where did you meet us?", "fi": "Missä asioit?"}, True)
    assert [one.text["en"] for one in choice.choices] == ["In a shop", "On the web", "No"]

    window.reload()
    window.wait_for_selector("#builder:not([hidden])")
    with window.expect_navigation():
        window.locator("a", has_text="Publish…").focus()
        window.keyboard.press("Enter")
    tab_to(window, "promise-confidential")
    window.keyboard.press("ArrowUp")
    with window.expect_navigation():
        window.keyboard.press("Enter")
    version = live_version("after-the-visit")
    assert version is not None
    assert (version.number, version.promise) == (1, Promise.IDENTIFIED)
    assert version.questionnaire == instrument("after-the-visit").draft


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_kind_of_question_is_sound(visit: Visit, width: int, language: str) -> None:
    window = opened(visit, create_instrument(name="Kinds"), language=language, width=width, place="page_1")
    visit.assert_accessible()
    for kind in Kind:
        window.click("#o-add-page_1:visible, #p-page_1-add:visible")
        if kind is Kind.NPS:
            visit.assert_accessible()
        window.click(f"#kind-{kind.value}")
        window.evaluate("document.querySelectorAll('#builder details').forEach(one => { one.open = true })")
        visit.assert_accessible().assert_no_horizontal_scroll().assert_targets()
        if width == NARROW:
            window.click("#builder-back")
    window.click("#language-all")
    visit.assert_accessible().assert_no_horizontal_scroll()
    wait_until_saved(window)
    assert [question.kind for question in instrument("kinds").draft.questions()] == list(Kind)
    visit.walk_keyboard()


@pytest.mark.parametrize("scheme", ["dark"])
def test_conditions_pages_and_endings_are_sound(visit: Visit, width: int, scheme: str) -> None:
    window = opened(visit, made(), width=width, place="why")
    window.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # light or dark
    window.click("#q-why-if-add")
    window.click("#q-why-if-group")
    visit.assert_accessible().assert_no_horizontal_scroll().assert_targets()
    for place, act in (("start-", "start-hidden-add"), ("page-second", "p-second-skip-add"), ("end-", "end-add")):
        if width == NARROW:
            window.click("#builder-back")
        window.click(f"#o-{place}")
        window.click(f"#{act}")
        visit.assert_accessible().assert_no_horizontal_scroll().assert_targets()
    visit.walk_keyboard()
    wait_until_saved(window)


@pytest.mark.parametrize("name", READY_MADE)
def test_a_ready_made_one_opens_and_loses_nothing(visit: Visit, name: str) -> None:
    view = create_instrument(name="Ready", ready_made=name)
    window = opened(visit, view)
    for item in window.locator(".outline-item").all():
        item.click()
    visit.assert_accessible()
    window.click("#o-start-")
    window.fill("#start-title-fi", "Toinen otsikko")
    wait_until_saved(window)
    saved = instrument(view.slug).draft
    assert saved == replace(view.draft, title=view.draft.title | {"fi": "Toinen otsikko"})


def test_a_condition_is_made_of_choices_that_exist(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="why")
    press(window, "language-en")
    press(window, "q-why-if-add")
    choose(window, "q-why-if-1-subject", "Where did")
    choose(window, "q-why-if-1-operator", "is not")
    choose(window, "q-why-if-1-value", "On the web")
    choose(window, "q-why-if-mode", "at least one")
    wait_until_saved(window)
    assert instrument(view.slug).draft.questions()[2].show_if == AnyOf(
        parts=(
            Comparison(name="nps", operator=Operator.AT_MOST, value=6),
            Comparison(name="channel", operator=Operator.IS_NOT, value="web"),
        )
    )


def test_who_types_the_beginning_of_a_choice_may_finish(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="why")
    press(window, "language-en")
    tab_to(window, "q-why-if-0-subject")
    type_choice(window, "Where")
    press(window, "q-why-if-0-value", "ArrowDown")
    wait_until_saved(window)
    assert instrument(view.slug).draft.questions()[2].show_if == Comparison(
        name="channel", operator=Operator.IS, value="web"
    )


def test_a_click_counts_though_saving_ends_between_press_and_release(visit: Visit) -> None:
    window = opened(visit, made(), place="nps")
    window.fill("#q-nps-text-fi", "Kuinka todennäköisesti?")
    place = window.locator("#o-add-first").bounding_box()
    assert place is not None
    window.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    window.mouse.down()
    wait_until_saved(window)
    window.mouse.up()
    window.wait_for_selector("#builder-kinds[open]")


def test_moving_keeps_the_focus_and_is_undone(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="channel")
    press(window, "tool-up")
    assert focused(window) == "tool-up"
    assert window.get_attribute("#tool-up", "aria-disabled") == "true"
    press(window, "tool-down")
    press(window, "tool-down")
    wait_until_saved(window)
    assert [page.key for page in instrument(view.slug).draft.pages if "channel" in str(page.questions)] == ["second"]
    for _step in range(3):
        press(window, "builder-undo")
    wait_until_saved(window)
    assert instrument(view.slug).draft == view.draft


def test_alt_and_an_arrow_move_in_the_outline(visit: Visit) -> None:
    view = made()
    window = opened(visit, view)
    tab_to(window, "o-question-nps")
    window.keyboard.press("Alt+ArrowDown")
    assert focused(window) == "o-question-nps"
    wait_until_saved(window)
    assert [question.key for question in instrument(view.slug).draft.questions()] == ["channel", "nps", "why"]


def test_a_name_in_the_data_changes_wherever_it_is_used(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="nps")
    press(window, "q-nps-names")
    write(window, "q-nps-key", "recommend")
    window.keyboard.press("Tab")
    wait_until_saved(window)
    first, _channel, why = instrument(view.slug).draft.questions()
    assert first.key == "recommend"
    assert (why.clarifies, why.show_if) == (
        "recommend",
        Comparison(name="recommend", operator=Operator.AT_MOST, value=6),
    )


def test_only_what_is_answered_is_called_optional(visit: Visit) -> None:
    window = opened(visit, create_instrument(name="Telling"), place="page_1")
    for kind, marks in ((Kind.TEXT, 1), (Kind.STATEMENT, 0)):
        window.click("#o-add-page_1")
        window.click(f"#kind-{kind.value}")
        window.locator(".preview").wait_for()
        assert window.locator(".preview .field-optional").count() == marks


def test_a_published_name_stays(visit: Visit) -> None:
    window = opened(visit, published(), place="nps")
    press(window, "q-nps-names")
    assert window.locator("#q-nps-key").get_attribute("readonly") is not None


def test_an_earlier_answer_is_put_into_a_text(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="why")
    press(window, "language-en")
    tab_to(window, "q-why-text-en")
    window.keyboard.press("End")
    press(window, "q-why-insert")
    choose(window, "q-why-insert-what", "Where did")
    write(window, "q-why-insert-instead", "us")
    press(window, "q-why-insert-put")
    wait_until_saved(window)
    assert instrument(view.slug).draft.questions()[2].text["en"] == "What should we do better?{{channel|us}}"


def test_pasted_lines_become_choices(visit: Visit) -> None:
    view = made()
    window = opened(visit, view, place="channel")
    press(window, "q-channel-choices-add")
    window.evaluate("""() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'Puhelin\\nSähköposti\\n');
      const given = {clipboardData: data, bubbles: true, cancelable: true};
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", given));
    }""")
    wait_until_saved(window)
    texts = [choice.text.get("fi") for choice in instrument(view.slug).draft.questions()[1].choices]
    assert texts == ["Myymälässä", "Verkossa", "Puhelin", "Sähköposti"]
