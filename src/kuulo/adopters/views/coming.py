"""Pages to be built; the owner of the room removes this file."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse


@permission_required("adopters.view_adopters", raise_exception=True)
def adopters(request: HttpRequest) -> HttpResponse:
    """To be built: the owner of the room replaces this file."""
    return HttpResponse()
