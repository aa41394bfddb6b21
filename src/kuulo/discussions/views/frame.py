"""The frame of participants' pages: kept out of caches and logs, in the reader's language, errors told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control

from kuulo.accounts.queries import organisation
from kuulo.accounts.rules import LANGUAGES
from kuulo.base.errors import GuardError, InputError, KuuloError, NotFoundError
from kuulo.studies.queries import participant_by_token

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
MISSING: Final = 404
REFUSED: Final = 422
CONFLICT: Final = 409


def personal(view: View[P]) -> View[P]:
    """Keep a page out of caches, search engines and other sites' logs; speak its reader's language; say what is wrong.

    The key in the address is the secret; there is no cookie that another site could ride on.
    """

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        token = str(kwargs["token"])
        with translation.override(_language(request, token)):
            try:
                response = view(request, *args, **kwargs)
            except (InputError, GuardError) as error:
                response = shown(request, "wrong", status=status_of(error), error=error, token=token)
            response.headers["Content-Language"] = translation.get_language() or "en"
        patch_cache_control(response, no_store=True, private=True)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return answer


def typed(request: HttpRequest, name: str, most: int = 1000) -> str:
    """Return what was typed into a field, without the sign that databases refuse."""
    return request.POST.get(name, "").replace("\0", "").strip()[:most]


def to(name: str, *args: str, done: str = "") -> HttpResponse:
    """Lead on to a page in its reader's language; ``done`` names what was done, which the page says."""
    query = f"?language={translation.get_language() or 'en'}" + (f"&done={done}" if done else "")
    return HttpResponseRedirect(reverse(f"talk:{name}", args=args) + query, status=303)


def shown(request: HttpRequest, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    """Return one of the pages participants see."""
    shared = {"asker": organisation().name, "languages_offered": LANGUAGES, "done": request.GET.get("done", "")}
    return render(request, f"discussions/public/{name}.html", shared | context, status=status)


def status_of(error: KuuloError) -> int:
    """Return the status an error is answered with."""
    if isinstance(error, NotFoundError):
        return MISSING
    return CONFLICT if isinstance(error, GuardError) else REFUSED


def _language(request: HttpRequest, token: str) -> str:
    """Return the language that was chosen on a page, else the participant's own, else the browser's."""
    chosen = request.POST.get("language", "") or request.GET.get("language", "")
    if chosen in LANGUAGES:
        return chosen
    found = participant_by_token(token)
    own = found.language if found else ""
    return own if own in LANGUAGES else translation.get_language() or "en"
