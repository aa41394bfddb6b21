"""The results of an instrument: its main figure first, then each question, who came which way, the newest comments."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django_htmx.middleware import HtmxDetails

from kuulo.base.texts import Text
from kuulo.figures.charts import Day
from kuulo.figures.queries import Reading, SourceComment, open_reading, source_comments
from kuulo.instruments import queries as instruments
from kuulo.instruments.queries import InstrumentView, VersionView
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations.queries import turnout
from kuulo.invitations.rules.aapor import Rate
from kuulo.invitations.rules.outcomes import OUTCOME_NAMES, REASON_NAMES
from kuulo.responses import queries
from kuulo.responses.queries.standing import came_by
from kuulo.responses.rules.states import State
from kuulo.responses.views.result_sections import Look, main_of, sections_of

MOST_COMMENTS: Final = 10
NOTHING_NEW: Final = 204
RATES: Final = (Rate.RR1, Rate.RR2, Rate.RR3, Rate.RR4, Rate.RR5, Rate.RR6)
BEGUN: Final = (State.STARTED, State.PARTIAL, State.COMPLETE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment as the page shows it; day and touchpoint are empty where the promise keeps answers in groups."""

    signal_id: str
    text: str
    language: str
    question: str
    when: Day | None
    touchpoint: str


@require_safe
@permission_required("responses.view_results", raise_exception=True)
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the results; to a page that shows them already, nothing while no answer has come."""
    htmx = cast("HtmxDetails", request.htmx)  # type: ignore[attr-defined] # set by its middleware
    part = bool(htmx) and not htmx.history_restore_request
    instrument = instruments.instrument(slug)
    counts = queries.counts(slug)
    with open_reading() as reading:
        seen = tag_of(reading, counts)
        if part and request.GET.get("seen") == seen:
            return HttpResponse(status=NOTHING_NEW)
        context = {
            "instrument": instrument,
            "refresh_url": _refresh_url(slug, seen),
            **standing_of(slug, counts),
        } | asked_of(slug)
        context |= _figures(request, reading, instrument)
    response = render(request, "responses/results/" + ("figures.html" if part else "page.html"), context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def tag_of(reading: Reading, counts: Mapping[str, int]) -> str:
    """Return what differs whenever any answer, decision or count does."""
    return hashlib.sha256(f"{reading.key}|{sorted(counts.items())}".encode()).hexdigest()[:20]


def _refresh_url(slug: str, seen: str) -> str:
    return f"{reverse('responses:results', args=[slug])}?{urlencode({'seen': seen})}"


def standing_of(slug: str, counts: Mapping[str, int]) -> dict[str, Any]:
    """Return how many responses stand where."""
    return {
        "counts": counts,
        "begun": sum(counts[state] for state in BEGUN),
        "ways": [
            (name, rows) for name, rows in came_by(slug).items() if len(rows) > 1 or any(one.name for one in rows)
        ],
    }


def asked_of(slug: str) -> dict[str, Any]:
    """Return who was asked by invitation and what became of them; nothing where nobody was."""
    told = turnout(slug=slug)
    if not told.drawn:
        return {}
    return {
        "asked": told,
        "rates": [(name.value, told.rates[name]) for name in RATES],
        "outcomes": [
            (Text(OUTCOME_NAMES[case.outcome]), Text(REASON_NAMES[case.reason]) if case.reason else None, case)
            for case in told.dispositions
        ],
    }


def _figures(request: HttpRequest, reading: Reading, instrument: InstrumentView) -> dict[str, Any]:
    """Return the sections of the newest version, and the comments for whoever may read them."""
    if not instrument.versions:
        return {"empty": True}
    version = instruments.version_of(instrument.id, instrument.versions[0].number)
    sections = sections_of(Look(reading, version, get_language() or ""))
    main = main_of(sections)
    may_read = request.user.has_perm("figures.view_comments")
    found = source_comments(reading, instrument.slug, MOST_COMMENTS) if may_read else ()
    return {
        "version": version,
        "main": main,
        "sections": [one for one in sections if one is not main],
        "comments": remarks_of(found, version, reading),
        "data_version": reading.data_version,
    }


def remarks_of(found: tuple[SourceComment, ...], version: VersionView, reading: Reading) -> list[Remark]:
    """Return comments as the promise lets them be shown: without day and place where answers stay in groups."""
    texts = {one.key: one.text for one in version.questionnaire.questions()}
    language, open_promise = get_language() or "", version.promise == Promise.IDENTIFIED
    remarks = []
    for one in found:
        words = texts.get(one.question.partition(":")[0], {})
        remarks.append(
            Remark(
                signal_id=one.signal_id,
                text=one.text,
                language=one.language or "",
                question=words.get(language) or next(iter(words.values()), ""),
                when=Day(one.occurred_at.astimezone(reading.zone).date()) if open_promise else None,
                touchpoint=(one.touchpoint or "") if open_promise else "",
            )
        )
    return remarks
