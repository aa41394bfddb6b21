"""Pages of the room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse


def pending(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Stand in until the page is there."""
    del request
    return HttpResponse(slug)
