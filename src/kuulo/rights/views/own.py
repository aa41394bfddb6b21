"""The customer's own page: asked for by address, opened by a personal link or a code."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.accounts.queries import organisation
from kuulo.accounts.rules import LANGUAGES
from kuulo.base.errors import InputError
from kuulo.base.senders import address_of
from kuulo.customers.queries import party
from kuulo.customers.rules import Purpose
from kuulo.rights import services
from kuulo.rights.queries import requests_of
from kuulo.rights.rules import KIND_NAMES, STATE_NAMES

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
# How much of one store stands on the page; the export has everything.
ROWS_SHOWN: Final = 20


def private(view: View[P]) -> View[P]:
    """Keep the answer of a page out of caches, search engines and other sites' logs, and choose its language."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with translation.override(_language(request)):
            response = view(request, *args, **kwargs)
            response.headers["Content-Language"] = translation.get_language() or "en"
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


@csrf_exempt  # no cookie is used here; what is asked for is sent to the address alone
@private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Take an address, and answer the same whether it is known or not."""
    if request.method != "POST":
        return shown(request, "ask")
    address = typed(request, "address", 254)
    try:
        word = services.ask_for_link(
            address=address,
            place=_place(request),
            language=translation.get_language() or "en",
            now=timezone.now(),
        )
    except InputError as error:
        return shown(request, "ask", status=422, error=error, typed=address)
    return shown(request, "sent", ask=word)


@csrf_exempt  # the code is the secret
@private
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Open the page by the code of a message."""
    word = typed(request, "ask", 64)
    if request.method != "POST" or not word:
        return HttpResponseRedirect(reverse("own:ask"))
    token = services.open_by_code(ask=word, code=typed(request, "code", 40), now=timezone.now())
    if token is None:
        return shown(request, "sent", status=422, ask=word, wrong=True)
    return to_page(request, token)


@private
@require_safe
def done(request: HttpRequest, reference: str) -> HttpResponse:
    """Show how far an erasure has come, and what went; nothing of the person stands here."""
    receipt = services.receipt_of(without_nul(reference))
    return shown(request, "done", status=200 if receipt else 404, receipt=receipt, reference=reference)


@private
@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is known about the person, from where, and what can be decided about it."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    view = party(link.party_id, purpose=Purpose.SERVICE)
    stores = services.person_export(link.party_id, without=services.SLOW)
    return shown(
        request,
        "page",
        token=token,
        person=view,
        expires_at=link.expires_at,
        decisions=services.decisions_of(link.party_id, language=translation.get_language() or "en", now=now),
        stores=[(each, each.rows[-ROWS_SHOWN:], max(0, len(each.rows) - ROWS_SHOWN)) for each in stores],
        slow=services.slow_titles(),
        requests=requests_of(view.parts),
        kinds=KIND_NAMES,
        states=STATE_NAMES,
        fields=services.FIELD_NAMES,
        changed=request.GET.get("changed", ""),
    )


def typed(request: HttpRequest, name: str, most: int = 1000) -> str:
    """Return what was typed into a field, without the sign that databases refuse and blanks around it."""
    return without_nul(request.POST.get(name, "")).strip()[:most]


def without_nul(text: str) -> str:
    """Return the text without the sign NUL."""
    return text.replace("\0", "")


def unknown(request: HttpRequest) -> HttpResponse:
    """Say that the link holds no more, and where to get another."""
    return shown(request, "unknown", status=404)


def to_page(request: HttpRequest, token: str, changed: str = "") -> HttpResponse:
    """Lead back to the own page, in its language; what was done is said there."""
    del request
    language = translation.get_language() or "en"
    told = f"&changed={changed}" if changed else ""
    return HttpResponseRedirect(f"{reverse('own:page', args=[token])}?language={language}{told}", status=303)


def shown(request: HttpRequest, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Return one of the pages customers see."""
    shared = {"asker": organisation().name, "languages_offered": LANGUAGES}
    return render(request, f"rights/own/{name}.html", shared | context, status=status)


def _place(request: HttpRequest) -> str:
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return address_of(request.META.get("REMOTE_ADDR", ""), forwarded, settings.KUULO_PROXIES)


def _language(request: HttpRequest) -> str:
    wanted = request.POST.get("language", "") or request.GET.get("language", "")
    return wanted if wanted in LANGUAGES else translation.get_language() or "en"
