"""The design system on one page."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kuulo.web.views.showcase import showcase


@permission_required("web.view_design", raise_exception=True)
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "web/design.html", showcase())
