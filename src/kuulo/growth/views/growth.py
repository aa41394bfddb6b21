"""The page of growth and its twin in JSON."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuulo.base.errors import InputError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.figures.charts import GroupRow, dots_chart
from kuulo.figures.charts.dots import DotsChart
from kuulo.figures.charts.quantities import Count
from kuulo.figures.exports import plain
from kuulo.figures.queries import Reading, open_reading
from kuulo.growth.forms import CostForm, MeasureForm
from kuulo.growth.queries import Found, cost_of, growth_of, measures_of
from kuulo.growth.queries.history import history_of
from kuulo.growth.rules.curves import curves_chart
from kuulo.growth.rules.foretold import foretold_chart
from kuulo.growth.rules.swinging import swing_chart
from kuulo.measures.definitions import Definition
from kuulo.measures.growth.buying import Buying
from kuulo.measures.growth.mouth import Cost

REFUSED = 422


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def growth(request: HttpRequest) -> HttpResponse:
    """Show what customers did after they answered."""
    form = CostForm({key: str(value) for key, value in request.GET.items()})
    with open_reading() as reading:
        definitions = measures_of(reading)
        definition = chosen(definitions, request.GET.get("measure", ""))
        found = growth_of(reading, definition) if definition is not None else None
        if found is None or definition is None:
            return render(request, "growth/growth.html", {"empty": True})
        cost, error = _cost(reading, found, form)
        context = _shown(found, cost, history_of(reading, definition).now)
    context |= {"form": MeasureForm(definitions, definition.id), "cost_form": form, "cost_error": error}
    return render(request, "growth/growth.html", context, status=REFUSED if error or not form.is_valid() else 200)


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def growth_json(request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    form = CostForm({key: str(value) for key, value in request.GET.items()})
    with open_reading() as reading:
        definition = chosen(measures_of(reading), request.GET.get("measure", ""))
        found = growth_of(reading, definition) if definition is not None else None
        if found is None:
            return JsonResponse({"growth": None, "data_version": reading.data_version})
        cost, error = _cost(reading, found, form)
    refused = [str(error)] if error else []
    refused += [f"{field}: {words}" for field, each in form.errors.items() for words in each]
    told = {name: plain(getattr(found, name)) for name in ("by_score", "by_change", "value", "shift", "forecast")}
    return JsonResponse(
        {
            "definition": found.definition.id,
            "data_version": found.data_version,
            "customers": found.customers,
            "unhappy": plain(found.unhappy),
            "worth": plain(found.worth),
            "word_of_mouth": plain(cost),
            **({"error": " ".join(refused)} if refused else {}),
            **told,
        },
        status=REFUSED if refused else 200,
    )


def chosen(definitions: tuple[Definition, ...], wanted: str) -> Definition | None:
    """Return the measure that was asked for, else the main one; None where nothing was answered."""
    return next((one for one in definitions if one.id == wanted), definitions[0] if definitions else None)


def _cost(reading: Reading, found: Found, form: CostForm) -> tuple[Cost | None, InputError | None]:
    try:
        return cost_of(reading, found, form.assumptions()), None
    except InputError as error:
        return None, error


def _shown(found: Found, cost: Cost | None, now: float) -> dict[str, Any]:
    value = found.value
    return {
        "found": found,
        "title": Text(found.definition.title),
        "by_score": curves_chart(found.by_score, title=say(_("Customers still there, by the score they gave"))),
        "by_change": curves_chart(found.by_change, title=say(_("Customers still there, by how their score changed"))),
        "revenue": _dots(value.groups, "revenue", _("Revenue per customer in the {days} days after"), value.days),
        "brought": _dots(value.groups, "brought", _("Brought a new customer in the {days} days after"), value.days),
        "value_rows": value.groups if any(group.revenue for group in value.groups) else (),
        "shift": _shift(found),
        "forecast": foretold_chart(found.forecast, now) if found.forecast else None,
        "cost": cost,
        "swings": swing_chart(cost) if cost else None,
    }


def _dots(groups: tuple[Buying, ...], name: str, title: str, days: int) -> DotsChart | None:
    rows = [GroupRow(group.label, estimate) for group in groups if (estimate := getattr(group, name)) is not None]
    if not rows:
        return None
    words = say(title, days=Count(days))
    return dots_chart(rows, title=words, name=words, group=say(_("Score")))


def _shift(found: Found) -> DotsChart | None:
    if found.shift is None or not found.shift.groups:
        return None
    rows = [GroupRow(label, estimate) for _key, label, estimate in found.shift.groups]
    title = say(
        _("Change of revenue per customer, {days} days after less {days} days before"), days=Count(found.shift.days)
    )
    return dots_chart(rows, title=title, name=title, group=say(_("Change of score")))
