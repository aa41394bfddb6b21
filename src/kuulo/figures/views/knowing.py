"""How do we know? Everything behind a figure: who was asked, who is missing, other methods, and what remains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.correction.queries import Listening
from kuulo.correction.services import ask_for_comparison
from kuulo.figures.charts.hearing import (
    COVERS,
    evenness_words,
    extremes_words,
    funnel_of,
    method_label,
    methods_chart,
    missing_chart,
    overall_table,
    remains_chart,
)
from kuulo.figures.charts.wording import trust_words
from kuulo.figures.exports import plain
from kuulo.figures.queries import (
    Reading,
    Scope,
    are_compared,
    heard_of,
    listening_of,
    methods_of,
    now_and_before,
    open_reading,
    read_catalogue,
    settle,
    without_filters,
)
from kuulo.figures.rules import Selection, parse_selection
from kuulo.figures.views.explore import REFUSED, address_of, applied, params_of
from kuulo.figures.views.showing import days_words, heard_in_the_end
from kuulo.measures.correction import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known behind a figure.

    Attributes:
        scope: What the figure is about.
        figure: The figure.
        days: Its time in words.
        whole: The figure with its filters left aside, which everything below is about.
        listening: Who stands behind it; ``None`` where too few answered to say anything of them.
        methods: The figure of the whole by every method there is.
        compared: Whether the slow methods are among them.
    """

    scope: Scope
    figure: Estimate
    days: Text
    whole: Estimate
    listening: Listening | None
    methods: dict[Method, Estimate]
    compared: bool


def known_of(reading: Reading, wanted: Selection) -> Known:
    """Return what is known behind the figure that a selection asks for.

    Raises:
        DefinitionError: No answer feeds the measure.
    """
    scope = settle(reading, wanted)
    bare = without_filters(scope)
    whole = now_and_before(reading, bare)[0]
    told = whole.value is not None
    return Known(
        scope=scope,
        figure=now_and_before(reading, scope)[0],
        days=days_words(reading, scope),
        whole=whole,
        listening=listening_of(reading, bare) if told else None,
        methods=dict(methods_of(reading, bare)) if told else {},
        compared=told and are_compared(reading, bare),
    )


@require_safe
@permission_required("figures.view_figures", raise_exception=True)
def know(request: HttpRequest) -> HttpResponse:
    """Show how we know the figure that the address asks for."""
    wanted = parse_selection(params_of(request.GET))
    with open_reading() as reading:
        if not read_catalogue(reading):
            return HttpResponseRedirect(address_of("explore", wanted))
        try:
            known = known_of(reading, wanted)
        except DefinitionError as error:
            return render(request, "figures/know.html", {"error": error}, status=REFUSED)
        context = _context(reading, known)
    return render(request, "figures/know.html", context)


@require_safe
@permission_required("figures.view_figures", raise_exception=True)
def know_json(request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    wanted = parse_selection(params_of(request.GET))
    with open_reading() as reading:
        known = known_of(reading, wanted)
    return JsonResponse(
        {
            "definition": known.scope.definition.id,
            "period": str(known.days),
            "figure": known.figure.to_dict(),
            "without_filters": known.whole.to_dict(),
            "listening": plain(known.listening),
            "methods": plain(known.methods),
        }
    )


@require_POST
@permission_required("figures.download_figures", raise_exception=True)
def compare(request: HttpRequest) -> HttpResponse:
    """Ask the worker for the figure by the slow methods, and go back to the page."""
    wanted = parse_selection(params_of(request.GET))
    with open_reading() as reading:
        ask_for_comparison(heard_of(reading, without_filters(settle(reading, wanted))))
    messages.success(request, gettext("The slower methods are being computed; they show here when they are done."))
    return HttpResponseRedirect(address_of("know", wanted))


def _context(reading: Reading, known: Known) -> dict[str, Any]:
    selection = known.scope.selection
    context: dict[str, Any] = {
        "known": known,
        "title": Text(known.scope.definition.title),
        "cut_address": address_of("explore", selection.split_by(None)),
        "source": Text(known.scope.definition.source),
        "applied": applied(selection),
        "trail": [(address_of("explore", selection), gettext("Explore"))],
        "sentence": trust_words(known.figure),
    }
    return context | _pictures(reading, known) if known.listening else context


def _pictures(reading: Reading, known: Known) -> dict[str, Any]:
    listening = known.listening
    if listening is None:
        return {}
    seen = listening.representation
    methods = dict(listening.by_method) | known.methods
    chosen = listening.chosen.method
    about: dict[str, Any] = {
        "chosen": listening.chosen,
        "methods": methods_chart(methods, chosen, name=Text(known.scope.definition.title)),
        "compare_url": None if known.compared else address_of("compare", known.scope.selection),
        "covers": [(method_label(one, chosen), COVERS[one]) for one in Method if one in methods],
        "remains": remains_chart(listening),
        "notes": [*listening.notes, *(seen.notes if seen else ())],
    }
    if seen is None:
        return about
    return about | {
        "seen": seen,
        "sentence": seen.verdict.sentence,
        "funnel": funnel_of(seen, encounters=known.scope.has_touchpoints, in_the_end=heard_in_the_end(known.whole)),
        "missing": missing_chart(seen, reading.floor),
        "evenness": evenness_words(seen),
        "extremes": extremes_words(seen),
        "overall": overall_table(seen),
    }
