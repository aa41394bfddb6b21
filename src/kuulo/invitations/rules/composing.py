"""What one message says: greeting, lead, the first question where a press answers it, promise, way out; pure.

Here stand the words and the addresses; how they look in an e-mail or a letter is told by the room's templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from kuulo.instruments.rules.flow import Known, page_after, questions_on
from kuulo.instruments.rules.piping import pipe
from kuulo.instruments.rules.questionnaire import Kind, Promise, Question, Questionnaire, in_language, scale_of
from kuulo.invitations.rules.message_words import Occasion, Phrases, message_language, phrases_of

MOST_CHOICES: Final = 7
"""Single choice is put into a message up to so many choices."""
SCORE_KINDS: Final = frozenset({Kind.NPS, Kind.ENPS, Kind.CSAT, Kind.CES_2010, Kind.CES_2, Kind.RATING})
STAND_IN: Final = "x" * 22
"""Takes the token's place in previews and tests, so that a text message is as long as a real one."""
Filled = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """What a round says in its own words in one language; what is empty is said in Kuulo's.

    All may hold ``{{attribute:name}}``; ``name`` and ``first_name`` are known of everybody who has a name.
    """

    subject: str = ""
    lead: str = ""
    thanks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """To whom a message goes and what it leads to.

    Attributes:
        token: The invitation's token; empty in a preview and in a test message, whose links lead nowhere.
        name: What the person is called; may be empty.
        language: The person's language; may be empty.
        attributes: What texts may be filled in with.
        tracked: The person agreed that opening is noted.
    """

    token: str = ""
    name: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    tracked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked, by whom, and in which words.

    Attributes:
        questionnaire: The published version.
        promise: What it promises about the link between answer and person.
        organisation: Who asks; may be empty.
        public_url: Where customers reach Kuulo, without a slash at its end.
        words: The round's own, by language.
    """

    questionnaire: Questionnaire
    promise: Promise
    organisation: str
    public_url: str
    words: Mapping[str, OwnWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Press:
    """An answer that is given with a press: what stands on it, what is read aloud, where it leads."""

    label: str
    aloud: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstQuestion:
    """The first question as it stands in a message; a score lies in a row, choices under each other."""

    text: str
    help: str
    presses: tuple[Press, ...]
    in_row: bool
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything a message says, in one language."""

    language: str
    subject: str
    greeting: str
    lead: tuple[str, ...]
    question: FirstQuestion | None
    choose: str
    answer: str
    answer_here: str
    answer_url: str
    thanks: str
    signature: str
    promise: str
    sender: str
    refuse: str
    refuse_text: str
    refuse_url: str
    own: str
    own_url: str
    pixel_url: str
    letter_answer: str
    letter_refuse: str
    sms: str
    test: str = ""


