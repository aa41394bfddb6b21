"""What a person does with a claim: take a step, take evidence away, ask a customer, judge what came back."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuulo.base.errors import GuardError, InputError, KuuloError
from kuulo.claims import queries, services
from kuulo.claims.forms import EvidenceForm, StepForm, WhyForm
from kuulo.claims.forms.saying import say
from kuulo.claims.views.pages import REFUSED, ask_form_of, claim_context, email_of


@require_POST
@permission_required("claims.judge_claims", raise_exception=True)
def step(request: HttpRequest, number: str) -> HttpResponse:
    """Take a step of the claim's life."""
    form = StepForm(request.POST)

    def take() -> None:
        if not form.is_valid():
            raise InputError("; ".join(str(error) for errors in form.errors.values() for error in errors))
        told = form.cleaned_data
        services.move_claim(number=number, step=told["step"], by=email_of(request), reason=told["reason"])

    return _done(request, number, take, _("Done: the claim has moved."))


@require_POST
@permission_required("claims.judge_claims", raise_exception=True)
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """Become the owner of a claim."""
    return _done(
        request, number, lambda: services.take_over(number=number, by=email_of(request)), _("You own the claim now.")
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Attach what came back to a question, as judged."""
    form = EvidenceForm(request.POST)
    fragment = request.POST.get("fragment", "")
    if not form.is_valid() or not fragment.isdecimal():
        messages.error(request, _("Say how it speaks to the claim, and why."))
        return _back(number)
    judged = form.judgement()
    return _done(
        request,
        number,
        lambda: services.attach(claim=number, fragment=int(fragment), by=email_of(request), **judged),
        _("Attached."),
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def detach(request: HttpRequest, number: str, evidence: int) -> HttpResponse:
    """Take a fragment away from the claim."""
    form = WhyForm(request.POST)
    why = form.cleaned_data["why"] if form.is_valid() else ""
    return _done(
        request,
        number,
        lambda: services.detach(evidence=evidence, by=email_of(request), why=why),
        _("Taken away; it can be attached again below."),
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def attach_again(request: HttpRequest, number: str, evidence: int) -> HttpResponse:
    """Undo that a fragment was taken away."""
    return _done(
        request,
        number,
        lambda: services.attach_again(evidence=evidence, by=email_of(request)),
        _("Attached again."),
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask a customer; the answer comes back to the claim by itself."""
    form = ask_form_of(request)
    if not form.is_valid():
        return render(request, "claims/claim.html", claim_context(request, number, form), status=REFUSED)
    told = form.cleaned_data
    return _done(
        request,
        number,
        lambda: services.ask_customer(
            claim=number, text=told["text"], by=email_of(request), way=told["way"], target=form.target()
        ),
        _("The question is on its way. What is answered comes back to this page, to be judged."),
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def set_aside(request: HttpRequest, number: str, answer: int) -> HttpResponse:
    """Judge that an answer says nothing of the claim."""
    return _done(request, number, lambda: services.set_aside(answer=answer, by=email_of(request)), _("Set aside."))


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def close_question(request: HttpRequest, number: str, question: int) -> HttpResponse:
    """Wait for no more answers."""
    return _done(
        request,
        number,
        lambda: services.close_question(question=question, by=email_of(request)),
        _("No more answers are waited for."),
    )


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def share(request: HttpRequest, number: str, fragment: int) -> HttpResponse:
    """Let others than the study's team see the words of a fragment masked, or no longer."""
    shared = request.POST.get("shared") == "1"
    return _done(
        request,
        number,
        lambda: services.share_fragment(fragment=fragment, by=email_of(request), shared=shared),
        _("Others see these words masked.") if shared else _("Only the team sees these words now."),
    )


def _done(request: HttpRequest, number: str, act: Callable[[], object], words: str) -> HttpResponse:
    """Carry an act out and go back to the claim; where a guard refuses it, say which one there."""
    found = queries.claim(number)
    try:
        act()
    except (GuardError, InputError) as error:
        _say_refused(request, error)
        return _back(found.number)
    messages.success(request, words)
    return _back(found.number)


def _say_refused(request: HttpRequest, error: KuuloError) -> None:
    messages.error(request, f"{say(error.found)} {say(error.mend)}".strip())


def _back(number: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("claims:claim", args=[number]))
