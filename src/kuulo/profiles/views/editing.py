"""Changing a customer's card: each part has a form of its own, and says what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import InputError, KuuloError
from kuulo.customers.queries import attribute_definitions, party, party_ids_of
from kuulo.customers.rules import ANY_CHANNEL, Channel, PartyKind, PartyView, Purpose, RelationKind, Stage
from kuulo.customers.services import (
    add_contact,
    change_party,
    change_stage,
    end_relation,
    relate,
    retire_contact,
    set_attributes,
    withdraw_consent,
)
from kuulo.profiles.forms.customers import (
    AttributesForm,
    BasicsForm,
    ContactForm,
    RelationForm,
    StageForm,
    WithdrawForm,
)
from kuulo.profiles.services import part_customers
from kuulo.profiles.views.cards import relation_lines
from kuulo.profiles.views.saying import said
from kuulo.profiles.views.words import CHANNELS

Data = dict[str, Any]
Change = Callable[[PartyView, Data, str], None]


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("customers.edit_parties", raise_exception=True)
def edit(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the forms of a customer's card; take the one that was sent."""
    found = party(party_id, purpose=Purpose.SERVICE)
    name = request.POST.get("_form", "")
    shown = _forms(found, name, request)
    if request.method == "POST":
        if name in REMOVALS:
            return _remove(request, found, name)
        if name in shown and shown[name].is_valid() and _change(request, found, name, shown[name]):
            return HttpResponseRedirect(reverse("profiles:edit", args=[found.party_id]))
    context = {
        "party": found,
        "forms": shown,
        "contacts": [(each, CHANNELS[each.channel]) for each in found.contacts],
        "relations": [(each, words) for each, words in relation_lines(found) if each.until is None],
        "trail": [
            (reverse("profiles:customers"), _("Customers")),
            (reverse("profiles:customer", args=[found.party_id]), found.name or str(found.party_id)),
        ],
    }
    wrong = request.method == "POST"
    return render(request, "profiles/edit.html", context, status=422 if wrong else 200)


def _forms(found: PartyView, name: str, request: HttpRequest) -> dict[str, forms.Form]:
    """Return the forms by name; the one that was sent holds what was sent."""
    sent = {name: request.POST} if request.method == "POST" else {}
    basics = {"name": found.name, "kind": found.kind.value, "language": found.language}
    stage = {"stage": found.stage.value, "on": timezone.localdate()}
    return {
        "basics": BasicsForm(sent.get("basics"), initial=basics, auto_id="basics_%s"),
        "stage": StageForm(sent.get("stage"), initial=stage, auto_id="stage_%s"),
        "contact": ContactForm(sent.get("contact"), auto_id="contact_%s"),
        "attributes": AttributesForm(
            attribute_definitions(),
            {key: str(value) for key, value in found.attributes.items()},
            get_language() or "en",
            sent.get("attributes"),
        ),
        "relation": RelationForm(sent.get("relation"), auto_id="relation_%s"),
    }


def _change(request: HttpRequest, found: PartyView, name: str, form: forms.Form) -> bool:
    data = form.values() if isinstance(form, AttributesForm) else form.cleaned_data
    try:
        CHANGES[name](found, data, str(request.user))
    except KuuloError as error:
        form.add_error(None, said(error))
        return False
    messages.success(request, _("Saved."))
    return True


def _basics(found: PartyView, data: Data, by: str) -> None:
    del by
    change_party(party_id=found.party_id, name=data["name"], kind=PartyKind(data["kind"]), language=data["language"])


def _stage(found: PartyView, data: Data, by: str) -> None:
    change_stage(
        party_id=found.party_id,
        stage=Stage(data["stage"]),
        on=data["on"],
        reason=data["reason"],
        source=by,
        now=timezone.now(),
    )


def _contact(found: PartyView, data: Data, by: str) -> None:
    add_contact(
        party_id=found.party_id,
        channel=Channel(data["channel"]),
        value=data["value"],
        label=data["label"],
        source=by,
        now=timezone.now(),
    )


def _attributes(found: PartyView, data: Data, by: str) -> None:
    set_attributes(party_id=found.party_id, values=data, source=by, now=timezone.now())


def _relation(found: PartyView, data: Data, by: str) -> None:
    named = data["other"].strip()
    wanted = (named, f"customer_id:{named}")
    numbers = party_ids_of(wanted)
    other = next((numbers[each] for each in wanted if each in numbers), None)
    if other is None:
        raise InputError(
            gettext_noop("Nobody is known by “{identifier}”."),
            gettext_noop("Look the number up in the list of customers."),
            identifier=named,
        )
    relate(
        party_id=found.party_id,
        other_id=other,
        kind=RelationKind(data["kind"]),
        role=data["role"],
        since=data["since"],
        source=by,
    )


CHANGES: Final[dict[str, Change]] = {
    "basics": _basics,
    "stage": _stage,
    "contact": _contact,
    "attributes": _attributes,
    "relation": _relation,
}
REMOVALS: Final = frozenset({"retire", "end"})


def _remove(request: HttpRequest, found: PartyView, name: str) -> HttpResponse:
    """Retire an address or end a relation of this customer; numbers of others' are not taken."""
    number = request.POST.get("number", "")
    if name == "retire" and number in {str(each.id) for each in found.contacts}:
        retire_contact(party_id=found.party_id, contact_id=int(number), now=timezone.now())
    elif name == "end" and number in {str(each.id) for each in found.relations}:
        end_relation(relation_id=int(number), until=timezone.localdate())
    else:
        raise InputError(gettext_noop("It is not there any more."), gettext_noop("Open the page again."))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("profiles:edit", args=[found.party_id]))


@require_POST
@permission_required("customers.edit_parties", raise_exception=True)
def withdraw(request: HttpRequest, party_id: int) -> HttpResponse:
    """Note that the customer withdrew a consent, and how it was said."""
    found = party(party_id, purpose=Purpose.SERVICE)
    form = WithdrawForm(request.POST)
    if not form.is_valid() or form.cleaned_data["purpose"] not in set(Purpose):
        raise InputError(
            gettext_noop("How the customer said so is missing."),
            gettext_noop("Write in a few words how: by phone, in the shop."),
        )
    data = form.cleaned_data
    withdraw_consent(
        party_id=found.party_id,
        at=timezone.now(),
        purpose=Purpose(data["purpose"]),
        channel=data["channel"] if data["channel"] in set(Channel) else ANY_CHANNEL,
        source="profiles",
        proof={"noted_by": str(request.user), "how": data["how"]},
    )
    messages.success(request, _("The withdrawal was noted and holds from now on."))
    return HttpResponseRedirect(reverse("profiles:customer", args=[found.party_id]))


@require_POST
@permission_required("customers.edit_parties", raise_exception=True)
def undo(request: HttpRequest, party_id: int) -> HttpResponse:
    """Undo that two were held to be one: each stands for itself again."""
    found = party(party_id, purpose=Purpose.SERVICE)
    number = request.POST.get("link", "")
    if number not in {str(each.id) for each in found.links}:
        raise InputError(gettext_noop("It is not there any more."), gettext_noop("Open the page again."))
    part_customers(link_id=int(number), by=str(request.user), now=timezone.now())
    messages.success(request, _("They are two again; nothing was lost."))
    return HttpResponseRedirect(reverse("profiles:customer", args=[found.party_id]))
