"""Requests by right as staff see them: what is due, carrying out, receipts."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.accounts.queries import organisation
from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark
from kuulo.customers.queries import party
from kuulo.customers.rules import Purpose
from kuulo.rights import services
from kuulo.rights.forms import NewRequestForm
from kuulo.rights.queries import RequestView, list_requests, request_view
from kuulo.rights.rules import KIND_NAMES, STATE_NAMES, WAY_NAMES, RequestKind, RequestStep, Way
from kuulo.rights.services import Asked

WORDS = {"kinds": KIND_NAMES, "states": STATE_NAMES, "ways": WAY_NAMES}


@require_safe
@permission_required("rights.view_rights", raise_exception=True)
def listing(request: HttpRequest) -> HttpResponse:
    """List the requests, the most pressing first."""
    context = {"requests": list_requests(), "today": timezone.localdate(), **WORDS}
    return render(request, "rights/requests.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("rights.carry_out_rights", raise_exception=True)
def new(request: HttpRequest, party_id: int) -> HttpResponse:
    """Take in what somebody asks for who called, wrote or came by."""
    person = party(party_id, purpose=Purpose.SERVICE)
    form = NewRequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = Asked(
            kind=RequestKind(form.cleaned_data["kind"]),
            way=Way(form.cleaned_data["way"]),
            note=form.cleaned_data["note"],
            by=str(request.user),
        )
        reference = services.take_request(party_id=person.party_id, asked=asked, now=timezone.now())
        return HttpResponseRedirect(reverse("rights:request", args=[reference]))
    return render(request, "rights/new.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("rights.view_rights", raise_exception=True)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request; carry it out, note that it is done, or refuse it with a reason."""
    view = request_view(reference)
    if request.method == "POST":
        return _carry_out(request, view)
    person = party(view.party_id, purpose=Purpose.SERVICE) if view.party_id else None
    context = {"asked": view, "person": person, "receipt": services.receipt_of(reference), **WORDS}
    return render(request, "rights/request.html", context)


@permission_required("rights.carry_out_rights", raise_exception=True)
def _carry_out(request: HttpRequest, view: RequestView) -> HttpResponse:
    deed, now, by = request.POST.get("deed", ""), timezone.now(), str(request.user)
    if deed == "erase" and view.party_id and view.kind is RequestKind.ERASE:
        asked = Asked(kind=view.kind, way=view.way, by=by)
        keep_out = request.POST.get("keep_out") == "yes"
        services.begin_erasure(party_id=view.party_id, asked=asked, now=now, keep_out=keep_out)
        messages.success(request, _("The erasure has begun."))
        return HttpResponseRedirect(reverse("rights:receipt", args=[view.reference]))
    step = {"finish": RequestStep.FINISH, "refuse": RequestStep.REFUSE}.get(deed)
    if step is not None:
        answer = request.POST.get("answer", "")
        services.end_request(reference=view.reference, step=step, now=now, answer=answer, by=by)
        messages.success(request, _("Noted."))
    return HttpResponseRedirect(reverse("rights:request", args=[view.reference]))


@never_cache
@require_safe
@permission_required("rights.carry_out_rights", raise_exception=True)
def export(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out the person's data as JSON, for whoever asked by phone or letter."""
    del request
    view = request_view(reference)
    if view.party_id is None:
        raise NotFoundError(mark("Nobody is known any more behind request {reference}."), reference=reference)
    document = services.export_document(view.party_id, organisation=organisation().name, now=timezone.now())
    body = json.dumps(document, ensure_ascii=False, indent=2)
    response = HttpResponse(body, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{view.reference}.json"'
    return response


@never_cache
@require_safe
@permission_required("rights.view_rights", raise_exception=True)
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what an erasure removed where."""
    found = services.receipt_of(reference)
    if found is None:
        raise NotFoundError(
            mark("There is no receipt {reference}."), mark("See the list of requests."), reference=reference
        )
    return render(request, "rights/receipt.html", {"receipt": found})
