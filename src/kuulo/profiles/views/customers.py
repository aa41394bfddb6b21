"""The list of customers, and adding one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import KuuloError
from kuulo.customers.queries import count_parties, find_parties
from kuulo.customers.queries.segments import list_segments, segment_members
from kuulo.customers.rules import Channel, PartyKind, PartyRow, Purpose, Stage, identifier_words
from kuulo.profiles.forms.customers import NewCustomerForm
from kuulo.profiles.services import add_customer
from kuulo.profiles.views.saying import said
from kuulo.profiles.views.words import KINDS, STAGES

PIECE: Final = 50
LONGEST: Final = 200


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def customers(request: HttpRequest) -> HttpResponse:
    """List customers: searched, filtered, loaded piece by piece."""
    asked = {name: request.GET.get(name, "")[:LONGEST] for name in ("q", "kind", "stage", "segment")}
    after = request.GET.get("after", "")
    found = find_parties(
        purpose=Purpose.SERVICE,
        text=asked["q"].strip(),
        kind=PartyKind(asked["kind"]) if asked["kind"] in set(PartyKind) else None,
        stage=Stage(asked["stage"]) if asked["stage"] in set(Stage) else None,
        among=segment_members(asked["segment"], purpose=Purpose.SERVICE) if asked["segment"] else None,
        after=int(after) if after.isdecimal() else None,
        limit=PIECE,
    )
    following = request.GET.copy()
    following["after"] = str(found.next or "")
    context = {
        "lines": [
            (line, identifier_words(line.identifier), KINDS[line.kind], STAGES[line.stage]) for line in found.lines
        ],
        "next_query": following.urlencode() if found.next else "",
        "asked": asked,
        "narrows": any(asked.values()),
        "kinds": KINDS.items(),
        "stages": STAGES.items(),
        "segments": list_segments(),
        "first": not after,
        "count": count_parties(),
    }
    piece = request.headers.get("HX-Request") and after
    return render(request, "profiles/_lines.html" if piece else "profiles/customers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.edit_parties", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Add a customer."""
    form = NewCustomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = _add(request, form)
        if number is not None:
            return HttpResponseRedirect(reverse("profiles:customer", args=[number]))
    trail = [(reverse("profiles:customers"), _("Customers"))]
    return render(request, "profiles/new.html", {"form": form, "trail": trail}, status=422 if form.errors else 200)


def _add(request: HttpRequest, form: NewCustomerForm) -> int | None:
    data = form.cleaned_data
    row = PartyRow(
        identifier=f"customer_id:{data['number']}",
        kind=PartyKind(data["kind"]),
        name=data["name"],
        language=data["language"],
        since=data["since"],
        stage=Stage(data["stage"]),
    )
    told = [(Channel.EMAIL, data["email"]), (Channel.SMS, data["phone"])]
    try:
        addresses = [(channel, value) for channel, value in told if value]
        number = add_customer(row=row, addresses=addresses, by=str(request.user), now=timezone.now())
    except KuuloError as error:
        form.add_error(None, said(error))
        return None
    messages.success(request, _("%(name)s was added.") % {"name": data["name"]})
    return number
