"""The figures of a journey: the drawn path, groups and periods beside each other, and the table to take along."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.customers.queries import attribute_names
from kuulo.figures.exports import csv_bytes
from kuulo.figures.queries import open_reading
from kuulo.figures.templatetags.charts import say
from kuulo.journeys.forms.choosing import ChoosingForm
from kuulo.journeys.queries import JourneyView, journey
from kuulo.journeys.queries.shown import JourneyShown, Wanted, filters_of, show_journey
from kuulo.journeys.rules.drawing import draw
from kuulo.journeys.rules.wording import sentence
from kuulo.journeys.views.sheets import sheet_of
from kuulo.measures.definitions import DEFINITIONS

REFUSED = 422


@require_safe
@permission_required("journeys.view_journeys", raise_exception=True)
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where customers pass, drop out, wait and struggle on a journey."""
    view, wanted = journey(slug), wanted_of(request)
    if any(not value for values in request.GET.lists() for value in values[1]):
        # A form sends its empty fields too; the address a person copies should not hold them.
        return HttpResponseRedirect(address_of("journey", slug, wanted))
    context: dict[str, Any] = {"journey": view, "trail": [(reverse("journeys:list"), _("Journeys"))]}
    try:
        with open_reading() as reading:
            shown = show_journey(reading, view, wanted)
    except InputError as error:
        context |= {"error": error, "form": ChoosingForm(Wanted(), attribute_names())}
        return render(request, "journeys/journey.html", context, status=REFUSED)
    context |= _shown(view, shown, wanted)
    return render(request, "journeys/journey.html", context)


@require_safe
@permission_required("figures.download_figures", raise_exception=True)
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the table of a journey as CSV, written the reader's language's way."""
    view, wanted = journey(slug), wanted_of(request)
    with open_reading() as reading:
        shown = show_journey(reading, view, wanted)
    headers = {"Content-Disposition": f'attachment; filename="kuulo-{slug}.csv"'}
    content = csv_bytes(sheet_of(view, shown), get_language() or "en")
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address asks for."""
    return Wanted(
        period=request.GET.get("period") or "90",
        by=request.GET.get("by") or "",
        before=bool(request.GET.get("before")),
    )


def address_of(name: str, slug: str, wanted: Wanted) -> str:
    """Return the address of a page of a journey that asks for the same."""
    query = urlencode(filters_of(wanted))
    return reverse(f"journeys:{name}", args=[slug]) + (f"?{query}" if query else "")


def _shown(view: JourneyView, shown: JourneyShown, wanted: Wanted) -> dict[str, Any]:
    names = [step.name for step in view.steps]
    told = sentence(names, shown.figure)
    title = Text("{name}", {"name": view.name})
    return {
        "form": ChoosingForm(wanted, attribute_names()),
        "shown": shown,
        "sentence": told,
        "drawing": draw(names, shown.figure, title=title, sentence=told) if shown.figure.entered else None,
        "rows": _rows(view, shown),
        "measures": [say(Text(DEFINITIONS[one.definition].title)) for one in shown.said],
        "by": wanted.by.replace("_", " ").capitalize(),
        "compared": _compared(view, shown),
        "download_url": address_of("download", view.slug, wanted),
    }


def _rows(view: JourneyView, shown: JourneyShown) -> list[dict[str, Any]]:
    return [
        {
            "name": step.name,
            "optional": step.optional,
            "figure": figure,
            "said": [one.by_touchpoint.get(step.touchpoint) for one in shown.said],
        }
        for step, figure in zip(view.steps, shown.figure.steps, strict=True)
    ]


def _compared(view: JourneyView, shown: JourneyShown) -> list[dict[str, Any]]:
    """Return what is put beside each other, each with a cell a step and one for the whole way."""
    beside = [("group", one) for one in shown.groups] + ([("before", shown.before)] if shown.before else [])
    return [
        {
            "kind": kind,
            "label": one.figure.label,
            "entered": one.figure.entered,
            "whole": one.figure.whole,
            "difference": one.whole,
            "cells": [
                {"name": step.name, "passed": figure.passed, "difference": apart, "sticks": figure.sticks}
                for step, figure, apart in zip(view.steps, one.figure.steps, one.differences, strict=True)
            ][1:],
        }
        for kind, one in beside
    ]
