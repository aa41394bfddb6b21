"""Errors as pages: what was found and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kuulo.base.errors import BusyError, GuardError, InputError, KuuloError, NotFoundError, WithheldError

STATUS_OF = ((NotFoundError, 404), (InputError, 422), (GuardError, 409), (WithheldError, 403), (BusyError, 503))


class KuuloErrorMiddleware:
    """Turns an error Kuulo raised on purpose into a page that says it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; an address with a NUL, which no database takes, is no page."""
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "web/404.html", status=404)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page of a `KuuloError`; leave every other error to Django."""
        if not isinstance(exception, KuuloError):
            return None
        status = next((status for kind, status in STATUS_OF if isinstance(exception, kind)), 400)
        return render(request, "web/error.html", {"error": exception}, status=status)


def permission_denied(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """Say that the person's role does not open this page."""
    del exception
    return render(request, "web/403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    del exception
    return render(request, "web/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong on our side."""
    return render(request, "web/500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was too old or came from elsewhere."""
    del reason
    return render(request, "web/csrf.html", status=403)
