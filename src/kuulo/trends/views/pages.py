"""All series, alarms first; one series; the same for programs."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import Text, mark
from kuulo.figures.queries import Reading, open_reading, read_catalogue
from kuulo.figures.rules import Selection, parse_selection
from kuulo.figures.rules.periods import Grain
from kuulo.measures.trends import rate_of_any, rate_of_each
from kuulo.measures.trends.analysts import reading_dict
from kuulo.trends.forms import RateForm
from kuulo.trends.queries import (
    AlarmView,
    WatchView,
    everybody,
    last_watch,
    list_alarms,
    rate_in_force,
    read_series,
    series_that_matter,
)
from kuulo.trends.rules import Series, level_now, order_of
from kuulo.trends.views.showing import (
    ENDINGS,
    alarmed_words,
    chart_of,
    explore_url,
    families_of,
    grains_of,
    line_of,
    rate_words,
)

REFUSED = 422
LATEST_ALARMS = 20
# So many alarms are read at once; the rest wait folded, the surest first.
OPEN_ALARMS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All series a page is about; those of everybody alone where no look at all of them was taken yet."""

    series: tuple[Series, ...]
    refused: tuple[Text, ...]
    watch: WatchView | None
    rate: float


def find_series(reading: Reading) -> Found:
    """Return the series of the last look, or those of everybody, read now."""
    rate = rate_in_force()
    watch = last_watch(reading, rate)
    if watch is not None:
        return Found(series=watch.series, refused=watch.refused, watch=watch, rate=rate)
    chosen, refused = series_that_matter(reading)
    whole = everybody(chosen)
    read = [read_series(reading, one, None, rate, len(whole)) for one in whole]
    return Found(series=tuple(one for one in read if one is not None), refused=refused, watch=None, rate=rate)


@require_safe
@permission_required("trends.view_trends", raise_exception=True)
def trends(request: HttpRequest) -> HttpResponse:
    """Show every series that matters: first what changed, then all as a table."""
    return page_of_trends(request, None)


def page_of_trends(request: HttpRequest, form: RateForm | None, *, status: int = 200) -> HttpResponse:
    """Return the page of all series, with a form that was sent where there was one."""
    with open_reading() as reading:
        if not read_catalogue(reading):
            return render(request, "trends/list.html", {"empty": True}, status=status)
        found = find_series(reading)
    alarms = list_alarms()
    written = {one.series: one for one in alarms if one.until is None}
    lines = [line_of(one, written) for one in sorted(found.series, key=order_of)]
    alarmed = [line for line in lines if line.chart is not None]
    context = {
        "alarmed": alarmed[:OPEN_ALARMS],
        "more_alarmed": alarmed[OPEN_ALARMS:],
        "alarmed_words": alarmed_words(lines),
        "families": families_of(lines),
        "found": found,
        "rate_words": rate_words(found.rate, len(lines)),
        "alarms": [_told(one) for one in alarms[:LATEST_ALARMS]],
        "form": form or RateForm(initial={"percent": round(found.rate * 100)}),
    }
    return render(request, "trends/list.html", context, status=status)


@require_safe
@permission_required("trends.view_trends", raise_exception=True)
def series(request: HttpRequest) -> HttpResponse:
    """Show one series: chart, table, breaks, alarms, and what it could have shown."""
    wanted, grain = _wanted(request)
    with open_reading() as reading:
        if not read_catalogue(reading):
            return render(request, "trends/series.html", {"empty": True})
        rate = rate_in_force()
        watch = last_watch(reading, rate)
        count = len(watch.series) if watch is not None else 1
        try:
            found = read_series(reading, wanted, grain, rate, count)
        except KuuloError as error:
            # The page says what was found and what to do; it stays a page of this room.
            return render(request, "trends/series.html", {"error": error}, status=REFUSED)
    if found is None:
        return render(request, "trends/series.html", {"empty": True})
    context = {
        "found": found,
        "now": level_now(found),
        "chart": chart_of(found),
        "grains": grains_of(found),
        "rate_words": rate_words(rate, count),
        "explore_url": explore_url(found),
        "alarms": [(one, ENDINGS[one.ending.value]) for one in reversed(found.read.alarms)],
    }
    return render(request, "trends/series.html", context)


