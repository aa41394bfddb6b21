"""Periods, the record of processing, and the words of consents."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kuulo.customers.queries import consent_texts
from kuulo.customers.rules import PURPOSE_NAMES, Purpose
from kuulo.customers.services import keep_consent_text
from kuulo.rights import services
from kuulo.rights.forms import FactsForm, TextForm

OWNERS = "rights.set_retention"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("rights.view_rights", raise_exception=True)
def retention(request: HttpRequest) -> HttpResponse:
    """Show how long what is kept and how much is older; set it."""
    now = timezone.now()
    if request.method == "POST":
        _require(request, OWNERS)
        typed = request.POST.get("days", "").strip()
        days = int(typed) if typed.isdecimal() else None if not typed else 0
        services.set_period(name=request.POST.get("name", ""), days=days, by=str(request.user), now=now)
        messages.success(request, _("The period holds from now on."))
        return HttpResponseRedirect(reverse("rights:retention"))
    return render(request, "rights/retention.html", {"periods": services.periods(now=now)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("rights.view_rights", raise_exception=True)
def record(request: HttpRequest) -> HttpResponse:
    """Show the record of processing as the installation stands; write down what only people know."""
    now = timezone.now()
    form = FactsForm(request.POST or None, initial=services.facts())
    if request.method == "POST":
        _require(request, OWNERS)
        if form.is_valid():
            services.set_facts(told=form.cleaned_data, now=now)
            messages.success(request, _("Written down."))
            return HttpResponseRedirect(reverse("rights:record"))
    return render(request, "rights/record.html", {"record": services.record(now=now), "form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("rights.view_rights", raise_exception=True)
def texts(request: HttpRequest) -> HttpResponse:
    """Show the words consents are asked in; add a version."""
    form = TextForm(request.POST or None)
    if request.method == "POST":
        _require(request, OWNERS)
        if form.is_valid():
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
    context = {"texts": consent_texts(), "form": form, "purposes": PURPOSE_NAMES}
    return render(request, "rights/texts.html", context, status=422 if form.errors else 200)


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
