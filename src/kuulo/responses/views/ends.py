"""The short pages around the questions: thanks, closed, expired, not found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.flow import closing_of
from kuulo.instruments.rules.questionnaire import LANGUAGES
from kuulo.responses.queries import ResponseView
from kuulo.responses.rules.moments import Moment
from kuulo.responses.rules.states import State
from kuulo.responses.views.arrivals import by_response
from kuulo.responses.views.sheets import Message, language_of, show_message

NOT_FOUND = Message(
    heading=_("There is nothing here"),
    lines=(_("The address may have been cut off on its way. Open the link again from its message, or scan its code."),),
    status=404,
)
CLOSED = Message(
    heading=_("This questionnaire is closed"),
    lines=(_("Thank you for wanting to answer. No more answers are taken here."),),
    status=410,
)
EXPIRED = Message(
    heading=_("This link is no longer in use"),
    lines=(_("A personal link works for a limited time, and this one's has passed. Thank you for wanting to answer."),),
    status=410,
)
ALREADY_ANSWERED = Message(
    heading=_("You have already answered"),
    lines=(_("Your answers were received, and they are stored once. This link is not needed any more. Thank you!"),),
    is_done=True,
)
NOT_NOW = Message(
    heading=_("That is quite all right"),
    lines=(_("We noted only that you did not want to answer this time. Thank you for looking."),),
)
REFUSED = Message(
    heading=_("You will not be asked again"),
    lines=(_("We noted that you do not want to answer. Nothing else was stored."),),
)


def unknown(request: HttpRequest) -> HttpResponse:
    """Say that there is nothing here; the same for every address that leads nowhere, whatever the reason."""
    return _say(request, NOT_FOUND)


def closed(request: HttpRequest, *languages: str) -> HttpResponse:
    """Say that no more answers are taken."""
    return _say(request, CLOSED, *languages)


def expired(request: HttpRequest, *languages: str) -> HttpResponse:
    """Say that the personal link's time has passed."""
    return _say(request, EXPIRED, *languages)


def already_answered(request: HttpRequest, *languages: str) -> HttpResponse:
    """Say that a personal link has been used."""
    return _say(request, ALREADY_ANSWERED, *languages)


def ended(request: HttpRequest, response: ResponseView, version: VersionView) -> HttpResponse:
    """Return the closing page of a response; reloading it changes nothing."""
    if response.state == State.DISMISSED:
        return _say(request, NOT_NOW, response.language)
    if response.state == State.REFUSED:
        return _say(request, REFUSED, response.language)
    questionnaire = version.questionnaire
    language = language_of(request, questionnaire.languages, response.language)
    known = by_response(response, version).known({})
    moment = Moment(questionnaire=questionnaire, known=known, language=language, seed=response.key)
    message = Message(
        heading=_("Your answers are received"),
        words=moment.words(closing_of(questionnaire, known)),
        lines=(_("You can close this page."),),
        is_done=True,
    )
    return show_message(request, message, language, questionnaire.languages)


def _say(request: HttpRequest, message: Message, *languages: str) -> HttpResponse:
    return show_message(request, message, language_of(request, LANGUAGES, *languages))
