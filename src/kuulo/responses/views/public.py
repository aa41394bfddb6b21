"""The addresses customers answer at: an open way in, a personal link, and on from where one was.

Opening an address never writes anything. What is sent is normally taken by the intake before it comes here; these views
take what the intake leaves to them: forms with something wrong or missing, forms that change the language or look at
what opens, and every form where no intake runs in front.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kuulo.instruments.queries import live_version_by_id, version_of
from kuulo.invitations.queries import invitations_by_token
from kuulo.responses.queries import response_by_key, way_in_by_token
from kuulo.responses.rules.forms import PERSONAL
from kuulo.responses.rules.states import CLOSED_STATES, State
from kuulo.responses.views.answering import serve
from kuulo.responses.views.arrivals import by_invitation, by_response, by_way_in
from kuulo.responses.views.ends import already_answered, closed, ended, expired, unknown

NOT_SENT: Final = frozenset({"drawn", "not_asked"})
METHODS: Final = ["GET", "HEAD", "POST"]


# Nobody is signed in here and there is no cookie: a form's own signed token says that it is ours.
@csrf_exempt
@require_http_methods(METHODS)
def way_in(request: HttpRequest, token: str) -> HttpResponse:
    """Answer through an open way in."""
    way = way_in_by_token(token)
    if way is None:
        return unknown(request)
    version = live_version_by_id(way.instrument_id) if way.active else None
    if version is None:
        return closed(request, way.language)
    return serve(request, by_way_in(way, version))


@csrf_exempt
@require_http_methods(METHODS)
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Answer by a personal link: once, from where it was left, until it expires."""
    invitation = invitations_by_token([token]).get(token)
    if invitation is None or invitation.state in NOT_SENT:
        return unknown(request)
    if invitation.state == State.COMPLETE:
        return already_answered(request, invitation.language)
    if not invitation.takes_answers(timezone.now()):
        return expired(request, invitation.language)
    version = live_version_by_id(invitation.instrument_id)
    if version is None:
        return closed(request, invitation.language)
    arrival = by_invitation(invitation, version)
    if arrival.response is not None and arrival.response.state in CLOSED_STATES and request.method != "POST":
        return ended(request, arrival.response, arrival.version)
    return serve(request, arrival)


@csrf_exempt
@require_http_methods(METHODS)
def response(request: HttpRequest, key: str) -> HttpResponse:
    """Go on with a response; where it has ended, say so."""
    found = response_by_key(key)
    if found is None:
        return unknown(request)
    version = version_of(found.instrument_id, found.version)
    if found.state in CLOSED_STATES:
        return ended(request, found, version)
    if live_version_by_id(found.instrument_id) is None:
        return closed(request, found.language)
    return serve(request, by_response(found, version, request.GET.get(PERSONAL, "")))
