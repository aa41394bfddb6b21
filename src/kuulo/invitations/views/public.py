"""What customers do from a message without answering: leave, and (where they agreed) be seen to have opened it."""

from __future__ import annotations

import base64
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.accounts.queries import organisation
from kuulo.instruments.rules.questionnaire import LANGUAGES
from kuulo.invitations import services
from kuulo.invitations.queries import InvitationView, invitations_by_token
from kuulo.invitations.services import Scope

PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


@csrf_exempt  # mail programs post it without a cookie (RFC 8058), and the secret that allows it is in the address
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Ask how far somebody wants to leave, and note it. Opening the page notes nothing: mail scanners open every link.

    One click in a mail program (``List-Unsubscribe=One-Click``) ends surveys on the channel of the message.
    """
    invitation = invitations_by_token([token]).get(token)
    with translation.override(_language(request, invitation)):
        if invitation is None:
            return _page(request, "unknown", status=404)
        if request.method == "POST":
            return _note(request, invitation)
        noted = request.GET.get("noted", "")
        if noted in set(Scope):
            return _page(request, "noted", invitation=invitation, scope=noted)
        return _page(request, "refuse", invitation=invitation)


@never_cache
@require_safe
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """Give the picture of one point, and note that a message was opened where its person agreed to that."""
    if request.method == "GET":
        services.note_opened(token)
    return HttpResponse(PIXEL, content_type="image/gif")


def _note(request: HttpRequest, invitation: InvitationView) -> HttpResponse:
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    wanted = request.POST.get("scope", "")
    scope = Scope.CHANNEL if one_click else Scope(wanted) if wanted in set(Scope) else None
    if scope is None:
        return _page(request, "refuse", invitation=invitation, unsaid=True, status=422)
    services.refuse(token=invitation.token, scope=scope)
    if one_click:
        return _page(request, "noted", invitation=invitation, scope=scope.value)
    query = urlencode({"noted": scope.value, "language": translation.get_language() or "en"})
    return HttpResponseRedirect(f"{reverse('invited:refuse', args=[invitation.token])}?{query}", status=303)


def _language(request: HttpRequest, invitation: InvitationView | None) -> str:
    wanted = request.GET.get("language", "")
    own = invitation.language.partition("-")[0] if invitation else ""
    return next((one for one in (wanted, own) if one in LANGUAGES), translation.get_language() or "en")


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: object) -> HttpResponse:
    shared = {"asker": organisation().name, "languages_offered": LANGUAGES}
    return render(request, f"invitations/public/{name}.html", shared | context, status=status)
