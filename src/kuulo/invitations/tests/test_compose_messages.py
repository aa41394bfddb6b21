"""What a message says: in the person's language, with the first question inside, the promise and the way out."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.questionnaire import Choice, Kind, Page, Promise, Question, Questionnaire, Scale
from kuulo.invitations.rules.composing import Addressee, Asking, Content, OwnWords, compose, plain_text
from kuulo.invitations.rules.message_words import PHRASES, Occasion, message_language
from kuulo.invitations.rules.sms import segments

pytestmark = pytest.mark.pure

TOKEN = "t" * 22
AINO = Addressee(token=TOKEN, name="Aino Äijälä", language="fi", attributes={"shop": "Kamppi"})
NPS = Question(
    key="recommend",
    kind=Kind.NPS,
    text={
        "fi": "Kuinka todennäköisesti suosittelet meitä ({{attribute:shop|myymälä}})?",
        "sv": "Hur sannolikt är det att du rekommenderar oss?",
        "en": "How likely are you to recommend us?",
    },
    scale=Scale(minimum=0, maximum=10, low={"fi": "En lainkaan", "en": "Not at all"}, high={"fi": "Erittäin"}),
)
SHORT = Questionnaire(
    languages=("fi", "sv", "en"),
    title={"fi": "Miten meillä sujuu?", "sv": "Hur går det?", "en": "How are we doing?"},
    pages=(Page(key="first", questions=(NPS,)),),
)
SHOP = Asking(
    questionnaire=SHORT,
    promise=Promise.CONFIDENTIAL,
    organisation="Käpylän kauppa",
    public_url="https://kuulo.example",
)


def asking(question: Question, **changes: object) -> Asking:
    page = Page(key="first", questions=(question,), **changes)  # type: ignore[arg-type] # fields of a page
    return replace(SHOP, questionnaire=Questionnaire(languages=("fi",), title={"fi": "T"}, pages=(page,)))


def written(to: Addressee = AINO, occasion: Occasion = Occasion.INVITATION, of: Asking = SHOP) -> Content:
    return compose(of, to, occasion)


def test_it_is_written_in_the_language_of_the_person() -> None:
    assert written().subject == "Käpylän kauppa kysyy: Miten meillä sujuu?"
    assert written(replace(AINO, language="sv-FI")).subject == "Käpylän kauppa frågar: Hur går det?"
    assert written(replace(AINO, language="en")).greeting == "Hello Aino Äijälä,"


def test_whoever_speaks_another_language_gets_the_questionnaire_s_first() -> None:
    assert written(replace(AINO, language="et")).language == "fi"
    assert message_language("", ("sv", "fi")) == "sv"
    assert message_language("de", ("de",)) == "de"
    assert written(replace(AINO, name="")).greeting == "Hei!"


def test_a_score_can_be_given_in_the_message() -> None:
    question = written().question
    assert question is not None
    assert question.text == "Kuinka todennäköisesti suosittelet meitä (Kamppi)?"
    assert [press.label for press in question.presses] == [str(value) for value in range(11)]
    assert question.presses[10].url == f"https://kuulo.example/p/{TOKEN}?recommend=10"
    assert (question.presses[0].aloud, question.low, question.high) == ("En lainkaan", "En lainkaan", "Erittäin")


def test_what_is_not_known_of_a_person_has_its_fallback() -> None:
    question = written(replace(AINO, attributes={})).question
    assert question is not None
    assert "(myymälä)" in question.text


def test_a_few_choices_can_be_pressed_too() -> None:
    choices = tuple(Choice(key=f"c{number}", text={"fi": f"Valinta {number}"}) for number in range(3))
    question = written(
        of=asking(Question(key="why", kind=Kind.SINGLE, text={"fi": "Miksi?"}, choices=choices))
    ).question
    assert question is not None
    assert [press.url.rpartition("?")[2] for press in question.presses] == ["why=c0", "why=c1", "why=c2"]
    assert not question.in_row


@pytest.mark.parametrize(
    "question",
    [
        Question(key="why", kind=Kind.TEXT, text={"fi": "Miksi?"}),
        Question(key="why", kind=Kind.SINGLE, text={"fi": "Miksi?"}, other=True, choices=(Choice(key="a", text={}),)),
        Question(
            key="why",
            kind=Kind.SINGLE,
            text={"fi": "Miksi?"},
            choices=tuple(Choice(key=f"c{number}", text={}) for number in range(8)),
        ),
    ],
    ids=["text", "own words", "many choices"],
)
def test_what_a_press_cannot_answer_is_left_to_the_page(question: Question) -> None:
    assert written(of=asking(question)).question is None


def test_in_a_page_of_random_order_no_question_is_first() -> None:
    assert written(of=asking(NPS, random_order=True)).question is None


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("promise", Promise)
@pytest.mark.parametrize("occasion", Occasion)
def test_every_message_says_the_promise_and_the_way_out(language: str, promise: Promise, occasion: Occasion) -> None:
    content = written(replace(AINO, language=language), occasion, replace(SHOP, promise=promise))
    text = plain_text(content)
    assert PHRASES[language].promise[promise] in text
    assert f"https://kuulo.example/u/{TOKEN}" in text
    assert f"https://kuulo.example/p/{TOKEN}\n" in text
    assert "Käpylän kauppa" in text
    assert not re.search(r"[{}]", text + content.subject + content.sms)


def test_own_words_take_the_place_of_kuulo_s_and_are_filled_in() -> None:
    own = OwnWords(subject="{{attribute:first_name|Hei}}, yksi kysymys", lead="Eka.\n\nToka.", thanks="Terveisin Outi")
    content = written(of=replace(SHOP, words={"fi": own}))
    assert content.subject == "Aino, yksi kysymys"
    assert content.lead == ("Eka.", "Toka.")
    assert content.thanks == "Terveisin Outi"
    assert written(replace(AINO, language="sv"), of=replace(SHOP, words={"fi": own})).subject.startswith("Käpylän")


def test_a_reminder_says_that_it_is_one() -> None:
    content = written(occasion=Occasion.REMINDER)
    assert content.subject == "Muistutus: Miten meillä sujuu?"
    assert "hiljattain" in content.lead[0]


def test_opening_is_noted_only_where_the_person_agreed() -> None:
    assert written().pixel_url == ""
    assert written(replace(AINO, tracked=True)).pixel_url == f"https://kuulo.example/o/{TOKEN}.gif"


def test_a_message_to_oneself_says_that_it_is_a_test() -> None:
    content = written(replace(AINO, token=""))
    assert content.test == PHRASES["fi"].test
    assert len(content.sms) == len(written().sms)
    assert plain_text(content).startswith(content.test)


def test_without_a_name_nobody_asks_rather_than_an_empty_name() -> None:
    content = written(of=replace(SHOP, organisation=""))
    assert content.subject == "Miten meillä sujuu?"
    assert content.sms.startswith("Miten meillä sujuu? https://")


def test_a_text_message_fits_into_one_part() -> None:
    assert written().sms.startswith("Käpylän kauppa kysyy: Miten meillä sujuu? https://kuulo.example/p/")
    assert segments(written().sms).parts == 1


@pytest.mark.parametrize("name", sorted(READY_MADE))
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_ready_made_instruments_make_whole_messages(name: str, language: str) -> None:
    made = asking(NPS)
    content = written(replace(AINO, language=language), of=replace(made, questionnaire=READY_MADE[name].questionnaire))
    assert content.language == language
    assert not re.search(r"[{}]", plain_text(content))
