"""What goes with an outcome: importance beside how well we do, checks in words; page, JSON and CSV."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.texts import say as text
from kuulo.drivers.forms import DriversForm
from kuulo.drivers.queries import Study, read_options, study_for
from kuulo.drivers.rules import Ask, parse_ask
from kuulo.drivers.rules.map import Placed, draw_map
from kuulo.drivers.views.sheets import drivers_sheet
from kuulo.figures.charts import DotsChart, GroupRow, dots_chart
from kuulo.figures.exports import csv_bytes
from kuulo.figures.queries import open_reading
from kuulo.figures.templatetags.charts import say


@require_safe
@permission_required("drivers.view_drivers", raise_exception=True)
def drivers(request: HttpRequest) -> HttpResponse:
    """Show what goes with an outcome."""
    asked = parse_ask(dict(request.GET.lists()))
    with open_reading() as reading:
        options, study = read_options(reading), study_for(reading, asked)
    if study is None:
        return render(request, "drivers/drivers.html", {"empty": True})
    ask = _with_target(study, asked)
    context: dict[str, object] = {
        "form": DriversForm(options, ask),
        "study": study,
        "csv_url": _address("drivers_csv", ask),
        "json_url": _address("drivers_json", ask),
    }
    if study.found is not None:
        context |= {"found": study.found, "map": _map(study, asked.target), "bars": _bars(study), "rows": _rows(study)}
    return render(request, "drivers/drivers.html", context)


@require_safe
@permission_required("drivers.view_drivers", raise_exception=True)
def drivers_json(request: HttpRequest) -> HttpResponse:
    """Answer with the same as plain values."""
    with open_reading() as reading:
        study = study_for(reading, parse_ask(dict(request.GET.lists())))
    return JsonResponse({} if study is None else _plain(study))


@require_safe
@permission_required("figures.download_figures", raise_exception=True)
def drivers_csv(request: HttpRequest) -> HttpResponse:
    """Send the drivers as CSV, written the reader's language's way."""
    with open_reading() as reading:
        study = study_for(reading, parse_ask(dict(request.GET.lists())))
    headers = {"Content-Disposition": 'attachment; filename="kuulo-drivers.csv"'}
    content = csv_bytes(drivers_sheet(study), get_language() or "en")
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _with_target(study: Study, asked: Ask) -> Ask:
    return Ask(
        of=study.ask.of,
        outcome=study.ask.outcome,
        drivers=study.ask.drivers,
        period=study.ask.period,
        method=study.ask.method,
        missing=study.ask.missing,
        target=asked.target,
    )


def _address(name: str, ask: Ask) -> str:
    return f"{reverse(f'drivers:{name}')}?{urlencode(ask.to_params())}"


def _map(study: Study, target: float | None) -> object:
    found = study.found.drivers if study.found else ()
    points = [
        Placed(name=study.names[one.name], importance=one.importance, performance=one.performance) for one in found
    ]
    return draw_map(points, target=target)


def _bars(study: Study) -> DotsChart:
    found = study.found.drivers if study.found else ()
    return dots_chart(
        [GroupRow(study.names[one.name], one.importance) for one in found],
        title=text(_("How much of the differences goes with each")),
        name=text(_("The share of the differences")),
        group=text(_("Driver")),
    )


def _rows(study: Study) -> list[dict[str, object]]:
    """Return the table beneath: coefficients, correlations, inflation, and the places the interval reaches."""
    found = study.found.drivers if study.found else ()
    return [
        {
            "name": study.names[one.name],
            "driver": one,
            "inflation": f"{one.inflation:.1f}" if one.inflation < 1000 else "∞",
            "places": _("{rank} ({low}–{high})").format(rank=one.rank, low=one.rank_low, high=one.rank_high),
        }
        for one in found
    ]


def _plain(study: Study) -> dict[str, object]:
    """Return the study as plain values, texts in the reader's language."""
    plain: dict[str, object] = {
        "ask": dict(study.ask.to_params()) | {"driver": list(study.ask.drivers)},
        "outcome": say(study.outcome),
        "refused": None if study.refused is None else say(study.refused),
        "notes": [say(note) for note in study.notes],
        "data_version": study.data_version,
        "found": None,
    }
    if study.found is not None:
        told = study.found.to_dict()
        plain["found"] = told | {
            "sentence": say(study.found.sentence),
            "names": {one.name: say(study.names[one.name]) for one in study.found.drivers},
            "checks": [
                {"name": check.name, "level": check.level, "sentence": say(check.sentence)}
                for check in study.found.checks
            ],
        }
    return plain
