"""Pages to be built; the owner of the room removes this file."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse


@permission_required("claims.view_claims", raise_exception=True)
def cut(request: HttpRequest) -> HttpResponse:
    """To be built: the owner of the room replaces this file."""
    return HttpResponse()


@permission_required("claims.view_claims", raise_exception=True)
def claims(request: HttpRequest) -> HttpResponse:
    """To be built: the owner of the room replaces this file."""
    return HttpResponse()
