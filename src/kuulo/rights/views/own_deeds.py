"""What people do on their own page: decide, correct, take their data along, be erased."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.accounts.queries import organisation
from kuulo.base.errors import InputError
from kuulo.customers.rules import Purpose
from kuulo.rights import services
from kuulo.rights.rules import RequestKind, Way
from kuulo.rights.services import Asked, Field
from kuulo.rights.views.own import private, shown, to_page, typed, unknown

# The secret that allows all this is in the address; there is no cookie that another site could ride on.


@csrf_exempt
@private
@require_POST
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Give or withdraw one consent."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    wanted = typed(request, "purpose")
    if wanted not in set(Purpose):
        return to_page(request, token)
    language = translation.get_language() or "en"
    wish = typed(request, "wish")
    services.decide(party_id=link.party_id, purpose=Purpose(wanted), wish=wish, language=language, now=now)
    return to_page(request, token, changed="decided")


@csrf_exempt
@private
@require_POST
def correct(request: HttpRequest, token: str) -> HttpResponse:
    """Correct one thing, or ask for it."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    field = typed(request, "field")
    try:
        known = Field(field) if field in set(Field) else Field.OTHER
        services.correct(party_id=link.party_id, field=known, value=typed(request, "value"), now=now)
    except InputError as error:
        return shown(request, "wrong", status=422, error=error, token=token)
    return to_page(request, token, changed="corrected" if known in services.AT_ONCE else "asked")


@private
@require_safe
def export_json(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything as JSON."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    document = services.export_document(link.party_id, organisation=organisation().name, now=now)
    body = json.dumps(document, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@private
@require_safe
def export_html(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything as a page to read and print."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    response = shown(request, "export", stores=services.person_export(link.party_id), made_at=now)
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.html"'
    return response


@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """Say what goes and what stays; erase once it is confirmed."""
    now = timezone.now()
    link = services.open_link(token, now=now)
    if link is None:
        return unknown(request)
    if request.method != "POST":
        return shown(request, "erase", token=token)
    if typed(request, "sure") != "yes":
        return shown(request, "erase", status=422, token=token, unsaid=True)
    asked = Asked(kind=RequestKind.ERASE, way=Way.OWN_PAGE)
    keep_out = typed(request, "keep_out") == "yes"
    reference = services.begin_erasure(party_id=link.party_id, asked=asked, now=now, keep_out=keep_out)
    language = translation.get_language() or "en"
    return HttpResponseRedirect(f"{reverse('own:done', args=[reference])}?language={language}", status=303)
