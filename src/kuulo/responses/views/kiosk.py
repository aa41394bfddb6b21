"""A tablet in a shop: the questionnaire in one page that works without a network, and the worker that keeps it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.accounts.queries import organisation
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.questionnaire import Promise, in_language
from kuulo.responses import queries
from kuulo.responses.queries import WayInView
from kuulo.responses.rules.states import WayKind
from kuulo.responses.views.sheets import promise_words

GONE: Final = 410
WORKER: Final = Path(__file__).resolve().parent.parent / "static" / "responses" / "kiosk-worker.js"
# Seconds without a touch before the tablet asks, and then before it returns to the start; how long the thanks stand.
IDLE, ASKED, THANKS = 45, 20, 6


@require_safe
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Show the tablet's page; of a closed way in, that it is closed."""
    way, version = found(token)
    if version is None or not way.active:
        return render(request, "responses/kiosk/closed.html", status=GONE)
    asked = version.questionnaire
    language = way.language if way.language in asked.languages else asked.languages[0]
    context = {
        "way": way,
        "title": in_language(asked.title, language, asked.languages),
        "language": language,
        "languages": asked.languages,
        "definition": definition(way, version, language),
    }
    with translation.override(language):
        return render(request, "responses/kiosk/kiosk.html", context)


def found(token: str) -> tuple[WayInView, VersionView | None]:
    """Return the tablet's way in and what is asked there now.

    Raises:
        Http404: There is no such tablet.
    """
    way = queries.way_in_by_token(token)
    if way is None or way.kind != WayKind.KIOSK:
        raise Http404
    return way, instruments.live_version_by_id(way.instrument_id)


def definition(way: WayInView, version: VersionView, language: str) -> dict[str, object]:
    """Return everything the page needs to ask without a network: the questionnaire, and its own words by language."""
    return {
        "way": way.token,
        "version": version.number,
        "language": language,
        "attributes": dict(way.attributes),
        "promise": version.promise.value,
        "questionnaire": msgspec.to_builtins(version.questionnaire),
        "idle": IDLE,
        "asked": ASKED,
        "thanks": THANKS,
        "words": {code: words(code, version.promise) for code in version.questionnaire.languages},
    }


def words(language: str, promise: Promise) -> dict[str, str]:
    """Return what the tablet itself says, in a language."""
    with translation.override(language):
        name, meaning = promise_words(promise, organisation(), is_personal=False)
        return {
            "next": _("Continue"),
            "back": _("Back"),
            "send": _("Send"),
            "thanks": _("Thank you for your answer!"),
            "again": _("Next person"),
            "other": _("Something else"),
            "own": _("Say what"),
            "optional": _("optional"),
            "required": _("Please answer this before you go on."),
            "still": _("Are you still there?"),
            "continue": _("Yes, go on"),
            "rank": _("Touch in order, the most important first."),
            "again_rank": _("Start the order again"),
            "language": _("Language"),
            "promise": f"{name}. {meaning[:1].upper()}{meaning[1:]}",
        }


@require_safe
def manifest(request: HttpRequest, token: str) -> HttpResponse:
    """Say how the page stands on a tablet's home screen: full, without the browser around it."""
    del request
    way, version = found(token)
    if version is None:
        raise Http404
    asked = version.questionnaire
    start = reverse("responses:kiosk", args=[way.token])
    return JsonResponse(
        {
            "name": in_language(asked.title, way.language, asked.languages),
            "start_url": start,
            "scope": start,
            "display": "fullscreen",
            "icons": [{"src": "/static/web/mark.svg", "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the service worker; its address makes ``/k/`` all it can reach."""
    del request
    content = WORKER.read_text(encoding="utf-8")
    return HttpResponse(content, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
