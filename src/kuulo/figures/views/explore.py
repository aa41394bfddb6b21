"""Explore: any measure by any attribute, touchpoint and period; the address holds what was chosen."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from kuulo.base.errors import DefinitionError, KuuloError
from kuulo.figures.exports import plain
from kuulo.figures.forms import ExploreForm, dimension_name, value_names
from kuulo.figures.queries import Reading, filter_options, open_reading, read_catalogue, settle
from kuulo.figures.rules import Selection, parse_selection
from kuulo.figures.views.showing import Shown, show

REFUSED = 422


def params_of(query: QueryDict) -> dict[str, list[str]]:
    """Return the parameters of an address as plain lists."""
    return {key: [str(value) for value in values] for key, values in query.lists()}


def address_of(name: str, selection: Selection) -> str:
    """Return the address of a page of the room for a selection."""
    query = urlencode(selection.to_params())
    return reverse(f"figures:{name}") + (f"?{query}" if query else "")


@require_safe
@permission_required("figures.view_figures", raise_exception=True)
def explore(request: HttpRequest) -> HttpResponse:
    """Show what the address asks for, and the form to ask for something else."""
    wanted = parse_selection(params_of(request.GET))
    htmx = cast("HtmxDetails", request.htmx)  # type: ignore[attr-defined] # set by its middleware
    if not htmx and any(not value for _key, value in _pairs(request.GET)):
        # A form without script sends its empty fields too; the address a person copies should not hold them.
        return HttpResponseRedirect(address_of("explore", wanted))
    with open_reading() as reading:
        context, status = _context(reading, wanted)
    part = bool(htmx) and not htmx.history_restore_request
    response = render(request, "figures/result.html" if part else "figures/explore.html", context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if part:
        response.headers["HX-Push-Url"] = address_of("explore", wanted)
    return response


@require_safe
@permission_required("figures.view_figures", raise_exception=True)
def figures_json(request: HttpRequest) -> JsonResponse:
    """Answer what the page shows as plain values: the figure, its groups or its trend, and how they compare."""
    wanted = parse_selection(params_of(request.GET))
    with open_reading() as reading:
        shown = show(reading, settle(reading, wanted))
    points = shown.points
    return JsonResponse(
        {
            "definition": shown.scope.definition.id,
            "period": str(shown.days),
            "filters": {one.dimension.key: list(one.values) for one in shown.scope.selection.filters},
            "figure": shown.whole.to_dict(),
            "change": plain(shown.change),
            "groups": [
                {"group": str(label), "key": key, "figure": one.to_dict()}
                for key, (label, one) in zip(shown.keys, shown.groups, strict=True)
            ],
            "trend": [{"start": point.start.isoformat(), "figure": point.estimate.to_dict()} for point in points],
            "level": plain(shown.smoothed),
            "compared": plain(shown.compared),
        }
    )


def _pairs(query: QueryDict) -> list[tuple[str, str]]:
    return [(key, str(value)) for key, values in query.lists() for value in values]


def _context(reading: Reading, wanted: Selection) -> tuple[dict[str, object], int]:
    """Return what the page shows; where the selection cannot be answered, why, with a form that still can be."""
    if not read_catalogue(reading):
        return {"empty": True}, 200
    try:
        scope = settle(reading, wanted)
    except DefinitionError as error:
        return _refused(reading, wanted, error), REFUSED
    shown = show(reading, scope)
    form = ExploreForm(scope, filter_options(reading, scope))
    return {"form": form, "shown": shown, "applied": applied(scope.selection), **_ways(shown)}, 200


def _refused(reading: Reading, wanted: Selection, error: KuuloError) -> dict[str, object]:
    """Return the page of a selection that cannot be answered: the error, the sources to choose from."""
    catalogue = read_catalogue(reading)
    sources = sorted(
        {(one.definition, one.source, one.question, str(one.scale)) for one in catalogue.slices if one.answered}
    )
    mends = [
        {
            "url": f"{reverse('figures:explore')}?"
            + urlencode({"measure": definition, "question": question, "source": source}),
            "source": source,
            "question": question,
            "scale": scale,
        }
        for definition, source, question, scale in sources
        if not wanted.definition or definition == wanted.definition
    ]
    return {"error": error, "mends": mends, "applied": applied(wanted)}


def _ways(shown: Shown) -> dict[str, object]:
    selection = shown.scope.selection
    return {
        "csv_url": address_of("download_csv", selection),
        "xlsx_url": address_of("download_xlsx", selection),
        "json_url": address_of("figures_json", selection),
        "cut_address": address_of("explore", selection.split_by(None)),
        "know_url": address_of("know", selection.split_by(None)),
        "data_version": shown.whole.data_version,
    }


def applied(selection: Selection) -> list[dict[str, str]]:
    """Return the filters in use, each with the address that takes it away."""
    return [
        {
            "label": f"{dimension_name(one.dimension)}: {', '.join(value_names(one.dimension, one.values).values())}",
            "url": address_of("explore", selection.without(one.dimension)),
        }
        for one in selection.filters
    ]
