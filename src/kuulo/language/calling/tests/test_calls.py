"""What comments call for is told with a probability and a place."""

from __future__ import annotations

import pytest

from kuulo.language.calling import PERSON_NEEDED, CallKind, calls
from kuulo.language.calling.phrases import pattern_of
from kuulo.language.feeling import Felt
from kuulo.language.meaning import open_embedder

pytestmark = pytest.mark.pure


def told(text: str, language: str | None) -> set[CallKind]:
    return {call.kind for call in calls(text, language) if call.probability > 0.5}


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("fi", "Milloin myymälä aukeaa pyhinä?", CallKind.QUESTION),
        ("sv", "När öppnar butiken på söndagar?", CallKind.QUESTION),
        ("en", "When do you open on Sundays?", CallKind.QUESTION),
        ("fi", "Olisi kiva jos aukioloajat olisivat pidemmät.", CallKind.SUGGESTION),
        ("sv", "Det vore bra med längre öppettider.", CallKind.SUGGESTION),
        ("en", "It would be nice if you had longer opening hours.", CallKind.SUGGESTION),
        ("fi", "Vaihdan operaattoria heti kun sopimus loppuu.", CallKind.LEAVING),
        ("sv", "Jag byter operatör så fort avtalet går ut.", CallKind.LEAVING),
        ("en", "Taking my business elsewhere.", CallKind.LEAVING),
        ("fi", "Laturi alkoi savuta ja melkein syttyi palamaan.", CallKind.DANGER),
        ("sv", "Laddaren började ryka och höll på att fatta eld.", CallKind.DANGER),
        ("en", "The charger started smoking and nearly caught fire.", CallKind.DANGER),
        ("fi", "Teen tästä reklamaation.", CallKind.COMPLAINT),
        ("sv", "Jag kräver pengarna tillbaka.", CallKind.COMPLAINT),
        ("en", "I want to make a complaint.", CallKind.COMPLAINT),
    ],
)
def test_calls(language: str, text: str, kind: CallKind) -> None:
    assert told(text, language) == {kind}


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fi", "Kiitos Pekalle, joka jaksoi selittää kaiken!", "Pekalle"),
        ("sv", "Tack till Anna-Karin för fint bemötande.", "Anna-Karin"),
        ("en", "Thanks to Peter who took the time to explain!", "Peter"),
        ("fi", "Kiitos [nimi], olit ihana", "[nimi]"),
    ],
)
def test_praise_stands_at_the_name(language: str, text: str, name: str) -> None:
    (call,) = [one for one in calls(text, language) if one.kind is CallKind.PRAISE]
    assert text[call.start : call.end] == name
    assert call.probability > 0.5


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Hyvä palvelu ja nopea toimitus."),
        ("fi", "En vaihtaisi teitä mihinkään, ei mitään valittamista."),
        ("sv", "Skulle aldrig byta till någon annan, inget att klaga på."),
        ("en", "I would never switch, nothing to complain about, felt safe."),
        ("en", "The assistant Kevin was rude and dismissive."),
        ("en", ""),
    ],
)
def test_other_words_call_for_nothing(language: str, text: str) -> None:
    assert told(text, language) == set()


def test_each_call_stands_at_its_words() -> None:
    text = "Kiva kauppa. Milloin aukeaa? Vaadin rahat takaisin."
    places = {call.kind: text[call.start : call.end] for call in calls(text, "fi") if call.probability > 0.5}
    assert places == {CallKind.QUESTION: "Milloin", CallKind.COMPLAINT: "Vaadin"}


def test_without_a_language_the_phrases_of_all_three_are_tried() -> None:
    assert told("Jag byter operatör nu", None) == {CallKind.LEAVING}


def test_a_glad_comment_is_less_of_a_complaint() -> None:
    text = "My complaint was answered."
    glad = Felt("positive", 0.05, 0.1, 0.85, learned=False)
    sad = Felt("negative", 0.85, 0.1, 0.05, learned=False)
    probability = {felt.label: max(one.probability for one in calls(text, "en", felt)) for felt in (glad, sad)}
    assert probability["positive"] < probability["negative"]


def test_a_person_is_needed_for_three_kinds() -> None:
    assert {CallKind.LEAVING, CallKind.DANGER, CallKind.COMPLAINT} == PERSON_NEEDED


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("vaihd* .. pank*", "vaihdan nyt sitten pankkia", True),
        ("never (ever)? again", "never again", True),
        ("never (ever)? again", "never ever again", True),
        ("^which", "hi, which one", True),
        ("^which", "the one which works", False),
        ("again", "against", False),
    ],
)
def test_phrases_read_as_they_are_written(phrase: str, text: str, found: bool) -> None:  # noqa: FBT001 -- a row of the table
    assert bool(pattern_of(phrase).search(text)) == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fi", "Kerrankin yritys, joka pitää sanansa. Jatkakaa samaan malliin."),
        ("sv", "Äntligen ett företag som håller vad det lovar. Fortsätt så."),
        ("en", "Finally a company that keeps its word. Keep it up."),
    ],
)
def test_who_is_glad_threatens_nobody_by_meaning_alone(language: str, text: str) -> None:
    embedder = open_embedder()
    assert embedder is not None
    glad = Felt("positive", 0.04, 0.04, 0.92, learned=False)
    found = calls(text, language, glad, None, embedder.embed([text])[0])
    assert CallKind.LEAVING not in {call.kind for call in found}


def test_who_is_glad_and_says_outright_to_leave_is_heard() -> None:
    embedder = open_embedder()
    assert embedder is not None
    text = "Vaihdan operaattoria heti kun sopimus loppuu, mutta palvelu oli aina ihanaa."
    glad = Felt("positive", 0.2, 0.1, 0.7, learned=False)
    found = calls(text, "fi", glad, None, embedder.embed([text])[0])
    assert any(call.kind is CallKind.LEAVING and call.probability > 0.5 for call in found)
