"""Asking the quiet ones: a second phase on another channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import KuuloError
from kuulo.customers.rules import Channel
from kuulo.instruments.queries import InstrumentSummary, list_instruments
from kuulo.instruments.rules.lifecycle import InstrumentState
from kuulo.invitations.forms.quiet import QuietForm
from kuulo.invitations.queries import RoundView, round_view, turnout
from kuulo.invitations.queries.rounds import list_rounds
from kuulo.invitations.rules.outcomes import Outcome
from kuulo.invitations.rules.second_phase import QuietSpec, half_width
from kuulo.invitations.services.quiet import SILENT, QuietPlan, draw_second_phase

HOPED_RATE = 0.3
"""Share of the quiet ones expected to answer a short question on another channel; only for the sentence on the page."""


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("invitations.send_invitations", raise_exception=True)
def quiet(request: HttpRequest, round_id: int) -> HttpResponse:
    """Draw a second phase of a round; it is shown before anything is sent."""
    asked = round_view(round_id)
    initial = {"name": _("%(name)s: the quiet ones") % {"name": asked.name}, "instrument": asked.slug}
    data = request.POST if request.method == "POST" else None
    form = QuietForm(data, former=asked.channel, instruments=_open_instruments(), initial=initial)
    if request.method != "POST":
        return _page(request, asked, form)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    try:
        drawn = draw_second_phase(plan=_plan(asked, form.cleaned_data), by=str(request.user))
    except KuuloError as error:
        return _page(request, asked, form, error=error, status=422)
    return HttpResponseRedirect(reverse("invitations:round", args=[drawn.id]))


def _open_instruments() -> list[tuple[str, str]]:
    """Return the instruments that take answers, the shortest first, with how much each asks."""
    live = [each for each in list_instruments() if each.state is InstrumentState.LIVE]
    return [(each.slug, _said(each)) for each in sorted(live, key=lambda each: (each.questions, each.name))]


def _said(each: InstrumentSummary) -> str:
    asks = ngettext("%(number)s question", "%(number)s questions", each.questions) % {"number": each.questions}
    return f"{each.name} ({asks})"


def _plan(asked: RoundView, told: Mapping[str, Any]) -> QuietPlan:
    return QuietPlan(
        name=told["name"],
        slug=told["instrument"],
        channel=Channel(told["channel"]),
        basis=asked.basis,
        touchpoint=asked.touchpoint,
        parent_id=asked.id,
        quiet=QuietSpec(silent=told["silent"], unheard=told["unheard"]),
    )


def _page(
    request: HttpRequest, asked: RoundView, form: QuietForm, *, error: KuuloError | None = None, status: int = 200
) -> HttpResponse:
    told = turnout(round_id=asked.id)
    silent = sum(case.number for case in told.dispositions if case.outcome in SILENT)
    rate = told.answered / told.asked if told.asked else 0.0
    refused = sum(case.number for case in told.dispositions if case.outcome is Outcome.REFUSED)
    wanted = 100
    context = {
        "asked": asked,
        "form": form,
        "error": error,
        "told": told,
        "silent": silent,
        "refused": refused,
        "example": wanted,
        "width": half_width(round(wanted * HOPED_RATE), response_rate=rate),
        "hoped": round(wanted * HOPED_RATE),
        "earlier": [each for each in list_rounds() if each.parent_id == asked.id],
        "trail": [
            (reverse("invitations:rounds"), _("Invitations")),
            (reverse("invitations:round", args=[asked.id]), asked.name),
        ],
    }
    return render(request, "invitations/quiet.html", context, status=status)
