"""The page of published figures, its twin in JSON, and bringing and removing a list of one's own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import FileError
from kuulo.figures.charts.quantities import Interval, Quantity, Unit, unit_of
from kuulo.figures.exports import plain
from kuulo.figures.queries import open_reading
from kuulo.growth import services
from kuulo.growth.forms import BenchmarkForm
from kuulo.growth.queries import Published, published_figures
from kuulo.growth.queries.benchmarks import Line
from kuulo.measures.definitions import DEFINITIONS

REFUSED = 422
STATISTICS = {"net": Unit.POINTS, "share": Unit.SHARE}


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def benchmarks(request: HttpRequest) -> HttpResponse:
    """Show published figures beside one's own."""
    return _page(request, BenchmarkForm())


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def benchmarks_json(_request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    with open_reading() as reading:
        found = published_figures(reading)
    lines = [{"own": plain(line.own), "file": line.file, **plain(line.beside)} for line in found.lines]
    return JsonResponse({"data_version": found.data_version, "figures": lines})


@require_POST
@permission_required("growth.edit_growth", raise_exception=True)
def add(request: HttpRequest) -> HttpResponse:
    """Keep a list of published figures."""
    form = BenchmarkForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    file = form.cleaned_data["file"]
    try:
        count = services.add_benchmarks(name=file.name, content=file.read())
    except FileError as error:
        return _page(request, BenchmarkForm(), error=error, status=REFUSED)
    words = ngettext("{count} figure is there now.", "{count} figures are there now.", count)
    messages.success(request, words.format(count=count))
    return HttpResponseRedirect(reverse("growth:benchmarks"))


@require_POST
@permission_required("growth.edit_growth", raise_exception=True)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Take a list away."""
    services.remove_benchmarks(number=number)
    messages.success(request, _("The list is removed."))
    return HttpResponseRedirect(reverse("growth:benchmarks"))


def _page(request: HttpRequest, form: BenchmarkForm, **more: Any) -> HttpResponse:
    status = more.pop("status", 200)
    with open_reading() as reading:
        found = published_figures(reading)
    context = {"found": found, "rows": _rows(found), "form": form, **more}
    return render(request, "growth/benchmarks.html", context, status=status)


def _rows(found: Published) -> list[dict[str, object]]:
    return [_row(line) for line in found.lines]


def _row(line: Line) -> dict[str, object]:
    beside, published = line.beside, line.beside.benchmark
    known = DEFINITIONS.get(published.definition)
    unit = STATISTICS.get(known.statistic, Unit.SCALE) if known else _guessed(published.value, line)
    decimals = 1 if unit is not Unit.POINTS else 0
    row: dict[str, object] = {
        "line": line,
        "published": published,
        "year": str(published.year),
        "value": Quantity(published.value, unit, decimals),
    }
    if beside.low is not None and beside.high is not None:
        row["interval"] = Interval(Quantity(beside.low, unit, decimals), Quantity(beside.high, unit, decimals))
    if beside.difference is not None:
        gap, low, high = (Quantity(end, unit, decimals, signed=True) for end in beside.difference)
        row |= {"gap": gap, "gap_interval": Interval(low, high)}
    return row


def _guessed(value: float, line: Line) -> Unit:
    """Return the unit of a figure without a definition: what lies between 0 and 1 is a share."""
    if line.own is not None:
        return unit_of(line.own)
    return Unit.SHARE if 0 <= value <= 1 else Unit.SCALE
