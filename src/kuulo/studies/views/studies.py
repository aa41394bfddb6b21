"""The list of studies with what is running, and making and changing a plan."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import GuardError, InputError
from kuulo.codebooks.queries import list_books
from kuulo.customers.queries.segments import list_segments
from kuulo.instruments.queries import list_instruments
from kuulo.studies import services
from kuulo.studies.forms import PlanForm
from kuulo.studies.forms.plan import Offered
from kuulo.studies.queries import email_of, seen_studies, seen_study
from kuulo.studies.queries.standing import standings
from kuulo.studies.rules import BEFORE, IN_FIELD, StudyState
from kuulo.studies.views.showing import line_of, plain_of

REFUSED: Final = 422


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def studies(request: HttpRequest) -> HttpResponse:
    """List the studies: what runs first, then what is planned, what is analysed, and what is over."""
    found = seen_studies(request.user)
    standing = standings([each.id for each in found])
    lines = [line_of(each, standing[each.id]) for each in found]
    over = [line for line in lines if line["study"].state in {StudyState.ARCHIVED, StudyState.CANCELLED}]
    context = {
        "count": len(lines),
        "running": [line for line in lines if line["study"].state in IN_FIELD],
        "groups": [
            (_("Being planned"), [line for line in lines if line["study"].state in BEFORE]),
            (_("Being analysed"), [line for line in lines if line["study"].state is StudyState.ANALYSING]),
            (_("Reported"), [line for line in lines if line["study"].state is StudyState.REPORTED]),
        ],
        "over": over,
    }
    return render(request, "studies/list.html", context)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def studies_json(request: HttpRequest) -> JsonResponse:
    """Return the studies as plain values."""
    found = seen_studies(request.user)
    standing = standings([each.id for each in found])
    return JsonResponse({"studies": [plain_of(each, standing[each.id]) for each in found]})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("studies.edit_studies", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a study."""
    context: dict[str, Any] = {"trail": [(reverse("studies:studies"), _("Studies"))]}
    if request.method != "POST":
        return render(request, "studies/plan_form.html", context | {"form": PlanForm(offered=offered())})
    form = PlanForm(request.POST, offered=offered())
    try:
        if form.is_valid():
            made = services.create_study(wishes=form.told_wishes(), by=email_of(request.user))
            messages.success(request, _("The study is kept as a draft."))
            return HttpResponseRedirect(reverse("studies:study", args=[made.slug]))
    except InputError as error:
        context["error"] = error
    return render(request, "studies/plan_form.html", context | {"form": form}, status=REFUSED)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("studies.edit_studies", raise_exception=True)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a plan; once fieldwork has begun, as an amendment."""
    found = seen_study(user=request.user, slug=slug)
    trail = [(reverse("studies:studies"), _("Studies")), (reverse("studies:study", args=[slug]), found.title)]
    context: dict[str, Any] = {"trail": trail, "study": found}
    amends = "" if found.state in BEFORE else found.state
    if request.method != "POST":
        form = PlanForm(offered=offered(), found=found, amends=amends)
        return render(request, "studies/plan_form.html", context | {"form": form})
    form = PlanForm(request.POST, offered=offered(), found=found, amends=amends)
    try:
        if form.is_valid():
            services.change_plan(slug=slug, wishes=form.told_wishes(), by=email_of(request.user), why=form.told_why())
            messages.success(request, _("The plan is changed."))
            return HttpResponseRedirect(reverse("studies:study", args=[slug]))
    except (InputError, GuardError) as error:
        context["error"] = error
    return render(request, "studies/plan_form.html", context | {"form": form}, status=REFUSED)


def offered() -> Offered:
    """Return what a plan can choose from: segments, codebooks, questionnaires."""
    language = get_language() or "en"
    return Offered(
        segments=[(each.slug, each.name) for each in list_segments()],
        codebooks=[(each.slug, each.name(language)) for each in list_books()],
        instruments=[(each.slug, each.name) for each in list_instruments()],
    )
