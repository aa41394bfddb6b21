"""Ready-made instruments: sound, whole in three languages, and fit to be published as they are."""

from __future__ import annotations

import pytest

from kuulo.instruments.library import READY_MADE, ReadyMade, blank
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.flow import Known, asked, path
from kuulo.instruments.rules.questionnaire import LANGUAGES, SCORES, Kind, Promise, Question, from_json, to_json
from kuulo.instruments.rules.translations import in_languages, texts_of
from kuulo.instruments.services import create_instrument, publish

EACH = pytest.mark.parametrize("ready", READY_MADE.values(), ids=READY_MADE)
SCORED = {
    "relationship_nps": Kind.NPS,
    "transaction_csat": Kind.CSAT,
    "ces_touchpoint": Kind.CES_2,
    "onboarding": Kind.CES_2,
    "employee_pulse": Kind.ENPS,
}


def test_the_shelf_holds_the_nine() -> None:
    assert set(READY_MADE) == {*SCORED, "exit", "early_adopters", "soco_seller", "soco_buyer"}
    anonymous = [name for name, ready in READY_MADE.items() if ready.promise is Promise.ANONYMOUS]
    assert anonymous == ["employee_pulse", "soco_seller"]


@EACH
def test_the_check_finds_nothing(ready: ReadyMade) -> None:
    assert [(each.place, str(each.text)) for each in check(ready.questionnaire)] == []


@EACH
def test_each_text_is_there_in_three_languages_each_in_its_own(ready: ReadyMade) -> None:
    for said in texts_of(ready.questionnaire):
        assert not said.words or list(said.words) == list(LANGUAGES), said
    for words in (ready.title, ready.description):
        assert list(words) == list(LANGUAGES)
    written = [said.words for said in texts_of(ready.questionnaire) if said.words]
    assert all(each["fi"] != each["en"] for each in written)
    assert all(each["sv"] != each["en"] for each in written)


@EACH
def test_it_stays_the_same_as_json(ready: ReadyMade) -> None:
    assert from_json(to_json(ready.questionnaire)) == ready.questionnaire


@pytest.mark.parametrize(("name", "kind"), SCORED.items())
def test_the_score_comes_alone_and_first_and_every_score_is_asked_why(name: str, kind: Kind) -> None:
    questionnaire = READY_MADE[name].questionnaire
    (score,) = questionnaire.pages[0].questions
    assert score.kind is kind
    assert score.scale is not None
    for value in range(score.scale.minimum, score.scale.maximum + 1):
        assert clarifying(asked(questionnaire, Known({score.key: value})), score.key), value


def clarifying(questions: tuple[Question, ...], score: str) -> list[str]:
    return [question.key for question in questions if question.clarifies == score]


def test_what_would_have_made_it_easier_is_asked_after_a_low_score() -> None:
    questionnaire = READY_MADE["ces_touchpoint"].questionnaire
    assert clarifying(asked(questionnaire, Known({"easy": 2})), "easy") == ["easier", "obstacles"]
    assert clarifying(asked(questionnaire, Known({"easy": 6})), "easy") == ["made_easy"]


def test_why_somebody_left_is_followed_up() -> None:
    questionnaire = READY_MADE["exit"].questionnaire
    answers = {"reasons": ["price", "other"], "where_to": "another", "would_return": "perhaps"}
    keys = {question.key for question in asked(questionnaire, Known(answers))}
    assert keys >= {"price_how", "missing", "which", "better_there", "to_return", "contact"}
    left_alone = {question.key for question in asked(questionnaire, Known({"reasons": ["life"], "would_return": "no"}))}
    assert not left_alone & {"price_how", "unsolved_what", "which", "to_return"}


def test_time_is_asked_of_those_who_would_take_part() -> None:
    questionnaire = READY_MADE["early_adopters"].questionnaire
    assert path(questionnaire, Known({"take_part": ["trial"]}))[-1].key == "time"
    assert path(questionnaire, Known({"take_part": ["nothing"]}))[-1].key == "taking_part"


def test_an_anonymous_pulse_asks_for_no_contact() -> None:
    assert "contact" not in {question.key for question in READY_MADE["employee_pulse"].questionnaire.questions()}
    scores = [each for each in READY_MADE["employee_pulse"].questionnaire.questions() if each.kind in SCORES]
    assert len(scores) == 1


@EACH
@pytest.mark.django_db
def test_it_is_published_as_it_is_in_the_languages_chosen(ready: ReadyMade) -> None:
    made = create_instrument(name=ready.title["sv"], languages=("sv", "fi"), ready_made=ready.name)
    assert made.promise is ready.promise
    assert made.draft == in_languages(ready.questionnaire, ("sv", "fi"))
    assert all(set(said.words) <= {"sv", "fi"} for said in texts_of(made.draft))
    assert publish(slug=made.slug, by="Ilona Insight").number == 1


def test_an_empty_one_lacks_only_questions() -> None:
    assert {str(each.text) for each in check(blank("Visit", ("fi", "sv")))} == {
        "It asks nothing yet: add a question.",
        "The page is empty and is passed by.",
    }
