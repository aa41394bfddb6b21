"""Runs: all of them, one with its curve, rules and model, and starting another."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.texts import Text
from kuulo.figures.charts.quantities import Quantity, Unit
from kuulo.matching import services
from kuulo.matching.queries.runs import CurvePoint, KindResult, RunView, list_runs, run
from kuulo.matching.queries.settings import wishes_in_force
from kuulo.matching.rules.curve import Curve, draw_curve, expected
from kuulo.matching.rules.keys import key_names
from kuulo.matching.rules.settings import Engine

KIND_NAMES: Final = {"person": gettext_lazy("Persons"), "organisation": gettext_lazy("Organisations")}
COUNT_NAMES: Final = {
    "compared_person": gettext_lazy("Persons compared"),
    "compared_organisation": gettext_lazy("Organisations compared"),
    "linked": gettext_lazy("Linked beyond doubt"),
    "shared_by_many": gettext_lazy("Keys left because many share them"),
    "new": gettext_lazy("New proposals"),
    "renewed": gettext_lazy("Proposed anew because the data changed"),
    "left": gettext_lazy("Left as somebody decided"),
    "gone": gettext_lazy("Proposals that no longer hold"),
    "accepted": gettext_lazy("Accepted without asking"),
    "open": gettext_lazy("Waiting for a decision"),
}


@require_safe
@permission_required("matching.view_matches", raise_exception=True)
def runs(request: HttpRequest) -> HttpResponse:
    """List the runs, newest first."""
    return render(request, "matching/runs.html", {"runs": list_runs()})


@require_safe
@permission_required("matching.view_matches", raise_exception=True)
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show a run: counts, the precision and recall to expect by threshold, blocking rules, model."""
    found = run(run_id)
    context = {
        "run": found,
        "threshold": Quantity(found.threshold, Unit.SHARE, 1),
        "counts": [(name, found.counts[key]) for key, name in COUNT_NAMES.items() if key in found.counts],
        "kinds": [_kind(found, each) for each in found.kinds],
        "trail": [(reverse("matching:list"), _("Who is one with whom")), (reverse("matching:runs"), _("Runs"))],
    }
    return render(request, "matching/run.html", context)


@require_POST
@permission_required("matching.decide_matches", raise_exception=True)
def start(request: HttpRequest) -> HttpResponse:
    """Ask for a look for matches in the background."""
    wanted = request.POST.get("engine", Engine.DUCKDB)
    engine = next((each for each in Engine if each == wanted), None)
    if engine is None:
        raise Http404(wanted)
    services.request_matches(engine=engine, by=str(request.user))
    messages.success(request, _("The look for matches waits for the worker; its run appears here when it begins."))
    return HttpResponseRedirect(reverse("matching:runs"))


@require_POST
@permission_required("matching.decide_matches", raise_exception=True)
def keep(request: HttpRequest, run_id: int) -> HttpResponse:
    """Take the model of a run as the organisation's own."""
    services.keep_model(run_id=run_id, kind=request.POST.get("kind", ""), by=str(request.user))
    messages.success(request, _("The model is kept: later runs use it as it is."))
    return HttpResponseRedirect(reverse("matching:run", args=[run_id]))


@require_safe
@permission_required("matching.view_matches", raise_exception=True)
def model_file(request: HttpRequest, run_id: int, kind: str) -> HttpResponse:
    """Hand out the model of a run as a file."""
    del request
    found = next((each for each in run(run_id).kinds if each.kind == kind), None)
    if found is None:
        raise Http404(kind)
    answer = HttpResponse(found.model, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="kuulo-model-{kind}-{run_id}.json"'
    return answer


def _kind(found: RunView, each: KindResult) -> dict[str, Any]:
    curve = draw_curve([(point.threshold, point.precision, point.recall) for point in each.curve], found.threshold)
    return {
        "kind": each.kind,
        "name": KIND_NAMES[each.kind],
        "result": each,
        "curve": curve,
        "axis": _axis(curve),
        "points": [_shares(point) for point in each.curve],
        "rules": [(key_names(rule.rule), rule.pairs) for rule in each.rules],
        "is_kept": wishes_in_force().models.get(each.kind) == each.model,
    }


def _shares(point: CurvePoint) -> tuple[Quantity | Text | int | None, ...]:
    """Return threshold, pairs that reach it, and the precision and recall expected there."""
    shares = (None if share is None else expected(share) for share in (point.precision, point.recall))
    return Quantity(point.threshold, Unit.SHARE, 2), point.pairs, *shares


def _axis(curve: Curve | None) -> tuple[Quantity, ...]:
    """Return the ends of the axis across, then of the one upwards."""
    if curve is None:
        return ()
    ends = (curve.x_ticks[0], curve.x_ticks[-1], curve.y_ticks[0], curve.y_ticks[-1])
    return tuple(Quantity(each.share, Unit.SHARE) for each in ends)
