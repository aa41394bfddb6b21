"""The plan of a year: the page, the walk through it, what must be known, the budget."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import InputError, NotFoundError
from kuulo.plans import services
from kuulo.plans.forms import BudgetForm, NeedForm, decision_choices, study_choices
from kuulo.plans.queries import need, plan_of, years_with_plans
from kuulo.plans.rules import NeedView, PlanView
from kuulo.plans.views.showing import plain_of, plan_context, shown_decision, trail_of
from kuulo.studies.queries import seen_studies

REFUSED: Final = 422


def _year(year: int | None) -> int:
    return timezone.localdate().year if year is None else year


@require_safe
@permission_required("plans.view_plan", raise_exception=True)
def plan(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Show the plan of a year; of this one where none is named."""
    found = plan_of(_year(year), request.user)
    context = plan_context(request, found) | {"years": years_with_plans()}
    return render(request, "plans/plan.html", context)


@require_safe
@permission_required("plans.view_plan", raise_exception=True)
def plan_json(request: HttpRequest, year: int | None = None) -> JsonResponse:
    """Return the same as plain values."""
    return JsonResponse(plain_of(plan_of(_year(year), request.user)))


@require_safe
@permission_required("plans.view_plan", raise_exception=True)
def walk(request: HttpRequest, year: int, step: int) -> HttpResponse:
    """Walk through the plan: the gaps, then decision by decision, then what it costs and when."""
    found = plan_of(year, request.user)
    last = len(found.decisions) + 2
    if not 1 <= step <= last:
        raise NotFoundError(
            gettext_noop("The plan has no step {step}."), gettext_noop("Begin the walk anew."), step=step
        )
    context: dict[str, Any] = {
        "plan": found,
        "step": step,
        "last": last,
        "steps": range(1, last + 1),
        "before": step - 1,
        "after": step + 1 if step < last else 0,
        "trail": trail_of(year),
    }
    if step in {1, last}:
        context |= plan_context(request, found) | {"before": step - 1, "after": step + 1 if step < last else 0}
    else:
        context["one"] = shown_decision(found.decisions[step - 2], get_language() or "en")
    return render(request, "plans/walk.html", context)


def _need_form(request: HttpRequest, found: PlanView, known: NeedView | None = None) -> NeedForm:
    others = [(one.slug, one.title) for one in seen_studies(request.user)]
    return NeedForm(
        request.POST if request.method == "POST" else None,
        decisions=decision_choices(found),
        studies=study_choices(found, known, others),
        found=known,
        initial={"decision": request.GET.get("decision", "")[:20]},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("plans.edit_plan", raise_exception=True)
def new_need(request: HttpRequest, year: int) -> HttpResponse:
    """Write down what must be known."""
    form = _need_form(request, plan_of(year, request.user))
    context: dict[str, Any] = {"trail": trail_of(year), "form": form}
    if request.method != "POST":
        return render(request, "plans/need.html", context)
    try:
        if form.is_valid():
            services.add_need(year=year, wishes=form.told_wishes(), by=request.user.get_username())
            messages.success(request, _("It stands in the plan."))
            return HttpResponseRedirect(reverse("plans:year", args=[year]))
    except InputError as error:
        context["error"] = error
    return render(request, "plans/need.html", context, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("plans.edit_plan", raise_exception=True)
def change_need(request: HttpRequest, number: int) -> HttpResponse:
    """Change what must be known."""
    known = need(number, request.user)
    form = _need_form(request, plan_of(known.year, request.user), known)
    context: dict[str, Any] = {"trail": trail_of(known.year), "form": form, "need": known}
    if request.method != "POST":
        return render(request, "plans/need.html", context)
    try:
        if form.is_valid():
            services.change_need(number=number, wishes=form.told_wishes(), by=request.user.get_username())
            messages.success(request, _("Changed."))
            return HttpResponseRedirect(reverse("plans:year", args=[known.year]))
    except InputError as error:
        context["error"] = error
    return render(request, "plans/need.html", context, status=REFUSED)


@require_POST
@permission_required("plans.edit_plan", raise_exception=True)
def remove_need(request: HttpRequest, number: int) -> HttpResponse:
    """Take out what need not be known any more."""
    year = services.remove_need(number=number, by=request.user.get_username())
    messages.success(request, _("It is taken out of the plan."))
    return HttpResponseRedirect(reverse("plans:year", args=[year]))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("plans.edit_plan", raise_exception=True)
def budget(request: HttpRequest, year: int) -> HttpResponse:
    """Write down what there is for a year, and what costs beside the studies."""
    found = plan_of(year, request.user)
    form = BudgetForm(request.POST if request.method == "POST" else None, found=found.budget)
    context: dict[str, Any] = {"trail": trail_of(year), "form": form, "plan": found}
    if request.method != "POST":
        return render(request, "plans/budget.html", context)
    try:
        if form.is_valid():
            by = request.user.get_username()
            services.set_budget(year=year, amount=form.told_amount(), lines=form.told_lines(), by=by)
            messages.success(request, _("The budget is written down."))
            return HttpResponseRedirect(reverse("plans:year", args=[year]))
    except InputError as error:
        context["error"] = error
    return render(request, "plans/budget.html", context, status=REFUSED)
