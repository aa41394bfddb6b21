"""Touchpoints: all of them in order with what they catch, and one with its rules."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import GuardError, InputError
from kuulo.figures.queries import open_reading
from kuulo.journeys import services
from kuulo.journeys.forms.touchpoints import RulesForm, TouchpointForm
from kuulo.journeys.queries import TouchpointView, known_touchpoints, list_touchpoints, touchpoint
from kuulo.journeys.queries.previewing import Preview, preview
from kuulo.journeys.rules import Known, checked

REFUSED = 422
MOVES = {"up": -1, "down": 1}


@require_safe
@permission_required("journeys.view_journeys", raise_exception=True)
def touchpoints(request: HttpRequest) -> HttpResponse:
    """List the touchpoints in their order, with what each catches."""
    return _listed(request)


@require_POST
@permission_required("journeys.edit_journeys", raise_exception=True)
def order(request: HttpRequest) -> HttpResponse:
    """Move a touchpoint up or down, or take it away."""
    step, _colon, slug = request.POST.get("act", "").partition(":")
    if step in MOVES:
        services.move_touchpoint(slug=slug, by=MOVES[step])
    elif step == "remove":
        try:
            services.remove_touchpoint(slug=slug)
        except GuardError as error:
            return _listed(request, error=error, status=REFUSED)
        messages.success(request, _("The touchpoint is removed."))
    else:
        raise Http404(step)
    return HttpResponseRedirect(reverse("journeys:touchpoints"))


def _listed(request: HttpRequest, *, error: GuardError | None = None, status: int = 200) -> HttpResponse:
    views = list_touchpoints()
    found = _preview(tuple(one.known for one in views))
    rows = [{"view": view, "caught": caught} for view, caught in zip(views, found.caught, strict=True)]
    context = {"rows": rows, "preview": found, "error": error}
    return render(request, "journeys/touchpoints.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("journeys.edit_journeys", raise_exception=True)
def new_touchpoint(request: HttpRequest) -> HttpResponse:
    """Make a touchpoint; see first what its rules would catch."""
    if request.method != "POST":
        return _page(request, TouchpointForm(), RulesForm())
    return _keep(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("journeys.edit_journeys", raise_exception=True)
def edit_touchpoint(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a touchpoint; see first what its rules would catch."""
    view = touchpoint(slug)
    if request.method != "POST":
        form = TouchpointForm(initial={"name": view.name, "channel": view.channel})
        return _page(request, form, RulesForm(rules=view.rules), view=view)
    return _keep(request, view)


def _keep(request: HttpRequest, view: TouchpointView | None) -> HttpResponse:
    form, rules = TouchpointForm(request.POST), RulesForm(request.POST)
    if not form.is_valid() or not rules.is_valid():
        return _page(request, form, rules, view=view, status=REFUSED)
    try:
        if "preview" in request.POST:
            return _previewed(request, form, rules, view)
        told = {"name": form.cleaned_data["name"], "channel": form.cleaned_data["channel"], "rules": rules.told()}
        if view is None:
            services.create_touchpoint(**told)
        else:
            services.change_touchpoint(slug=view.slug, **told)
    except InputError as error:
        return _page(request, form, rules, view=view, error=error, status=REFUSED)
    messages.success(request, _("The touchpoint is saved."))
    return HttpResponseRedirect(reverse("journeys:touchpoints"))


def _previewed(
    request: HttpRequest, form: TouchpointForm, rules: RulesForm, view: TouchpointView | None
) -> HttpResponse:
    """Show what the rules would catch, in the touchpoint's own place among the others; nothing is saved."""
    found = checked(rules.told())
    slug = view.slug if view else ""
    mine = Known(slug=slug, name=form.cleaned_data["name"], rules=found)
    others = list(known_touchpoints())
    place = next((index for index, one in enumerate(others) if one.slug == slug), len(others))
    others[place : place + 1] = [mine]
    seen = _preview(tuple(others))
    shown = {
        "preview": seen,
        "caught": seen.caught[place],
        "counts": list(zip(found, seen.caught[place].rules, strict=True)),
    }
    again = RulesForm(rules=found)
    return _page(request, form, again, view=view, **shown)


def _preview(known: tuple[Known, ...]) -> Preview:
    with open_reading() as reading:
        return preview(reading, known)


def _page(request: HttpRequest, form: TouchpointForm, rules: RulesForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    trail = [(reverse("journeys:list"), _("Journeys")), (reverse("journeys:touchpoints"), _("Touchpoints"))]
    context = {"form": form, "rules": rules, "trail": trail, **more}
    return render(request, "journeys/touchpoint.html", context, status=status)
