"""Showing a page of questions, and taking the form of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuulo.base.errors import BusyError
from kuulo.instruments.queries import version_of
from kuulo.instruments.rules.flow import Known
from kuulo.instruments.rules.questionnaire import SCORES, Kind, Page
from kuulo.responses.queries import response_by_key
from kuulo.responses.rules.compiled import Checked, compile_version
from kuulo.responses.rules.filling import fields_of, prefilled
from kuulo.responses.rules.forms import (
    FIELD_FORM,
    FIELD_GO,
    FIELD_LANGUAGE,
    FIELD_PAGE,
    HIDDEN_PREFIX,
    NEXT,
    QUESTION_PREFIX,
    SAVE,
    FormToken,
    FormTokenError,
    address_after,
    read_form_token,
)
from kuulo.responses.rules.moments import Fields
from kuulo.responses.rules.states import Outcome
from kuulo.responses.services import Submission, submit
from kuulo.responses.views.arrivals import Arrival
from kuulo.responses.views.ends import closed
from kuulo.responses.views.opening import FIELD_SHOWN, OPENED, opened_by
from kuulo.responses.views.sheets import (
    CHECK,
    LANGUAGE_PREFIX,
    Showing,
    Sitting,
    language_of,
    next_page,
    show_page,
)

ONE_CLICK_KINDS: Final = frozenset({*SCORES, Kind.SINGLE})
LONGEST_HIDDEN: Final = 200
STALE: Final = _(
    "This page had been open too long to be sent as it was. Your answers are below: please send them again."
)
FOREIGN: Final = _("This was sent from another site. If these are your answers, please send them from here.")
BUSY: Final = _("Your answers could not be stored just now. Nothing is lost: please send them again in a moment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page that somebody has in front of them: by which arrival, with which fields, and what was known before it."""

    arrival: Arrival
    page: Page
    fields: Fields
    known: Known
    hidden: Mapping[str, str]

    def sent(self, name: str) -> str:
        """Return the first value of a field, empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")

    def checked(self) -> Checked:
        """Return the valid answers of this page, and what is wrong with the others."""
        return compile_version(self.arrival.version).check_form(self.page.key, self.fields, self.known)

    def known_with_page(self) -> Known:
        """Return what is known when the valid answers of this page count too."""
        compiled = compile_version(self.arrival.version)
        answers = compiled.merged(self.page.key, self.known.answers, self.checked().answers, ())
        return replace(self.known, answers=answers)


def serve(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """Show the next page of questions, or take the one that was sent."""
    return _take(request, arrival) if request.method == "POST" else _open(request, arrival)


def _open(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """Show the page that is next; what the address fills in is shown, never stored."""
    questionnaire = arrival.version.questionnaire
    query = {name: request.GET.getlist(name) for name in request.GET}
    hidden = {name: query[name][0][:LONGEST_HIDDEN] for name in questionnaire.hidden if query.get(name)}
    known = arrival.known(hidden)
    clicked = prefilled(questionnaire, query)
    resumed = arrival.response.page if arrival.response else ""
    page = _page_of_click(arrival, clicked) or next_page(questionnaire, resumed, known)
    if page is None:
        return closed(request, *arrival.languages)
    fields = {**fields_of(questionnaire, known.answers), **clicked}
    sheet = Sheet(arrival=arrival, page=page, fields=fields, known=known, hidden=hidden)
    return _show(request, sheet, Showing(fields=fields, one_click=_one_click(sheet, clicked)))


def _page_of_click(arrival: Arrival, clicked: Fields) -> Page | None:
    """Return the page of the question that a message's link answers; None where the link answers none."""
    if not arrival.is_personal:
        return None
    for page in arrival.version.questionnaire.pages:
        if any(QUESTION_PREFIX + question.key in clicked for question in page.questions):
            return page
    return None


def _one_click(sheet: Sheet, clicked: Fields) -> str:
    """Return how the page's script is to send what a message's link has chosen: as a whole page, or beside the rest."""
    chosen = [one for one in sheet.page.questions if QUESTION_PREFIX + one.key in clicked]
    if not sheet.arrival.is_personal or len(chosen) != 1 or chosen[0].kind not in ONE_CLICK_KINDS:
        return ""
    if sheet.arrival.is_again:
        # A second click would be a second anonymous response: the first cannot be found to be changed.
        return ""
    if chosen[0].key not in sheet.checked().answers:
        return ""
    asking = [one for one in sheet.page.questions if one.kind is not Kind.STATEMENT]
    return NEXT if asking == chosen else SAVE


def _show(request: HttpRequest, sheet: Sheet, showing: Showing) -> HttpResponse:
    arrival = sheet.arrival
    sitting = Sitting(
        questionnaire=arrival.version.questionnaire,
        promise=arrival.version.promise,
        page=sheet.page,
        known=sheet.known_with_page(),
        language=language_of(request, arrival.version.questionnaire.languages, *arrival.languages),
        key=arrival.key,
        action=request.path,
        form_token=arrival.form_token(),
        is_personal=arrival.is_personal,
        started=arrival.response is not None,
        hidden_fields=tuple((HIDDEN_PREFIX + name, value) for name, value in sheet.hidden.items()),
        refuse_url=f"/u/{arrival.token}" if arrival.is_personal else "",
    )
    return show_page(request, sitting, showing)


