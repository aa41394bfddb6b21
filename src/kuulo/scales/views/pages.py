"""The page of scales, and the same for programs."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuulo.base.texts import Text
from kuulo.figures.queries import open_reading
from kuulo.scales.forms import ChooseForm
from kuulo.scales.queries import PartStudy, Settled, scale_sources, settle, study_of, words_of_items
from kuulo.scales.rules import Ask, parse_ask
from kuulo.scales.views.showing import show_part, titles_of


@require_safe
@permission_required("scales.view_scales", raise_exception=True)
def scales(request: HttpRequest) -> HttpResponse:
    """Show a scale: how reliable it is, its items, the one factor behind them, and whether groups may be compared."""
    with open_reading() as reading:
        settled = settle(reading, _ask(request))
        if settled is None:
            return render(request, "scales/scales.html", {"empty": True})
        sources, studies = scale_sources(reading), study_of(reading, settled)
    words = words_of_items(settled.source.name)
    context: dict[str, Any] = {
        "settled": settled,
        "form": ChooseForm(sources, settled, titles_of(settled, words)),
        "choices": _choices(settled, words),
        "parts": [show_part(one, settled, words) for one in studies],
        "scoring": _scoring_words(settled),
        "json_query": settled.ask.query,
    }
    return render(request, "scales/scales.html", context)


@require_safe
@permission_required("scales.view_scales", raise_exception=True)
def scales_json(request: HttpRequest) -> JsonResponse:
    """Return the same scales as plain values."""
    with open_reading() as reading:
        settled = settle(reading, _ask(request))
        if settled is None:
            return JsonResponse({"source": None, "scales": []})
        studies = study_of(reading, settled)
        version = reading.data_version
    return JsonResponse(
        {
            "source": settled.source.name,
            "set": settled.set.key,
            "items": list(settled.set.items),
            "by": settled.ask.by or None,
            "data_version": version,
            "scales": [_plain(one) for one in studies],
        }
    )


def _ask(request: HttpRequest) -> Ask:
    return parse_ask({key: [str(value) for value in values] for key, values in request.GET.lists()})


def _choices(settled: Settled, words: dict[str, str]) -> list[dict[str, object]]:
    """Return every item of the source with whether it is chosen and turned round."""
    reverse = set(settled.set.reverse)
    if settled.set.scoring is not None:
        reverse |= set(settled.set.scoring.parts[-1].reverse)
    return [
        {
            "name": item.name,
            "words": words.get(item.name, item.name),
            "low": f"{item.ends[0]:g}",
            "high": f"{item.ends[1]:g}",
            "chosen": item.name in settled.set.items,
            "reversed": item.name in reverse,
            "id": f"item-{place}",
        }
        for place, item in enumerate(settled.source.items)
    ]


def _scoring_words(settled: Settled) -> Text | None:
    """Return which scoring the items follow and where it comes from."""
    scoring = settled.set.scoring
    if scoring is None:
        return None
    return Text(
        "{title}, {id}. {source}.", {"title": Text(scoring.title), "id": scoring.id, "source": Text(scoring.source)}
    )


def _plain(study: PartStudy) -> dict[str, object]:
    found: dict[str, object] = {"name": study.name, "title": str(study.title), "direction": study.direction}
    if study.scale is None:
        found_text, mend = study.refused or ("", "")
        return found | {"refused": f"{found_text} {mend}".strip()}
    return found | study.scale.to_dict()
