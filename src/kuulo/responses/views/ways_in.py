"""The ways in to an instrument: opening, closing, the poster of a QR code, the widget's snippet and trial."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.base.texts import mark
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import InstrumentView, VersionView
from kuulo.instruments.rules.questionnaire import SCORES, Questionnaire, in_language, scale_of
from kuulo.responses import queries, services
from kuulo.responses.forms.ways_in import KIND_NAMES, WayInForm
from kuulo.responses.queries import WayInView
from kuulo.responses.queries.ways_in_counts import answers_by_way_in
from kuulo.responses.rules.filling import minutes_of
from kuulo.responses.rules.qr import qr_svg
from kuulo.responses.rules.states import WayKind

REFUSED: Final = 422
PAPERS: Final = ("a4", "a5")
ON_PAPER: Final = frozenset({WayKind.QR, WayKind.LINK})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedWay:
    """A way in as the page lists it.

    Attributes:
        way: The way in.
        kind: Name of its kind.
        answers: How many complete responses came through it.
        address: Where it leads; for a program, where it sends to.
        snippet: What is copied into a website or a program; empty where there is nothing but the address.
        on_paper: Whether a poster can be printed.
    """

    way: WayInView
    kind: str
    answers: int
    address: str
    snippet: str
    on_paper: bool


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("responses.manage_ways_in", raise_exception=True)
def ways_in(request: HttpRequest, slug: str) -> HttpResponse:
    """List an instrument's ways in; open a new one."""
    instrument = instruments.instrument(slug)
    form = WayInForm(request.POST or None, languages=instrument.draft.languages)
    if request.method == "POST" and form.is_valid():
        require_published(instrument)
        way = services.open_way_in(slug=slug, **form.cleaned_data)
        messages.success(request, _("“%(name)s” is open.") % {"name": way.name})
        return HttpResponseRedirect(reverse("responses:ways_in", args=[slug]) + f"#way-{way.id}")
    answers = answers_by_way_in(slug)
    context = {
        "instrument": instrument,
        "form": form,
        "published": bool(instrument.versions),
        "ways": [listed(way, answers.get(way.id, 0)) for way in queries.ways_in_of(slug)],
    }
    return render(request, "responses/ways_in/list.html", context, status=REFUSED if form.errors else 200)


def require_published(instrument: InstrumentView) -> None:
    """Refuse to open a way in to what nobody can answer yet.

    Raises:
        GuardError: No version is published.
    """
    if not instrument.versions:
        raise GuardError(
            mark("“{name}” has no published version, so nobody could answer it."),
            mark("Publish it first; then open ways in."),
            name=instrument.name,
        )


@require_POST
@permission_required("responses.manage_ways_in", raise_exception=True)
def close_way_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Close a way in."""
    way = services.close_way_in(pk, slug=slug)
    messages.success(request, _("“%(name)s” is closed; what was answered through it stays.") % {"name": way.name})
    return HttpResponseRedirect(reverse("responses:ways_in", args=[slug]))


@require_POST
@permission_required("responses.manage_ways_in", raise_exception=True)
def reopen_way_in(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Open a closed way in again."""
    require_published(instruments.instrument(slug))
    way = services.reopen_way_in(pk, slug=slug)
    messages.success(request, _("“%(name)s” is open.") % {"name": way.name})
    return HttpResponseRedirect(reverse("responses:ways_in", args=[slug]))


@require_safe
@permission_required("responses.manage_ways_in", raise_exception=True)
def poster(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the poster of a way in, to be printed on A4 or A5, in one of the questionnaire's languages."""
    way, asked = found_way(slug, pk), shown_questionnaire(instruments.instrument(slug))
    wanted = request.GET.get("language") or way.language or get_language() or ""
    language = wanted if wanted in asked.languages else asked.languages[0]
    paper = request.GET.get("paper", PAPERS[0])
    address = address_of(way)
    # What hangs on a wall speaks its readers' language (the template changes to it), whoever prints it.
    context = {
        "instrument": instruments.instrument(slug),
        "way": way,
        "title": in_language(asked.title, language, asked.languages),
        "spoken": language,
        "choices": asked.languages,
        "paper": paper if paper in PAPERS else PAPERS[0],
        "papers": PAPERS,
        "minutes": max(minutes_of(asked), 1),
        "qr": SafeString(qr_svg(address)),
        "short": address.partition("://")[2],
    }
    return render(request, "responses/ways_in/poster.html", context)


@require_safe
@permission_required("responses.manage_ways_in", raise_exception=True)
def try_widget(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the widget at work on a page of its own; nothing that is answered there is kept."""
    instrument = instruments.instrument(slug)
    way = found_way(slug, pk)
    return render(request, "responses/ways_in/try.html", {"instrument": instrument, "way": listed(way, 0)})


def found_way(slug: str, pk: int) -> WayInView:
    """Return a way in of the instrument.

    Raises:
        NotFoundError: The instrument has none of that number.
    """
    way = queries.way_in_by_id(pk, slug)
    if way is None:
        raise NotFoundError(mark("This instrument has no such way in."), mark("See its list of ways in."))
    return way


def shown_questionnaire(instrument: InstrumentView) -> Questionnaire:
    """Return what is asked now: the newest version where there is one, else the draft."""
    live = instruments.live_version(instrument.slug)
    return live.questionnaire if live else instrument.draft


def listed(way: WayInView, answers: int) -> ListedWay:
    """Return a way in as the page lists it."""
    return ListedWay(
        way=way,
        kind=str(KIND_NAMES[WayKind(way.kind)]),
        answers=answers,
        address=address_of(way),
        snippet=snippet_of(way),
        on_paper=way.kind in ON_PAPER,
    )


def address_of(way: WayInView) -> str:
    """Return the address a way in is reached at, as the customers see it."""
    paths = {WayKind.KIOSK: f"/k/{way.token}", WayKind.API: "/v1/answers", WayKind.WIDGET: "/w/kuulo.js"}
    return settings.KUULO_PUBLIC_URL + paths.get(WayKind(way.kind), f"/a/{way.token}")


def snippet_of(way: WayInView) -> str:
    """Return what is copied into a website or run as a program; empty for ways that are only an address."""
    if way.kind == WayKind.WIDGET:
        return f'<script src="{address_of(way)}" data-way="{way.token}" async></script>'
    if way.kind == WayKind.API:
        return _curl(way)
    return ""


def _curl(way: WayInView) -> str:
    """Return a line for the shell that answers once; each answer takes a new key, a repeat takes the old one."""
    sent = {"way": way.token, "key": "KEY", "answers": example_answers(instruments.live_version(way.slug))}
    body = json.dumps(sent, ensure_ascii=False).replace('"KEY"', "\"'$(openssl rand -hex 11)'\"")
    return f"curl {address_of(way)} -H 'Content-Type: application/json' -d '{body}'"


def example_answers(version: VersionView | None) -> dict[str, object]:
    """Return an answer to the first question with a scale; nothing where there is none."""
    questions = version.questionnaire.questions() if version else ()
    scales = ((question.key, scale_of(question)) for question in questions if question.kind in SCORES)
    return next(({key: scale.maximum} for key, scale in scales if scale), {})
