"""The meeting that decides, and the steps after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import GuardError, KuuloError, NotFoundError
from kuulo.claims.queries import claims_numbered
from kuulo.decisions import services
from kuulo.decisions.forms import BeginForm, DecidingForm, DoubleForm, PostponeForm, SingleForm, VerdictForm
from kuulo.decisions.queries import decision, offer
from kuulo.decisions.rules import DecisionState
from kuulo.decisions.rules.views import DecisionView
from kuulo.decisions.views.pages import page_context
from kuulo.decisions.views.showing import decision_context, offered, shown_claims, trail_of

REFUSED: Final = 422
CONFLICT: Final = 409


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("decisions.view_decisions", raise_exception=True)
def meeting(request: HttpRequest, number: str) -> HttpResponse:
    """Lead a meeting to a decision: the evidence first, both sides of every claim, then the decision itself."""
    found = decision(number)
    language = get_language() or "en"
    context: dict[str, Any] = decision_context(found, language) | {
        "trail": trail_of(found),
        "claims": shown_claims(found.claims, request.user, language),
    }
    if found.state is not DecisionState.PROPOSED:
        if request.method == "POST":
            messages.error(request, _("It is decided already."))
            return HttpResponseRedirect(reverse("decisions:decision", args=[found.number]))
        return render(request, "decisions/meeting.html", context)
    choices = offered(offer())
    if request.method != "POST":
        return render(request, "decisions/meeting.html", context | {"form": DecidingForm(offered=choices, found=found)})
    return _decide(request, found, context, DecidingForm(request.POST, offered=choices, found=found))


@permission_required("decisions.decide", raise_exception=True)
def _decide(request: HttpRequest, found: DecisionView, context: dict[str, Any], form: DecidingForm) -> HttpResponse:
    try:
        if form.is_valid():
            services.decide(
                number=found.number,
                settled=form.told_settled(),
                by=request.user.get_username(),
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, _("Decided. Say when it comes into effect."))
            return HttpResponseRedirect(reverse("decisions:decision", args=[found.number]))
    except KuuloError as error:
        context["error"] = error
    return render(request, "decisions/meeting.html", context | {"form": form}, status=REFUSED)


@require_POST
@permission_required("decisions.edit_decisions", raise_exception=True)
def begin(request: HttpRequest, number: str) -> HttpResponse:
    """Put a decision in effect."""

    def act(told: dict[str, Any]) -> str:
        if told["on"] is None:
            raise GuardError(gettext_noop("The first day in effect is missing."), gettext_noop("Name the day."))
        services.put_in_effect(number=number, on=told["on"], by=request.user.get_username())
        return _("It is in effect; the check comes by itself.")

    return _step(request, number, BeginForm(request.POST), act)


@require_POST
@permission_required("decisions.edit_decisions", raise_exception=True)
def postpone(request: HttpRequest, number: str) -> HttpResponse:
    """Move the day of the check."""

    def act(told: dict[str, Any]) -> str:
        if told["to"] is None:
            raise GuardError(gettext_noop("The new day of the check is missing."), gettext_noop("Name the day."))
        services.postpone_check(number=number, to=told["to"], why=told["why"], by=request.user.get_username())
        return _("The check is moved.")

    return _step(request, number, PostponeForm(request.POST), act)


@require_POST
@permission_required("decisions.edit_decisions", raise_exception=True)
def compute(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the check to be computed."""

    def act(told: dict[str, Any]) -> str:
        del told
        services.request_check(number=number)
        return _("The check is being computed; look here again in a moment.")

    return _step(request, number, forms.Form(request.POST), act)


@require_POST
@permission_required("decisions.decide", raise_exception=True)
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """Confirm the verdict."""
    form = VerdictForm(request.POST)

    def act(told: dict[str, Any]) -> str:
        verdict = form.told_verdict()
        if verdict is None:
            raise GuardError(
                gettext_noop("No verdict is chosen."), gettext_noop("Choose held, held in part or failed.")
            )
        services.confirm_verdict(number=number, verdict=verdict, why=told["reason"], by=request.user.get_username())
        return _("The verdict is confirmed.")

    return _step(request, number, form, act)


@require_POST
@permission_required("decisions.decide", raise_exception=True)
def single(request: HttpRequest, number: str) -> HttpResponse:
    """Propose another action on the same claims."""
    form = SingleForm(request.POST)
    return _loop(
        request,
        number,
        form,
        lambda told: services.single_loop(
            number=number, action=told["action"], why=told["learnt"], by=request.user.get_username()
        ),
    )


@require_POST
@permission_required("decisions.decide", raise_exception=True)
def double(request: HttpRequest, number: str) -> HttpResponse:
    """Reopen claims, and propose the decision that follows."""
    found = decision(number)
    form = DoubleForm(request.POST, claims=[(one, one) for one in claims_numbered(found.claims)])
    return _loop(
        request,
        number,
        form,
        lambda told: services.double_loop(
            number=number,
            reopened=told["claims"],
            why=told["lesson"],
            question=told["next_question"],
            by=request.user.get_username(),
        ),
    )


def _step(request: HttpRequest, number: str, form: forms.Form, act: Callable[[dict[str, Any]], str]) -> HttpResponse:
    """Take a step and go back to the decision; a refusal is shown there with its guard."""
    found = decision(number)
    try:
        if form.is_valid():
            messages.success(request, act(form.cleaned_data))
            return HttpResponseRedirect(reverse("decisions:decision", args=[found.number]))
    except NotFoundError:
        raise
    except KuuloError as error:
        context = page_context(request, decision(number)) | {"error": error}
        return render(request, "decisions/decision.html", context, status=CONFLICT)
    context = page_context(request, found) | {"wrong": form}
    return render(request, "decisions/decision.html", context, status=REFUSED)


def _loop(
    request: HttpRequest, number: str, form: forms.Form, act: Callable[[dict[str, Any]], DecisionView]
) -> HttpResponse:
    """Take a loop, and go on to the decision that follows."""
    found = decision(number)
    try:
        if form.is_valid():
            successor = act(form.cleaned_data)
            words = _("{successor} takes the place of {number}.")
            messages.success(request, words.format(successor=successor.number, number=found.number))
            return HttpResponseRedirect(reverse("decisions:decision", args=[successor.number]))
    except KuuloError as error:
        context = page_context(request, decision(number)) | {"error": error}
        return render(request, "decisions/decision.html", context, status=CONFLICT)
    context = page_context(request, found) | {"wrong": form}
    return render(request, "decisions/decision.html", context, status=REFUSED)
