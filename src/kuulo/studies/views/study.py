"""One study: the plan beside the result, its steps, its team, what participants are told."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.accounts.queries import colleagues
from kuulo.audit.queries import steps_of
from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark
from kuulo.studies import services
from kuulo.studies.forms import MemberForm, ResultForm
from kuulo.studies.models import Study
from kuulo.studies.queries import email_of, seen_study
from kuulo.studies.queries.standing import standings, text_versions
from kuulo.studies.rules import BEFORE, OVER, StudyState, StudyStep, StudyView, TeamRole
from kuulo.studies.services.plans import plan_of
from kuulo.studies.services.telling import subject_of
from kuulo.studies.views.showing import (
    amendments_of,
    beside,
    ethics_lines,
    line_of,
    plain_of,
    plan_lines,
    steps_of_study,
    team_lines,
)

REFUSED: Final = 422
STEPS_SHOWN: Final = 15


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def study(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the plan as it was frozen, beside what came of it."""
    return render(request, "studies/study.html", _context(request, seen_study(user=request.user, slug=slug)))


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def study_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    found = seen_study(user=request.user, slug=slug)
    return JsonResponse(plain_of(found, standings([found.id])[found.id]))


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a step of the study's life."""
    found = seen_study(user=request.user, slug=slug)
    wanted = request.POST.get("step", "")
    if wanted not in set(StudyStep):
        return HttpResponseRedirect(reverse("studies:study", args=[slug]))
    try:
        services.move_study(slug, StudyStep(wanted), email_of(request.user))
    except GuardError as error:
        return render(request, "studies/study.html", _context(request, found) | {"error": error}, status=REFUSED)
    messages.success(request, _("Done. It stands in the log."))
    return HttpResponseRedirect(reverse("studies:study", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("studies.edit_studies", raise_exception=True)
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """Write the result, with the plan in sight."""
    found = seen_study(user=request.user, slug=slug)
    told = found.result
    initial = {"found": told.found, "answer": told.answer, "limits": told.limits} if told else {}
    context = _context(request, found) | {"trail": _trail(found)}
    form = ResultForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_result(slug=slug, by=email_of(request.user), **form.cleaned_data)
            messages.success(request, _("The result is kept."))
            return HttpResponseRedirect(reverse("studies:study", args=[slug]))
        except (InputError, GuardError) as error:
            context["error"] = error
    status = REFUSED if request.method == "POST" else 200
    return render(request, "studies/result_form.html", context | {"form": form}, status=status)


@require_POST
@permission_required("studies.edit_studies", raise_exception=True)
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a colleague into the team, or out of it."""
    found = seen_study(user=request.user, slug=slug)
    by = email_of(request.user)
    try:
        if request.POST.get("remove"):
            services.remove_member(slug=slug, email=request.POST["remove"], by=by)
        else:
            form = MemberForm(request.POST, colleagues=colleagues())
            if not form.is_valid():
                raise InputError(mark("Nobody was chosen."), mark("Choose a colleague and their part."))
            told = form.cleaned_data
            services.add_member(slug=slug, email=told["email"], role=TeamRole(told["role"]), by=by)
    except (InputError, GuardError) as error:
        return render(request, "studies/study.html", _context(request, found) | {"error": error}, status=REFUSED)
    messages.success(request, _("The team is changed. It stands in the log."))
    return HttpResponseRedirect(reverse("studies:study", args=[slug]))


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every version of what participants were told and agreed to."""
    found = seen_study(user=request.user, slug=slug)
    context = {"study": found, "trail": _trail(found), "texts": text_versions(slug)}
    return render(request, "studies/texts.html", context)


@require_safe
@permission_required("studies.view_studies", raise_exception=True)
def texts_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    found = seen_study(user=request.user, slug=slug)
    return JsonResponse({"study": found.slug, "texts": [asdict(each) for each in text_versions(slug)]})


def _context(request: HttpRequest, found: StudyView) -> dict[str, Any]:
    standing = standings([found.id])[found.id]
    row = Study.objects.get(pk=found.id)
    told = found.plan.told if found.plan is not None else plan_of(row)
    people = colleagues()
    return {
        **line_of(found, standing),
        "trail": [(reverse("studies:studies"), _("Studies"))],
        "steps": steps_of_study(row),
        "plan_lines": plan_lines(told),
        "guide": told.get("guide", ""),
        "beside": beside(found, standing),
        "amendments": amendments_of(found),
        "ethics": ethics_lines(found),
        "team": team_lines(found, dict(people)),
        "member_form": MemberForm(colleagues=people),
        "may_change": found.state not in OVER,
        "may_result": found.state not in BEFORE | {StudyState.ARCHIVED, StudyState.CANCELLED},
        "log": steps_of(subject_of(found.slug), most=STEPS_SHOWN),
        "may_edit": request.user.has_perm("studies.edit_studies"),
    }


def _trail(found: StudyView) -> list[tuple[str, str]]:
    return [(reverse("studies:studies"), _("Studies")), (reverse("studies:study", args=[found.slug]), found.title)]
