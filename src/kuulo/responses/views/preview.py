"""The preview: the draft as those who answer will meet it. Nothing is stored; what was answered travels in the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.instruments.queries import InstrumentView, instrument
from kuulo.instruments.rules.flow import Known, closing_of, page_after, page_before
from kuulo.instruments.rules.questionnaire import Page
from kuulo.responses.rules.compiled import Compiled, compiled_of
from kuulo.responses.rules.filling import prefilled
from kuulo.responses.rules.forms import BACK, FIELD_GO, FIELD_LANGUAGE, FIELD_PAGE, QUESTION_PREFIX
from kuulo.responses.rules.moments import JOINT, Fields, Moment
from kuulo.responses.views.opening import FIELD_SHOWN, OPENED, opened_by
from kuulo.responses.views.sheets import (
    CHECK,
    LANGUAGE_PREFIX,
    Message,
    Showing,
    Sitting,
    language_of,
    next_page,
    show_message,
    show_page,
)

SEED: Final = "preview"
PAGE: Final = "responses/public/preview_page.html"
MESSAGE: Final = "responses/public/preview_message.html"
NO_WORDINGS: Final[Mapping[str, str]] = {}
EMPTY: Final = Message(
    heading=_("Nothing is asked yet"), lines=(_("Add a page and a question, and they are shown here."),)
)
PERMISSION: Final = "instruments.view_instruments"


@csp_replace({"frame-src": [SELF]})  # type: ignore[arg-type] # -- its type knows no views with more arguments
@require_safe
@permission_required(PERMISSION, raise_exception=True)
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the draft in a frame as wide as a phone."""
    return render(request, "responses/preview.html", {"instrument": instrument(slug)})


# Sent within Kuulo's own page only, and it writes nothing that another site could want written.
@csrf_exempt
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type] # -- as above
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(PERMISSION, raise_exception=True)
def preview_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page of the draft, as the answers on earlier pages lead to it."""
    shown = instrument(slug)
    sent = request.POST if request.method == "POST" else request.GET
    fields: dict[str, Sequence[str]] = {name: sent.getlist(name) for name in sent}
    if request.method != "POST":
        fields.update(prefilled(shown.draft, fields))
    walk = _walk(shown, fields)
    if walk.page is None:
        return _end(request, walk)
    if request.method == "POST":
        return _step(request, walk)
    return _show(request, walk, Showing(fields=fields))


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where somebody is who tries the draft.

    Attributes:
        shown: The instrument.
        compiled: Its draft, ready to check answers.
        fields: Every field sent, those of earlier pages too.
        known: What they answer.
        page: Page that was sent or is shown; None past the end, or where nothing is asked.
    """

    shown: InstrumentView
    compiled: Compiled
    fields: Fields
    known: Known
    page: Page | None

    def sent(self, name: str) -> str:
        """Return the first value of a field, empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")


def _walk(shown: InstrumentView, fields: Fields) -> Walk:
    compiled = compiled_of(shown.draft, NO_WORDINGS)
    hidden = {name: next(iter(fields[name]), "") for name in shown.draft.hidden if name in fields}
    known = Known({}, {}, {**hidden, **compiled.hidden_of(fields)})
    for page in shown.draft.pages:
        found = compiled.check_form(page.key, fields, known).answers
        known = replace(known, answers={**known.answers, **found})
    known = replace(known, answers=compiled.counted(known))
    current = next_page(shown.draft, next(iter(fields.get(FIELD_PAGE, ())), ""), known)
    return Walk(shown=shown, compiled=compiled, fields=fields, known=known, page=current)


def _step(request: HttpRequest, walk: Walk) -> HttpResponse:
    """Go where the pressed button leads, by the same rules as where answers are stored."""
    page = walk.page
    go = walk.sent(FIELD_GO)
    if page is None or go.startswith(LANGUAGE_PREFIX):
        return _show(request, walk, Showing(fields=walk.fields))
    if go == BACK:
        before = page_before(walk.shown.draft, page.key, walk.known)
        return _show(request, replace(walk, page=before or page), Showing(fields=walk.fields))
    problems = walk.compiled.check_form(page.key, walk.fields, walk.known).problems
    opened = opened_by(page, walk.known, walk.fields.get(FIELD_SHOWN, ())) if go == CHECK else frozenset()
    if opened:
        left = [one for one in problems if one.key not in opened]
        return _show(request, walk, Showing(fields=walk.fields, problems=left, notice=OPENED))
    if problems:
        return _show(request, walk, Showing(fields=walk.fields, problems=problems, status=422))
    after = page_after(walk.shown.draft, page.key, walk.known)
    if after is None:
        return _end(request, walk)
    return _show(request, replace(walk, page=after), Showing(fields=walk.fields))


def _language(request: HttpRequest, walk: Walk) -> str:
    chosen = walk.sent(FIELD_GO).removeprefix(LANGUAGE_PREFIX)
    return language_of(request, walk.shown.draft.languages, chosen, walk.sent(FIELD_LANGUAGE))


def _show(request: HttpRequest, walk: Walk, showing: Showing) -> HttpResponse:
    if walk.page is None:
        return _end(request, walk)
    sitting = Sitting(
        questionnaire=walk.shown.draft,
        promise=walk.shown.promise,
        page=walk.page,
        known=walk.known,
        language=_language(request, walk),
        key=SEED,
        action=request.path,
        hidden_fields=_carried(walk.page, showing.fields),
    )
    return show_page(request, sitting, showing, template=PAGE)


def _carried(page: Page, fields: Fields) -> tuple[tuple[str, str], ...]:
    """Return the fields of other pages, which the form takes along."""
    here = {QUESTION_PREFIX + question.key for question in page.questions}
    return tuple(
        (name, value)
        for name, values in fields.items()
        if name.startswith((QUESTION_PREFIX, "h_")) and name.partition(JOINT)[0] not in here
        for value in values
    )


def _end(request: HttpRequest, walk: Walk) -> HttpResponse:
    draft, language = walk.shown.draft, _language(request, walk)
    if not draft.questions():
        return show_message(request, EMPTY, language, draft.languages, template=MESSAGE)
    moment = Moment(questionnaire=draft, known=walk.known, language=language, seed=SEED)
    message = Message(
        heading=_("Your answers are received"),
        words=moment.words(closing_of(draft, walk.known)),
        lines=(_("You can close this page."),),
        is_done=True,
        way_on={"url": f"{request.path}?language={language}", "label": _("Begin again")},
    )
    return show_message(request, message, language, draft.languages, template=MESSAGE)
