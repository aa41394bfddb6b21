"""Pages to be built; the owner of the room removes this file."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse


@permission_required("audit.view_audit", raise_exception=True)
def log(request: HttpRequest) -> HttpResponse:
    """To be built: the owner of the room replaces this file."""
    return HttpResponse()
