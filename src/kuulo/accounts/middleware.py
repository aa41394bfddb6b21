"""The page's language, and the door: who has not signed in sees only what is open to all."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation

from kuulo.accounts.rules import LANGUAGES

Next = Callable[[HttpRequest], HttpResponse]
OPEN_PATHS = (
    "/accounts/",
    "/language",
    "/health",
    "/static/",
    # What customers see: their answers' pages, the kiosk, refusing.
    "/a/",
    "/p/",
    "/r/",
    "/u/",
    "/o/",
    "/k/",
    "/w/",
    # A customer's own page, by link or code.
    "/me/",
    # What participants of a study see, by a key of their own: joining, the diary, the discussion.
    "/join/",
    "/diary/",
    "/talk/",
    # What a colleague's calendar reads, by a secret of its own.
    "/plan/feed/",
    # For programs, which show a key of their own.
    "/api/v1/",
)


class LanguageMiddleware:
    """Sets the language from the person, then a choice kept in a cookie, then the browser, then the installation.

    It also activates the language for Django's own texts, so that a framework's error is in the language of its page.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request in the right language."""
        language = _language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        # A page for customers says the language it chose itself.
        response.headers.setdefault("Content-Language", language)
        return response


def _language_of(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else translation.get_language_from_request(request)


class SignInMiddleware:
    """Sends whoever has not signed in to the sign-in page, whatever the view forgot to ask."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or send to sign in first."""
        if request.user.is_authenticated or request.path.startswith(OPEN_PATHS):
            return self.get_response(request)
        return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")
