"""Decisions: the list, one of them, proposing and changing it."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import KuuloError
from kuulo.decisions import services
from kuulo.decisions.forms import BeginForm, DoubleForm, PostponeForm, ProposalForm, SingleForm, VerdictForm
from kuulo.decisions.queries import (
    Wanted,
    count_decisions,
    decision,
    decisions,
    flagged,
    flags_of,
    offer,
)
from kuulo.decisions.rules import STATE_WORDS, DecisionState, Verdict
from kuulo.decisions.rules.views import DecisionView
from kuulo.decisions.rules.words import effect_words
from kuulo.decisions.views.showing import badge_of, decision_context, flag_words, offered, plain_of, trail_of

PAGE: Final = 50
REFUSED: Final = 422
MOST_WORDS: Final = 200


def wanted_of(request: HttpRequest) -> Wanted:
    """Return which decisions an address asks for; what it asks for and is not there narrows nothing."""
    state, verdict = request.GET.get("state", ""), request.GET.get("verdict", "")
    return Wanted(
        words=request.GET.get("words", "")[:MOST_WORDS].strip(),
        state=DecisionState(state) if state in set(DecisionState) else None,
        verdict=Verdict(verdict) if verdict in set(Verdict) else None,
        claim=request.GET.get("claim", "")[:20].upper(),
    )


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def decision_list(request: HttpRequest) -> HttpResponse:
    """List decisions: first those that rest on claims that fell, and those whose check is due."""
    wanted = wanted_of(request)
    paginator = Paginator(range(count_decisions(wanted)), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    views = decisions(wanted, start=max(page.start_index() - 1, 0), most=PAGE)
    flags = flags_of(views)
    today = timezone.localdate()
    context = {
        "lines": [line_of(one, flags.get(one.number, ()), today) for one in views],
        "flagged": [(one, [flag_words(flag) for flag in found]) for one, found in flagged()],
        "wanted": wanted,
        "states": [(state, words) for state, words in STATE_WORDS.items()],
        "page": page,
        "anything": bool(views) or wanted != Wanted(),
    }
    return render(request, "decisions/list.html", context)


def line_of(found: DecisionView, flags: Any, today: Any) -> dict[str, Any]:
    """Return a decision as a line of a table."""
    due = found.state is DecisionState.IN_EFFECT and found.check_on is not None and found.check_on <= today
    return {
        "found": found,
        "state": STATE_WORDS[found.state],
        "verdict": None if found.verdict is None else badge_of(found.verdict),
        "effect": None if found.effect is None else effect_words(found.effect),
        "flags": [flag_words(flag) for flag in flags],
        "due": due,
    }


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def decision_list_json(request: HttpRequest) -> JsonResponse:
    """Return the same as plain values."""
    wanted = wanted_of(request)
    page = Paginator(range(count_decisions(wanted)), PAGE).get_page(request.GET.get("page"))
    views = decisions(wanted, start=max(page.start_index() - 1, 0), most=PAGE)
    flags = flags_of(views)
    listed = [plain_of(one, flags.get(one.number, ())) for one in views]
    return JsonResponse({"decisions": listed, "page": page.number, "pages": page.paginator.num_pages})


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def one_decision(request: HttpRequest, number: str) -> HttpResponse:
    """Show a decision: what it rests on, what is expected of it, its check, and what followed."""
    return render(request, "decisions/decision.html", page_context(request, decision(number)))


def page_context(request: HttpRequest, found: DecisionView) -> dict[str, Any]:
    """Return what the page of a decision shows, its steps and forms included."""
    del request
    language = get_language() or "en"
    context = decision_context(found, language)
    claims = [(one.view.number, f"{one.view.number} {one.words}") for one in context["claims"]]
    return context | {
        "trail": trail_of(),
        "begin_form": BeginForm(initial={"on": context["today"]}),
        "postpone_form": PostponeForm(),
        "verdict_form": VerdictForm(initial={"verdict": _proposed(found)}),
        "single_form": SingleForm(),
        "double_form": DoubleForm(claims=claims, initial={"claims": [one for one, _words in claims]}),
        "steps": steps_of(Subject("decision", found.number)),
        "due": found.check_on is not None and found.check_on <= context["today"],
        "can_loop": found.verdict in {Verdict.PARTLY, Verdict.FAILED} and found.loop is None,
    }


def _proposed(found: DecisionView) -> str:
    """Return the proposed verdict where it is one."""
    proposal = "" if found.check is None else found.check.proposal.value
    return proposal if proposal in set(Verdict) else ""


@require_safe
@permission_required("decisions.view_decisions", raise_exception=True)
def one_decision_json(request: HttpRequest, number: str) -> JsonResponse:
    """Return the same as plain values."""
    del request
    found = decision(number)
    return JsonResponse(plain_of(found, flags_of([found]).get(found.number, ())))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("decisions.edit_decisions", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Propose a decision."""
    choices, context = offered(offer()), {"trail": trail_of()}
    if request.method != "POST":
        initial = {"claims": request.GET.get("claims", "")[:MOST_WORDS], "owner": request.user.get_username()}
        form = ProposalForm(offered=choices, initial=initial)
        return render(request, "decisions/form.html", context | {"form": form})
    form = ProposalForm(request.POST, offered=choices)
    try:
        if form.is_valid():
            made = services.propose(wishes=form.told_wishes(), by=request.user.get_username())
            messages.success(request, _("The decision is proposed. Take it into a meeting."))
            return HttpResponseRedirect(reverse("decisions:decision", args=[made.number]))
    except KuuloError as error:
        context["error"] = error  # type: ignore[assignment] # a context holds anything
    return render(request, "decisions/form.html", context | {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("decisions.edit_decisions", raise_exception=True)
def change(request: HttpRequest, number: str) -> HttpResponse:
    """Change a proposal."""
    found, choices = decision(number), offered(offer())
    context: dict[str, Any] = {"trail": trail_of(found), "found": found}
    if request.method != "POST":
        form = ProposalForm(offered=choices, found=found)
        return render(request, "decisions/form.html", context | {"form": form})
    form = ProposalForm(request.POST, offered=choices, found=found)
    try:
        if form.is_valid():
            services.change(
                number=number,
                wishes=form.told_wishes(),
                by=request.user.get_username(),
                seen=form.cleaned_data["seen"],
            )
            messages.success(request, _("The proposal is changed."))
            return HttpResponseRedirect(reverse("decisions:decision", args=[found.number]))
    except KuuloError as error:
        context["error"] = error
    return render(request, "decisions/form.html", context | {"form": form}, status=REFUSED)