@require_safe
@permission_required("trends.view_trends", raise_exception=True)
def trends_json(request: HttpRequest) -> JsonResponse:
    """Return every series that matters and the latest alarms as plain values."""
    del request
    with open_reading() as reading:
        found = find_series(reading) if read_catalogue(reading) else None
    shown = sorted(found.series, key=order_of) if found else []
    rate = found.rate if found else rate_in_force()
    return JsonResponse(
        {
            "false_alarms_a_year": rate,
            "false_alarms_a_year_any": rate_of_any(rate, len(shown)),
            "false_alarms_a_year_together": rate_of_each(rate, len(shown)),
            "looked_at": found.watch.made_at.isoformat() if found and found.watch else None,
            "is_current": found.watch.is_current if found and found.watch else True,
            "refused": [str(one) for one in found.refused] if found else [],
            "series": [_plain(one) for one in shown],
            "alarms": [_plain_alarm(one) for one in list_alarms()],
        }
    )


@require_safe
@permission_required("trends.view_trends", raise_exception=True)
def series_json(request: HttpRequest) -> JsonResponse:
    """Return one series as plain values, every period with its figure."""
    wanted, grain = _wanted(request)
    with open_reading() as reading:
        rate = rate_in_force()
        watch = last_watch(reading, rate)
        has_answers = bool(read_catalogue(reading))
        found = read_series(reading, wanted, grain, rate, len(watch.series) if watch else 1) if has_answers else None
    if found is None:
        return JsonResponse({"series": None})
    read = found.read
    points = [
        {"start": day.isoformat(), "figure": figure.to_dict(), "level": level, "low": low, "high": high}
        for day, figure, level, low, high in zip(
            found.days, found.figures, read.level, read.low, read.high, strict=True
        )
    ]
    return JsonResponse({"series": _plain(found) | {"points": points}})


def _wanted(request: HttpRequest) -> tuple[Selection, Grain | None]:
    """Return what an address asks for.

    Raises:
        InputError: It asks for something no page of Kuulo writes.
    """
    params = {key: [str(value) for value in values] for key, values in request.GET.lists()}
    told = params.pop("grain", [""])[-1]
    if told and told not in set(Grain):
        raise InputError(mark("A trend is read by week or by month; {grain} was given."), grain=told[:40])
    return parse_selection(params), Grain(told) if told else None


def _told(alarm: AlarmView) -> dict[str, object]:
    return {"alarm": alarm, "ending": ENDINGS[alarm.ending], "way": _("fell") if alarm.direction < 0 else _("rose")}


def _plain(found: Series) -> dict[str, object]:
    return {
        "key": found.key,
        "title": str(found.title),
        "definition": found.definition,
        "dimension": found.dimension,
        "value": found.value,
        "grain": found.grain.value,
        "figure": found.figures[-1].to_dict(),
        "level": level_now(found).to_dict(),
        "known_breaks": [{"day": day.isoformat(), "text": str(note)} for day, note in found.known],
        **reading_dict(found.read),
    }


def _plain_alarm(alarm: AlarmView) -> dict[str, object]:
    return {
        "id": alarm.id,
        "series": alarm.series,
        "title": str(alarm.title),
        "noticed_at": alarm.noticed_at.isoformat(),
        "raised": alarm.raised.isoformat(),
        "since": alarm.since.isoformat(),
        "until": alarm.until.isoformat() if alarm.until else None,
        "ending": alarm.ending,
        "direction": alarm.direction,
        "change": alarm.change,
        "se": alarm.se,
        "together": alarm.together,
        "data_version": alarm.data_version,
        "seen_by": alarm.seen_by,
        "seen_at": alarm.seen_at.isoformat() if alarm.seen_at else None,
    }
