"""Drawing what customers see: a page of questions, and the short pages around it (closed, thanks, not found)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext, ngettext

from kuulo.accounts.queries import OrganisationView, organisation
from kuulo.base.texts import Text
from kuulo.instruments.rules.flow import Known, page_after, page_before, path
from kuulo.instruments.rules.questionnaire import (
    LANGUAGES,
    Kind,
    Page,
    Promise,
    Questionnaire,
    in_language,
)
from kuulo.responses.rules.asked import AskedQuestion, asked
from kuulo.responses.rules.filling import minutes_of
from kuulo.responses.rules.moments import Fields, Moment
from kuulo.responses.rules.states import Problem

CHECK: Final = "check"
"""What the button of a page asks for whose questions may wait for each other: look at it before taking it."""
LANGUAGE_PREFIX: Final = "language-"
HEADERS: Final = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One person at one page of a questionnaire.

    Attributes:
        questionnaire: What is asked.
        promise: What is promised about the link between answer and person.
        page: The page shown.
        known: Earlier answers, attributes, hidden fields, and what this page holds that is valid.
        language: Language of the page.
        key: Key of the response; orders of chance hang on it.
        action: Address the form is sent to.
        form_token: The signed token of the form; empty in a preview.
        is_personal: The person came by a personal link.
        started: Something is stored already.
        hidden_fields: Fields sent along unseen.
        refuse_url: Where the person says never to be asked again; empty where nobody was invited.
    """

    questionnaire: Questionnaire
    promise: Promise
    page: Page
    known: Known
    language: str
    key: str
    action: str
    form_token: str = ""
    is_personal: bool = False
    started: bool = False
    hidden_fields: tuple[tuple[str, str], ...] = ()
    refuse_url: str = ""

    @property
    def title(self) -> str:
        """Return the questionnaire's title in the page's language."""
        return Moment(questionnaire=self.questionnaire, known=self.known, language=self.language, seed=self.key).words(
            self.questionnaire.title
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How a sitting is shown this time: what its fields hold, what is wrong, what is to be said."""

    fields: Fields = field(default_factory=dict)
    problems: Sequence[Problem] = ()
    notice: object = ""
    one_click: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One line of the summary of errors."""

    focus: str
    text: Text
    question: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the person has come."""

    words: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Start:
    """What is said before the first question."""

    length: str
    promise_name: str
    promise: str


def show_page(
    request: HttpRequest, sitting: Sitting, showing: Showing, *, template: str = "responses/public/page.html"
) -> HttpResponse:
    """Return the page of questions."""
    moment = Moment(
        questionnaire=sitting.questionnaire,
        known=sitting.known,
        language=sitting.language,
        seed=sitting.key,
        fields=showing.fields,
        problems=_by_question(showing.problems),
    )
    with translation.override(sitting.language):
        context = _context(sitting, showing, moment)
        response = render(request, template, context, status=showing.status)
    return _finished(response, sitting.language)


def _by_question(problems: Sequence[Problem]) -> Mapping[str, tuple[Text, ...]]:
    found: dict[str, tuple[Text, ...]] = {}
    for problem in problems:
        key = problem.key
        if problem.text not in found.get(key, ()):
            found[key] = (*found.get(key, ()), problem.text)
    return found


def _context(sitting: Sitting, showing: Showing, moment: Moment) -> dict[str, object]:
    asker = organisation()
    questions = asked(sitting.page, moment)
    is_first = page_before(sitting.questionnaire, sitting.page.key, sitting.known) is None
    return {
        **_frame(sitting.questionnaire.languages, asker),
        "title": sitting.title,
        "intro": moment.words(sitting.questionnaire.intro) if is_first else "",
        "start": _start(sitting, asker) if is_first else None,
        "page_title": moment.words(sitting.page.title),
        "progress": _progress(sitting),
        "questions": questions,
        "errors": _error_lines(questions, moment),
        "notice": showing.notice,
        "one_click": showing.one_click,
        "action": sitting.action,
        "form_token": sitting.form_token,
        "page_key": sitting.page.key,
        "language": sitting.language,
        "hidden_fields": sitting.hidden_fields,
        "go": CHECK if any(one.condition for one in questions) else "next",
        "is_last": sitting.page == sitting.questionnaire.pages[-1],
        "can_go_back": not is_first,
        "can_dismiss": sitting.is_personal and is_first and not sitting.started,
        "resume_note": sitting.started and not is_first,
        "refuse_url": sitting.refuse_url if is_first else "",
    }


def _frame(languages: Sequence[str], asker: OrganisationView) -> dict[str, object]:
    return {"languages_offered": languages, "asker": asker.name, "is_invented": asker.is_invented}


def _error_lines(questions: Sequence[AskedQuestion], moment: Moment) -> tuple[ErrorLine, ...]:
    return tuple(ErrorLine(one.focus, text, one.text) for one in questions for text in moment.problems.get(one.key, ()))


def _progress(sitting: Sitting) -> Progress | None:
    pages = [page.key for page in path(sitting.questionnaire, sitting.known)]
    if len(sitting.questionnaire.pages) == 1 or sitting.page.key not in pages:
        return None
    place, of = pages.index(sitting.page.key) + 1, len(pages)
    later = sitting.questionnaire.pages[sitting.questionnaire.pages.index(sitting.page) :]
    # Answers still to come may add pages or pass some by.
    is_open = any(page.skips or page.show_if is not None for page in later)
    words = gettext("Page %(place)s of about %(of)s") if is_open else gettext("Page %(place)s of %(of)s")
    return Progress(words % {"place": place, "of": of}, place, of)


def _start(sitting: Sitting, asker: OrganisationView) -> Start:
    name, promise = promise_words(sitting.promise, asker, is_personal=sitting.is_personal)
    return Start(length_words(sitting.questionnaire, asker.name), name, promise)


def length_words(questionnaire: Questionnaire, asker: str) -> str:
    """Return who asks, how much, and how long it takes."""
    count = sum(question.kind is not Kind.STATEMENT for question in questionnaire.questions())
    asks = ngettext("%(count)s question", "%(count)s questions", count) % {"count": count}
    minutes = minutes_of(questionnaire)
    takes = (
        ngettext("about %(minutes)s minute", "about %(minutes)s minutes", minutes) % {"minutes": minutes}
        if minutes
        else gettext("less than half a minute")
    )
    if not asker:
        return gettext("%(questions)s, %(takes)s.") % {"questions": asks, "takes": takes}
    return gettext("%(asker)s asks: %(questions)s, %(takes)s.") % {"asker": asker, "questions": asks, "takes": takes}


def promise_words(promise: Promise, asker: OrganisationView, *, is_personal: bool) -> tuple[str, str]:
    """Return the promise's name and what it means, in plain words."""
    values = {"asker": asker.name or gettext("whoever asks"), "least": asker.anonymity_floor}
    if promise is Promise.ANONYMOUS:
        words = gettext(
            "Nothing that leads to you is stored with your answers: no name, no address, no link, and of the time "
            "only the day."
        )
        return gettext("Anonymous"), words
    if promise is Promise.CONFIDENTIAL:
        words = gettext(
            "Your answers are linked to you, but %(asker)s sees them only together with those of others, in groups of "
            "at least %(least)s people."
        )
        return gettext("Confidential"), words % values
    if is_personal:
        words = gettext("%(asker)s sees your answers with your name, and can answer you and act on what you say.")
        return gettext("With your name"), words % values
    words = gettext("%(asker)s sees your answers one by one, with your name only if you give it yourself.")
    return gettext("Seen one by one"), words % values


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A short page: a heading, what is said below it, and perhaps a way on."""

    heading: object
    lines: tuple[object, ...] = ()
    words: str = ""
    is_done: bool = False
    status: int = 200
    way_on: Mapping[str, object] | None = None


def show_message(
    request: HttpRequest,
    message: Message,
    language: str,
    languages: Sequence[str] = LANGUAGES,
    *,
    template: str = "responses/public/message.html",
) -> HttpResponse:
    """Return a short page; its texts must have been made in the same language."""
    asker = organisation()
    context = {
        **_frame(languages, asker),
        "title": message.heading,
        "heading": message.heading,
        "lines": message.lines,
        "words": message.words,
        "done": message.is_done,
        "way_on": message.way_on,
    }
    with translation.override(language):
        response = render(request, template, context, status=message.status)
    return _finished(response, language)


def _finished(response: HttpResponse, language: str) -> HttpResponse:
    for name, value in (*HEADERS.items(), ("Content-Language", language)):
        response.headers[name] = value
    return response


def language_of(request: HttpRequest, languages: Sequence[str], *preferred: str) -> str:
    """Return the page's language: the address's, else the first preferred one that is offered, else the browser's.

    The language a member of staff has chosen for Kuulo's own pages says nothing about a customer's page.
    """
    for candidate in (request.GET.get("language", ""), *preferred):
        if candidate in languages:
            return candidate
    for part in request.headers.get("Accept-Language", "").split(","):
        candidate = part.partition(";")[0].strip().partition("-")[0].lower()
        if candidate in languages:
            return candidate
    return next(iter(languages), LANGUAGES[0])


def next_page(questionnaire: Questionnaire, key: str, known: Known) -> Page | None:
    """Return the page with this key, or the first one where there is none."""
    for page in questionnaire.pages:
        if page.key == key:
            return page
    return page_after(questionnaire, None, known)


def closing_words(questionnaire: Questionnaire, words: Mapping[str, str], language: str) -> str:
    """Return the words of a closing in a language."""
    return in_language(dict(words), language, questionnaire.languages)
