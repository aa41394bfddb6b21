"""Sessions, page views and users over time, and who of them consented."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.charts import TrendChart, TrendPoint, trend_chart
from kuulo.figures.queries import open_reading
from kuulo.journeys.forms.choosing import DAYS, TrafficForm
from kuulo.journeys.queries.traffic import TrafficShown, show_traffic, sources_of

NAMES = {
    "profiling": gettext_lazy("Profiling"),
    "marketing": gettext_lazy("Marketing"),
    "research": gettext_lazy("Research"),
}


@require_safe
@permission_required("journeys.view_journeys", raise_exception=True)
def traffic(request: HttpRequest) -> HttpResponse:
    """Show sessions, page views and users over time, by source, with what they rest on."""
    period = request.GET.get("period") or "90"
    period = period if period in DAYS else "90"
    source = (request.GET.get("source") or "")[:64]
    with open_reading() as reading:
        shown = show_traffic(reading, DAYS[period], source)
    form = TrafficForm(period, source, sources_of(shown, source))
    context = {"form": form, "shown": shown, "chart": _chart(shown), "consents": _consents(shown)}
    return render(request, "journeys/traffic.html", context)


def _consents(shown: TrafficShown | None) -> list[tuple[object, object]]:
    return [(NAMES[purpose], share) for purpose, share in shown.consents] if shown else []


def _chart(shown: TrafficShown | None) -> TrendChart | None:
    """Return the share of engaged sessions over time; counts stand in the table beside it."""
    if shown is None or len(shown.times) < 2:
        return None
    points = [TrendPoint(start=one.start, estimate=one.engaged, break_note=None) for one in shown.times if one.start]
    return trend_chart(
        points,
        title=say(_("Engaged sessions over time")),
        name=say(_("Engaged sessions")),
        grain=shown.grain,
        rests_on=_("{name}, {where}: {value}, {confidence} interval {interval}, from {n} sessions."),
    )
