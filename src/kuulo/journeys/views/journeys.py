"""Journeys: all of them, one with its figures, and the ways to make, change and take them away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kuulo.base.errors import InputError
from kuulo.journeys import services
from kuulo.journeys.forms.journeys import JourneyForm, StepsForm, plan_of
from kuulo.journeys.queries import JourneyView, journey, list_journeys, list_touchpoints
from kuulo.journeys.rules.ready_made import READY_MADE

REFUSED = 422


@require_safe
@permission_required("journeys.view_journeys", raise_exception=True)
def journeys(request: HttpRequest) -> HttpResponse:
    """List the journeys."""
    return render(request, "journeys/list.html", {"journeys": list_journeys(), "ready": _ready()})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("journeys.edit_journeys", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a journey: from a ready-made one, or of one's own touchpoints."""
    if request.method != "POST":
        return _form_page(request, JourneyForm(), StepsForm(touchpoints=list_touchpoints()))
    if "ready" in request.POST:
        return _begin(request, request.POST["ready"])
    return _keep(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("journeys.edit_journeys", raise_exception=True)
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a journey, or take it away."""
    view = journey(slug)
    if request.method != "POST":
        told = {"name": view.name, "description": view.description, "within_days": view.within_days}
        form = JourneyForm(initial=told)
        return _form_page(request, form, StepsForm(view=view, touchpoints=list_touchpoints()), view=view)
    if "remove" in request.POST:
        services.remove_journey(slug=slug)
        messages.success(request, _("The journey is removed; its touchpoints stay."))
        return HttpResponseRedirect(reverse("journeys:list"))
    return _keep(request, view)


def _begin(request: HttpRequest, ready: str) -> HttpResponse:
    try:
        view = services.begin_with(ready=ready, translate=_)
    except InputError as error:
        form = StepsForm(touchpoints=list_touchpoints())
        return _form_page(request, JourneyForm(), form, error=error, status=REFUSED)
    messages.success(request, _("The journey is there. Change its touchpoints to fit your own pages and events."))
    return HttpResponseRedirect(reverse("journeys:journey", args=[view.slug]))


def _keep(request: HttpRequest, view: JourneyView | None) -> HttpResponse:
    form, steps = JourneyForm(request.POST), StepsForm(request.POST, touchpoints=list_touchpoints())
    if not form.is_valid() or not steps.is_valid():
        return _form_page(request, form, steps, view=view, status=REFUSED)
    try:
        plan = plan_of(form, steps)
        kept = services.change_journey(slug=view.slug, plan=plan) if view else services.create_journey(plan=plan)
    except InputError as error:
        return _form_page(request, form, steps, view=view, error=error, status=REFUSED)
    messages.success(request, _("The journey is saved."))
    return HttpResponseRedirect(reverse("journeys:journey", args=[kept.slug]))


def _form_page(request: HttpRequest, form: JourneyForm, steps: StepsForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    view = more.get("view")
    trail = [(reverse("journeys:list"), _("Journeys"))]
    if view is not None:
        trail.append((reverse("journeys:journey", args=[view.slug]), view.name))
    context = {"form": form, "steps": steps, "trail": trail, "ready": [] if view else _ready(), **more}
    return render(request, "journeys/edit.html", context, status=status)


def _ready() -> list[dict[str, object]]:
    """Return the ready-made journeys that are not there yet."""
    taken = {one.slug for one in list_journeys()}
    return [
        {
            "slug": one.slug,
            "name": _(one.name),
            "description": _(one.description),
            "steps": [_(step.name) for step in one.touchpoints],
        }
        for one in READY_MADE
        if one.slug not in taken
    ]
