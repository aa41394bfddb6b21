"""Publishing, closing and opening again; the name, the touchpoint and the promise."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import GuardError
from kuulo.instruments import queries, services
from kuulo.instruments.forms import PROMISE_TEXTS, PromiseForm, SettingsForm
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.rules.checks import Severity, check
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.instruments.views.changes import changes_of
from kuulo.instruments.views.saying import ToldFinding, said, told

WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(WAYS)
@permission_required("instruments.publish_instruments", raise_exception=True)
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what publishing will do; do it."""
    view = queries.instrument(slug)
    form = PromiseForm(request.POST or None, initial={"promise": view.promise.value})
    if request.method != "POST":
        return _publish_page(request, view, form)
    if view.state is InstrumentState.DRAFT:
        if not form.is_valid():
            return _publish_page(request, view, form, status=422)
        services.set_promise(slug=slug, promise=form.cleaned_data["promise"])
    try:
        version = services.publish(slug=slug, by=str(request.user))
    except GuardError as error:
        return _publish_page(request, queries.instrument(slug), form, error=error, status=409)
    messages.success(request, _("Version %(number)s takes answers now.") % {"number": version.number})
    return HttpResponseRedirect(reverse("instruments:versions", args=[slug]))


@require_POST
@permission_required("instruments.publish_instruments", raise_exception=True)
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """Take no more answers."""
    services.close_instrument(slug=slug)
    messages.success(request, _("It is closed: nobody can answer any more."))
    return HttpResponseRedirect(reverse("instruments:publish", args=[slug]))


@require_POST
@permission_required("instruments.publish_instruments", raise_exception=True)
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    """Take answers again."""
    services.reopen_instrument(slug=slug)
    messages.success(request, _("It is open again."))
    return HttpResponseRedirect(reverse("instruments:publish", args=[slug]))


@require_POST
@permission_required("instruments.edit_instruments", raise_exception=True)
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Remove an instrument that was never published."""
    view = queries.instrument(slug)
    services.remove_draft(slug=slug)
    messages.success(request, _("“%(name)s” was removed.") % {"name": view.name})
    return HttpResponseRedirect(reverse("instruments:list"))


@require_http_methods(WAYS)
@permission_required("instruments.edit_instruments", raise_exception=True)
def settings_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the name and the touchpoint."""
    view = queries.instrument(slug)
    form = SettingsForm(request.POST or None, initial={"name": view.name, "touchpoint": view.touchpoint})
    if request.method == "POST" and form.is_valid():
        services.rename_instrument(slug=slug, name=form.cleaned_data["name"])
        services.set_touchpoint(slug=slug, touchpoint=form.cleaned_data["touchpoint"])
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("instruments:build", args=[slug]))
    context = {"instrument": view, "form": form, "trail": trail_to(view)}
    return render(request, "instruments/settings.html", context, status=422 if form.is_bound else 200)


@require_safe
@permission_required("instruments.view_instruments", raise_exception=True)
def check_page(request: HttpRequest, slug: str) -> HttpResponse:
    """List everything the check found."""
    view = queries.instrument(slug)
    context = {"instrument": view, "trail": trail_to(view), **found(view)}
    return render(request, "instruments/check.html", context)


def found(view: InstrumentView) -> dict[str, list[ToldFinding]]:
    """Return what the check found in the draft: errors keep it from being published, remarks do not."""
    findings = [told(finding, view.draft) for finding in check(view.draft)]
    return {
        "errors": [finding for finding in findings if finding.severity == Severity.ERROR],
        "remarks": [finding for finding in findings if finding.severity == Severity.WARNING],
    }


def trail_to(view: InstrumentView) -> list[tuple[str, str]]:
    """Return the way to a page of an instrument."""
    return [
        (reverse("instruments:list"), _("Instruments")),
        (reverse("instruments:build", args=[view.slug]), view.name),
    ]


def _publish_page(
    request: HttpRequest,
    view: InstrumentView,
    form: PromiseForm,
    *,
    error: GuardError | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **found(view),
        "instrument": view,
        "trail": trail_to(view),
        "form": form if view.state is InstrumentState.DRAFT else None,
        "promise_text": PROMISE_TEXTS[view.promise],
        "changes": changes_of(view),
        "error_text": said(error.found) if error else "",
    }
    return render(request, "instruments/publish.html", context, status=status)
