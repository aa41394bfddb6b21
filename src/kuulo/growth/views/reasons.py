"""The page of reasons for leaving and its twin in JSON."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.texts import Text, mark, say
from kuulo.figures.charts import GroupRow, dots_chart
from kuulo.figures.exports import plain
from kuulo.figures.queries import open_reading
from kuulo.growth.forms import MeasureForm
from kuulo.growth.queries import Farewells, farewells_of, measures_of
from kuulo.growth.views.growth import chosen
from kuulo.instruments.rules.questionnaire import OTHER

SHARE = mark("Share of those who answered")


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def reasons(request: HttpRequest) -> HttpResponse:
    """Show why customers left, beside what they had said before."""
    with open_reading() as reading:
        definitions = measures_of(reading)
        definition = chosen(definitions, request.GET.get("measure", ""))
        found = farewells_of(reading, definition, get_language() or "en") if definition is not None else None
    if found is None or definition is None or not found.questions:
        return render(request, "growth/reasons.html", {"empty": True})
    context = {
        "found": found,
        "title": Text(definition.title),
        "form": MeasureForm(definitions, definition.id),
        "blocks": _blocks(found),
        "first": found.questions[0],
    }
    return render(request, "growth/reasons.html", context)


@require_safe
@permission_required("growth.view_growth", raise_exception=True)
def reasons_json(request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    with open_reading() as reading:
        definition = chosen(measures_of(reading), request.GET.get("measure", ""))
        found = farewells_of(reading, definition, "en") if definition is not None else None
    return JsonResponse({"definition": definition.id if definition else None, "reasons": plain(found)})


def _blocks(found: Farewells) -> list[dict[str, object]]:
    blocks = []
    for asked in found.questions:
        title = Text("{name}", {"name": asked.question})
        rows = [GroupRow(_name(each.name), each.share) for each in asked.reasons]
        chart = dots_chart(rows, title=title, name=say(SHARE), group=say(mark("Reason")))
        blocks.append({"asked": asked, "chart": chart, "rows": [(_name(one.name), one) for one in asked.reasons]})
    return blocks


def _name(name: str) -> str:
    return _("Something else") if name == OTHER else name
