"""Periods, the record of processing, and the words of consents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kuulo.customers.queries import consent_texts
from kuulo.customers.rules import PURPOSE_NAMES, Purpose
from kuulo.customers.services import keep_consent_text
from kuulo.rights import services
from kuulo.rights.forms import FactsForm, TextForm
from kuulo.studies.queries import hidden_from


@never_cache
@require_safe
@permission_required("rights.view_rights", raise_exception=True)
def retention(request: HttpRequest) -> HttpResponse:
    """Show how long what is kept and how much is older."""
    return render(request, "rights/retention.html", {"periods": services.periods(now=timezone.now())})


@require_POST
@permission_required("rights.set_retention", raise_exception=True)
def set_period(request: HttpRequest) -> HttpResponse:
    """Set one period."""
    typed = request.POST.get("days", "").strip()
    days = int(typed) if typed.isdecimal() else None if not typed else 0
    services.set_period(name=request.POST.get("name", ""), days=days, by=str(request.user), now=timezone.now())
    messages.success(request, _("The period holds from now on."))
    return HttpResponseRedirect(reverse("rights:retention"))


@never_cache
@require_safe
@permission_required("rights.view_rights", raise_exception=True)
def record(request: HttpRequest) -> HttpResponse:
    """Show the record of processing as the installation stands."""
    context = {"record": services.record(now=timezone.now()), "form": FactsForm(initial=services.facts())}
    return render(request, "rights/record.html", context)


@require_POST
@permission_required("rights.set_retention", raise_exception=True)
def set_facts(request: HttpRequest) -> HttpResponse:
    """Write down what only people know."""
    form = FactsForm(request.POST)
    if not form.is_valid():
        context = {"record": services.record(now=timezone.now()), "form": form}
        return render(request, "rights/record.html", context, status=422)
    services.set_facts(told=form.cleaned_data, now=timezone.now())
    messages.success(request, _("Written down."))
    return HttpResponseRedirect(reverse("rights:record"))


@never_cache
@require_safe
@permission_required("rights.view_rights", raise_exception=True)
def texts(request: HttpRequest) -> HttpResponse:
    """Show the words consents are asked in."""
    return _texts(request, TextForm())


@require_POST
@permission_required("rights.set_retention", raise_exception=True)
def keep_text(request: HttpRequest) -> HttpResponse:
    """Keep a version of the words."""
    form = TextForm(request.POST)
    if not form.is_valid():
        return _texts(request, form, status=422)
    data = form.cleaned_data
    keep_consent_text(
        purpose=Purpose(data["purpose"]),
        version=data["version"],
        language=data["language"],
        text=data["text"],
        now=timezone.now(),
    )
    messages.success(request, _("The words are kept; they are never changed."))
    return HttpResponseRedirect(reverse("rights:texts"))


def _texts(request: HttpRequest, form: TextForm, *, status: int = 200) -> HttpResponse:
    hidden = hidden_from(request.user)
    texts = [each for each in consent_texts() if each.version.rpartition(" v")[0] not in hidden]
    context = {"texts": texts, "form": form, "purposes": PURPOSE_NAMES}
    return render(request, "rights/texts.html", context, status=status)