def _take(request: HttpRequest, arrival: Arrival) -> HttpResponse:
    """Take a form, or show it again with what is wrong."""
    fields = {name: request.POST.getlist(name) for name in request.POST}
    form = _form_of(arrival, fields)
    if form is not None:
        arrival = _arrival_of_form(arrival, form)
    sheet = _sheet_of(arrival, fields)
    if sheet is None:
        return closed(request, *arrival.languages)
    if form is None:
        return _again(request, sheet, notice=STALE, status=403)
    if _is_foreign(request):
        return _again(request, sheet, notice=FOREIGN, status=403)
    go = sheet.sent(FIELD_GO)
    if go.startswith(LANGUAGE_PREFIX):
        wanted = replace(arrival, languages=(go.removeprefix(LANGUAGE_PREFIX), *arrival.languages))
        return _again(request, replace(sheet, arrival=wanted))
    if go == CHECK:
        return _look(request, sheet, form)
    return _send(request, sheet, form, go or NEXT)


def _form_of(arrival: Arrival, fields: Fields) -> FormToken | None:
    """Return what the form's token says; None where it is not ours or belongs to another address."""
    try:
        form = read_form_token(settings.SECRET_KEY, next(iter(fields.get(FIELD_FORM, ())), ""))
    except FormTokenError:
        return None
    if form.instrument_id != arrival.version.instrument_id:
        return None
    at_response = arrival.response is not None and form.key == arrival.key
    at_door = (form.token, form.personal) == (arrival.token, arrival.is_personal)
    return form if at_response or at_door else None


def _arrival_of_form(arrival: Arrival, form: FormToken) -> Arrival:
    """Return the arrival with the key and the version the form was made with."""
    response = arrival.response if form.key == arrival.key else response_by_key(form.key)
    version = (
        arrival.version if form.version == arrival.version.number else version_of(form.instrument_id, form.version)
    )
    return replace(
        arrival, key=form.key, token=form.token, is_personal=form.personal, version=version, response=response
    )


def _sheet_of(arrival: Arrival, fields: Fields) -> Sheet | None:
    questionnaire = arrival.version.questionnaire
    hidden = {
        name: next(iter(fields[HIDDEN_PREFIX + name]))[:LONGEST_HIDDEN]
        for name in questionnaire.hidden
        if fields.get(HIDDEN_PREFIX + name)
    }
    known = arrival.known(hidden)
    page = next_page(questionnaire, next(iter(fields.get(FIELD_PAGE, ())), ""), known)
    if page is None:
        return None
    language = next(iter(fields.get(FIELD_LANGUAGE, ())), "")
    spoken = replace(arrival, languages=(language, *arrival.languages))
    return Sheet(arrival=spoken, page=page, fields=fields, known=known, hidden=hidden)


def _again(request: HttpRequest, sheet: Sheet, *, notice: object = "", status: int = 200) -> HttpResponse:
    return _show(request, sheet, Showing(fields=sheet.fields, notice=notice, status=status))


def _is_foreign(request: HttpRequest) -> bool:
    """Return whether another site sent the form; “null” is what browsers say where they keep the site to themselves."""
    origin = request.headers.get("Origin", "null")
    ours = {request.get_host(), urlsplit(settings.KUULO_PUBLIC_URL or "").netloc}
    return origin != "null" and urlsplit(origin).netloc not in ours


def _look(request: HttpRequest, sheet: Sheet, form: FormToken) -> HttpResponse:
    """Show questions that the page's own answers open and that could not be seen yet; send the page if there are none.

    This is how a browser without script comes to them: it sends the page, and gets it back with what has opened.
    """
    opened = opened_by(sheet.page, sheet.known_with_page(), sheet.fields.get(FIELD_SHOWN, ()))
    if not opened:
        return _send(request, sheet, form, NEXT)
    problems = [one for one in sheet.checked().problems if one.key not in opened]
    showing = Showing(fields=sheet.fields, problems=problems, notice=OPENED, status=422 if problems else 200)
    return _show(request, sheet, showing)


def _send(request: HttpRequest, sheet: Sheet, form: FormToken, go: str) -> HttpResponse:
    submission = Submission(
        form=form,
        page=sheet.page.key,
        fields=sheet.fields,
        go=go,
        language=language_of(request, sheet.arrival.version.questionnaire.languages, *sheet.arrival.languages),
        received_at=timezone.now(),
    )
    try:
        outcome = submit(submission)
    except BusyError:
        return _again(request, sheet, notice=BUSY, status=503)
    if outcome.taken and go != SAVE:
        answer = HttpResponseRedirect(address_after(settings.SECRET_KEY, form, more=outcome.page is not None))
        answer.status_code = 303
        return answer
    return _answer(request, sheet, outcome)


def _answer(request: HttpRequest, sheet: Sheet, outcome: Outcome) -> HttpResponse:
    if outcome.gone:
        return closed(request, *sheet.arrival.languages)
    if outcome.problems:
        return _show(request, sheet, Showing(fields=sheet.fields, problems=outcome.problems, status=422))
    return HttpResponse(status=204)
