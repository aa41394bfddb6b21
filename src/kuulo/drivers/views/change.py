"""What a change brought: beside those it did not touch, and against its own time before; page, JSON and CSV."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.base.errors import DefinitionError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.base.texts import say as text
from kuulo.drivers.forms import ChangeForm
from kuulo.drivers.queries import ChangeStudy, change_for, change_options, group_of, settle_change
from kuulo.drivers.rules import ChangeAsk, parse_change
from kuulo.drivers.rules.lines import draw_differences, draw_series
from kuulo.drivers.views.sheets import change_sheet
from kuulo.figures.exports import csv_bytes
from kuulo.figures.queries import Reading, open_reading
from kuulo.figures.templatetags.charts import say

REFUSED = 422
OTHERS = text(_("The others"))
EVERYBODY = text(_("Everybody"))


@require_safe
@permission_required("drivers.view_drivers", raise_exception=True)
def change(request: HttpRequest) -> HttpResponse:
    """Show what a change brought, or ask which."""
    asked = parse_change(dict(request.GET.lists()))
    with open_reading() as reading:
        try:
            context = _context(reading, asked)
        except DefinitionError as error:
            return render(request, "drivers/change.html", {"error": error}, status=REFUSED)
    return render(request, "drivers/change.html", context)


def _context(reading: Reading, asked: ChangeAsk) -> dict[str, object]:
    settled = settle_change(reading, asked)
    if settled is None:
        return {"empty": True}
    ask, scope = settled
    study = change_for(reading, ask)
    context: dict[str, object] = {
        "form": ChangeForm(change_options(reading, scope), study.ask),
        "study": study,
        "asked": ask.start is not None,
        "csv_url": _address("change_csv", ask),
        "json_url": _address("change_json", ask),
    }
    return context | _drawn(reading, study)


def _drawn(reading: Reading, study: ChangeStudy) -> dict[str, object]:
    title = Text(study.definition.title)
    touched = touched_name(study.ask)
    drawn: dict[str, object] = {"touched": touched, "others": OTHERS}
    if study.differences is not None:
        drawn["differences"] = draw_differences(
            study.differences,
            title=text(_("{measure}: {group} beside the others"), measure=title, group=touched),
            names=(touched, OTHERS),
            zone=reading.zone,
        )
    if study.series is not None:
        drawn["series"] = draw_series(
            study.series,
            title=text(_("{measure}, {group}: before and after"), measure=title, group=touched),
            zone=reading.zone,
        )
    return drawn


def touched_name(ask: ChangeAsk) -> Text:
    """Return what those whom the change touched are called."""
    return Text("{name}", {"name": group_of(ask.touched)[1]}) if ask.touched else EVERYBODY


@require_safe
@permission_required("drivers.view_drivers", raise_exception=True)
def change_json(request: HttpRequest) -> HttpResponse:
    """Answer with the same as plain values."""
    study = _study(request)
    return JsonResponse({} if study is None else _plain(study))


@require_safe
@permission_required("figures.download_figures", raise_exception=True)
def change_csv(request: HttpRequest) -> HttpResponse:
    """Send the figures of a change as CSV, written the reader's language's way."""
    headers = {"Content-Disposition": 'attachment; filename="kuulo-change.csv"'}
    content = csv_bytes(change_sheet(_study(request)), get_language() or "en")
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def _study(request: HttpRequest) -> ChangeStudy | None:
    with open_reading() as reading:
        settled = settle_change(reading, parse_change(dict(request.GET.lists())))
        return None if settled is None else change_for(reading, settled[0])


def _address(name: str, ask: ChangeAsk) -> str:
    return f"{reverse(f'drivers:{name}')}?{urlencode(ask.to_params())}"


def _plain(study: ChangeStudy) -> dict[str, object]:
    """Return the study as plain values, texts in the reader's language."""
    plain: dict[str, object] = {
        "ask": dict(study.ask.to_params()),
        "definition": study.definition.id,
        "refused": None if study.refused is None else say(study.refused),
        "notes": [say(note) for note in study.notes],
        "data_version": study.data_version,
        "differences": None,
        "series": None,
        "no_series": None if study.no_series is None else say(study.no_series),
    }
    if study.differences is not None:
        plain["differences"] = study.differences.to_dict() | {"sentence": say(study.differences.sentence)}
    if study.series is not None:
        plain["series"] = study.series.to_dict() | {"sentence": say(study.series.sentence)}
    return plain