def compose(asking: Asking, to: Addressee, occasion: Occasion) -> Content:
    """Return what the message says, in the person's language where the questionnaire speaks it."""
    questionnaire = asking.questionnaire
    language = message_language(to.language, questionnaire.languages)
    phrases = phrases_of(language)
    own = asking.words.get(language, OwnWords())
    known = Known(answers={}, attributes={**_names(to.name), **to.attributes})

    def filled(text: str) -> str:
        return pipe(text, known, questionnaire, language)

    title = filled(in_language(questionnaire.title, language, questionnaire.languages)) or phrases.untitled
    token = to.token or STAND_IN
    answer_url = f"{asking.public_url}/p/{token}"
    refuse_url = f"{asking.public_url}/u/{token}"
    first = _first_question(questionnaire, known)
    named = {"organisation": asking.organisation, "title": title}
    subjects = phrases.subject if asking.organisation else phrases.subject_alone
    subject = filled(own.subject) or subjects[occasion].format(**named)
    said = f"{asking.organisation}: {subject}" if own.subject else phrases.sms[occasion].format(**named)
    sms = said if asking.organisation else subject
    return Content(
        language=language,
        subject=subject,
        greeting=phrases.greeting_by_name.format(name=to.name) if to.name else phrases.greeting,
        lead=_paragraphs(filled(own.lead or _lead(questionnaire, language, phrases, occasion))),
        question=_in_message(first, filled, questionnaire, language, answer_url) if first else None,
        choose=phrases.choose,
        answer=phrases.answer,
        answer_here=phrases.answer_here,
        answer_url=answer_url,
        thanks=filled(own.thanks) or phrases.thanks,
        signature=asking.organisation,
        promise=phrases.promise[asking.promise],
        sender=phrases.sender.format(**named) if asking.organisation else phrases.sender_alone,
        refuse=phrases.refuse,
        refuse_text=phrases.refuse_text,
        refuse_url=refuse_url,
        own=phrases.own,
        own_url=f"{asking.public_url}/me/",
        pixel_url=f"{asking.public_url}/o/{to.token}.gif" if to.tracked and to.token else "",
        letter_answer=phrases.letter_answer,
        letter_refuse=phrases.letter_refuse,
        sms=f"{sms} {answer_url} {phrases.sms_refuse} {refuse_url}",
        test="" if to.token else phrases.test,
    )


def plain_text(content: Content) -> str:
    """Return the message as plain text: the same words, with one link to answer and one to leave."""
    parts = [content.test, content.greeting, *content.lead]
    if content.question:
        question = content.question
        ends = [f"{press.label} = {press.aloud}" for press in question.presses if press.aloud != press.label]
        parts.append("\n".join([question.text, *([question.help] if question.help else []), *ends]))
    parts += [
        f"{content.answer_here} {content.answer_url}",
        "\n".join(part for part in (content.thanks, content.signature) if part),
        content.promise,
        f"{content.sender}\n{content.refuse_text} {content.refuse_url}\n{content.own} {content.own_url}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _names(name: str) -> dict[str, str]:
    return {"name": name, "first_name": name.split()[0]} if name.strip() else {}


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def _lead(questionnaire: Questionnaire, language: str, phrases: Phrases, occasion: Occasion) -> str:
    intro = in_language(questionnaire.intro, language, questionnaire.languages)
    return intro if intro and occasion is Occasion.INVITATION else phrases.lead[occasion]


def _first_question(questionnaire: Questionnaire, known: Known) -> Question | None:
    """Return the first question of all, where it can be answered with a press."""
    page = page_after(questionnaire, None, known)
    asked = [each for each in questions_on(page, known) if each.kind is not Kind.STATEMENT] if page else []
    # In a page whose order is chance nothing is first.
    if page is None or page.random_order or not asked:
        return None
    first = asked[0]
    by_choice = first.kind is Kind.SINGLE and not first.other and len(first.choices) <= MOST_CHOICES
    return first if first.kind in SCORE_KINDS or by_choice else None


def _in_message(
    question: Question,
    filled: Filled,
    questionnaire: Questionnaire,
    language: str,
    answer_url: str,
) -> FirstQuestion:
    def said(words: dict[str, str]) -> str:
        return filled(in_language(words, language, questionnaire.languages))

    scale = scale_of(question)
    low, high = (said(scale.low), said(scale.high)) if scale else ("", "")
    if scale:
        ends = {scale.minimum: low, scale.maximum: high}
        values = range(scale.minimum, scale.maximum + 1)
        answers = [(str(value), ends.get(value) or str(value), str(value)) for value in values]
    else:
        answers = [(text, text, choice.key) for choice in question.choices for text in (said(choice.text),)]
    return FirstQuestion(
        text=said(question.text),
        help=said(question.help),
        presses=tuple(
            Press(label, aloud, f"{answer_url}?{question.key}={quote(value)}") for label, aloud, value in answers
        ),
        in_row=scale is not None,
        low=low,
        high=high,
    )
