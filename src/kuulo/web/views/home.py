"""Home: the organisation's figures now against before, and what matters first."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from kuulo.base.texts import Text
from kuulo.figures.charts.wording import parts_words
from kuulo.figures.exports import plain
from kuulo.figures.queries import Reading, newest_comments, open_reading
from kuulo.figures.queries.overview import Overview, overview
from kuulo.figures.rules.periods import Period
from kuulo.web.views.home_figures import cards_of, comment_of, days_of, pulls_of, trend_of, unit_words

PERIODS = (("28", _("28 days")), ("90", _("90 days")), ("365", _("365 days")))
MOST_COMMENTS = 6
NOTHING_NEW = 204


@require_safe
@permission_required("web.view_home", raise_exception=True)
def home(request: HttpRequest) -> HttpResponse:
    """Show the figures of the organisation; to a page that shows them already, nothing while no answer has come."""
    period = Period(request.GET.get("period", ""))
    htmx = cast("HtmxDetails", request.htmx)  # type: ignore[attr-defined] # set by its middleware
    part = bool(htmx) and not htmx.history_restore_request
    with open_reading() as reading:
        if part and request.GET.get("seen") == reading.data_version:
            return HttpResponse(status=NOTHING_NEW)
        context = _context(request, reading, period)
    response = render(request, "web/home_figures.html" if part else "web/home.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@permission_required("web.view_home", raise_exception=True)
@permission_required("figures.view_figures", raise_exception=True)
def home_json(request: HttpRequest) -> JsonResponse:
    """Answer the figures of the page as plain values; comments have no twin."""
    with open_reading() as reading:
        found = overview(reading, Period(request.GET.get("period", "")))
    return JsonResponse({"data_version": reading.data_version, **(_plain(found) if found is not None else {})})


def _plain(found: Overview) -> dict[str, Any]:
    return {
        "headline": plain(found.headline),
        "measures": [
            {
                "definition": one.definition.id,
                "now": plain(one.comparison.now),
                "before": plain(one.comparison.before),
                "change": plain(one.comparison.change),
                "breaks": plain(one.breaks),
            }
            for one in found.measured
        ],
        "refused": {definition.id: str(error) for definition, error in found.refused},
        "trend": [{"start": plain(point.start), "figure": plain(point.estimate)} for point in found.points],
        "level": plain(found.smoothed),
        "pulled": found.pulled.definition.id,
        "pulls": plain(found.pulls),
        "touchpoints": plain(found.touchpoints),
    }


def _context(request: HttpRequest, reading: Reading, period: Period) -> dict[str, Any]:
    if not request.user.has_perm("figures.view_figures"):
        return {"closed": True}
    found = overview(reading, period)
    refresh = {"period": period.kind, "seen": reading.data_version}
    context = {"refresh_url": f"{reverse('web:home')}?{urlencode(refresh)}", "data_version": reading.data_version}
    if found is None:
        return context | {"empty": True}
    may_read = request.user.has_perm("figures.view_comments")
    comments = newest_comments(reading, found.scopes, MOST_COMMENTS) if may_read else ()
    return context | _shown(reading, found) | {"comments": [comment_of(reading, one) for one in comments]}


def _shown(reading: Reading, found: Overview) -> dict[str, Any]:
    chosen = found.scope.selection.period.kind
    now, before = days_of(reading, found.scope)
    return {
        "headline": found.headline,
        "now": now,
        "before": before,
        "cards": cards_of(found),
        "trend": trend_of(found),
        "parts": parts_words(found.measured[0].comparison.now),
        "pulls": pulls_of(found),
        "unit": unit_words(found),
        "measure": Text(found.pulled.definition.title),
        "main_url": _explore_url(found, by="touchpoint"),
        "refused": found.refused,
        "periods": [
            {"url": f"{reverse('web:home')}?period={kind}", "label": label, "current": kind == chosen}
            for kind, label in PERIODS
        ],
    }


def _explore_url(found: Overview, *, by: str) -> str:
    query = {"measure": found.pulled.definition.id, "by": by, "period": found.scope.selection.period.kind}
    return f"{reverse('figures:explore')}?{urlencode(query)}"
