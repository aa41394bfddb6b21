"""What is done with a file that came in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuulo.exchange import services
from kuulo.exchange.services.sending import checked
from kuulo.studies.queries import email_of, seen_study


@require_POST
@permission_required("exchange.exchange", raise_exception=True)
def take(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let a file that waits be taken in."""
    seen_study(user=request.user, slug=slug)
    checked(slug, email_of(request.user))
    services.request_taking(slug=slug, number=number)
    messages.success(request, _("The file is being taken in. This page shows when it is done."))
    return HttpResponseRedirect(reverse("exchange:upload", args=[slug, number]))


@require_POST
@permission_required("exchange.exchange", raise_exception=True)
def discard(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Forget a file that waits."""
    seen_study(user=request.user, slug=slug)
    checked(slug, email_of(request.user))
    services.discard(slug=slug, number=number)
    messages.success(request, _("The file was discarded."))
    return HttpResponseRedirect(reverse("exchange:exchange", args=[slug]))
