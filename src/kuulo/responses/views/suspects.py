"""Responses that were kept apart: letting them count after all."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kuulo.instruments import queries as instruments
from kuulo.responses import services
from kuulo.responses.queries import suspect_keys


@require_POST
@permission_required("responses.manage_ways_in", raise_exception=True)
def release(request: HttpRequest, slug: str) -> HttpResponse:
    """Let every response of the instrument that was kept apart count like the others."""
    instruments.instrument(slug)
    released = services.release_suspects(suspect_keys(slug))
    said = ngettext(
        "%(number)s response counts like the others now.", "%(number)s responses count like the others now.", released
    )
    messages.success(request, said % {"number": released})
    return HttpResponseRedirect(reverse("responses:results", args=[slug]))
