"""Triggers: making one, how it stands, letting it rest."""

from __future__ import annotations

from typing import Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import KuuloError
from kuulo.instruments.queries import instrument, live_version
from kuulo.invitations import services
from kuulo.invitations.forms.triggers import TriggerForm
from kuulo.invitations.queries import turnout
from kuulo.invitations.queries.attributes import attributes_to_choose
from kuulo.invitations.queries.triggers import TriggerView, trigger_view
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.views import standing
from kuulo.invitations.views.messages import defaults_of
from kuulo.invitations.views.planning import SHOW, shown_preview

NEW_TOKEN: Final = "invitations.new_token"  # noqa: S105 -- the name of a place in the session


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invitations.send_invitations", raise_exception=True)
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type] # csp's types know views without arguments
def new_trigger(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a trigger."""
    shown = instrument(slug)
    version = live_version(slug)
    if version is None:
        return render(request, "invitations/not_published.html", {"instrument": shown})
    form = TriggerForm(
        request.POST if request.method == "POST" else None,
        version=version,
        attributes=attributes_to_choose(),
        initial={"name": shown.name, "touchpoint": shown.touchpoint},
        defaults=defaults_of(version),
    )
    wanted = request.POST.get(SHOW, "")
    if request.method != "POST" or wanted:
        return _form_page(request, form, wanted=wanted)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        made = services.create_trigger(plan=form.plan(), by=str(request.user))
    except KuuloError as error:
        return _form_page(request, form, error=error, status=422)
    if made.token:
        request.session[NEW_TOKEN] = made.token
    messages.success(request, _("The trigger is on: it looks at what happens from now."))
    return HttpResponseRedirect(reverse("invitations:trigger", args=[made.trigger.id]))


@require_safe
@permission_required("invitations.view_invitations", raise_exception=True)
def trigger(request: HttpRequest, trigger_id: int) -> HttpResponse:
    """Show what a trigger waits for, whom it asked, and whom it left alone."""
    found = trigger_view(trigger_id)
    told = turnout(trigger_id=trigger_id)
    context = {
        "trigger": found,
        "told": told,
        "bar": standing.bar_of(told),
        "lines": standing.lines_of(told),
        "rates": standing.rates_of(told),
        "reasons": standing.reasons_of(found.not_asked),
        "token": request.session.pop(NEW_TOKEN, "") if found.kind is TriggerKind.API else "",
        "address": f"{settings.KUULO_PUBLIC_URL}/v1/triggers",
        "trail": _trail(found),
    }
    return render(request, "invitations/trigger.html", context)


@require_POST
@permission_required("invitations.send_invitations", raise_exception=True)
def turn_trigger(request: HttpRequest, trigger_id: int) -> HttpResponse:
    """Turn a trigger off or on, or give it a new token."""
    wanted = request.POST.get("turn", "")
    if wanted == "off":
        services.pause_trigger(trigger_id=trigger_id)
        messages.success(request, _("The trigger rests."))
    elif wanted == "on":
        services.resume_trigger(trigger_id=trigger_id)
        messages.success(request, _("The trigger is on: it looks at what happens from now."))
    elif wanted == "token":
        request.session[NEW_TOKEN] = services.renew_token(trigger_id=trigger_id)
    else:
        trigger_view(trigger_id)
    return HttpResponseRedirect(reverse("invitations:trigger", args=[trigger_id]))


def _trail(found: TriggerView) -> list[tuple[str, str]]:
    return [
        (reverse("invitations:rounds"), _("Invitations")),
        (reverse("invitations:instrument", args=[found.slug]), found.instrument),
    ]


def _form_page(
    request: HttpRequest, form: TriggerForm, *, wanted: str = "", error: KuuloError | None = None, status: int = 200
) -> HttpResponse:
    version = form.version
    _part, _colon, language = wanted.partition(":")
    context = {
        "form": form,
        "instrument": version,
        "error": error,
        "preview": shown_preview(form, language),
        "shows_errors": form.is_bound and not wanted,
        "trail": [
            (reverse("invitations:rounds"), _("Invitations")),
            (reverse("invitations:instrument", args=[version.slug]), version.name),
        ],
    }
    only_message = wanted.startswith("message") and "HX-Request" in request.headers
    name = "invitations/_preview.html" if only_message else "invitations/trigger_form.html"
    return render(request, name, context, status=status)
