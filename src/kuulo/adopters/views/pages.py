"""The page of early adopters: who is proposed and why, who is confirmed, how they feel apart from the rest."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuulo.adopters import queries
from kuulo.adopters.forms import NameForm
from kuulo.adopters.queries import AdopterView
from kuulo.adopters.rules import AdopterState
from kuulo.adopters.views.showing import is_theme, mood_context, theme_names, things_of, told_of
from kuulo.base.errors import DefinitionError, KuuloError
from kuulo.figures.queries import open_reading

REFUSED = 422


@require_safe
@permission_required("adopters.view_adopters", raise_exception=True)
def adopters(request: HttpRequest) -> HttpResponse:
    """Show early adopters."""
    return show_page(request)


def show_page(
    request: HttpRequest, *, form: NameForm | None = None, error: KuuloError | None = None, status: int = 200
) -> HttpResponse:
    """Show the page, with what was refused where something was."""
    listed = {state.value: queries.adopters(state) for state in AdopterState}
    found = queries.lookout()
    told = [reason.name for group in listed.values() for one in group for reason in one.reasons if is_theme(reason)]
    told += [thing.name for thing in found.things if is_theme(thing)] if found else []
    themes = theme_names(told)
    context: dict[str, Any] = {
        **{state: [told_of(one, themes) for one in group] for state, group in listed.items()},
        "form": form or NameForm(),
        "error": error,
        **things_of(found, themes),
        **_mood(request),
    }
    return render(request, "adopters/adopters.html", context, status=REFUSED if error else status)


@require_safe
@permission_required("adopters.view_adopters", raise_exception=True)
def adopters_json(request: HttpRequest) -> JsonResponse:
    """Return the same as plain values."""
    found, shown = queries.lookout(), _mood(request)
    mood = shown.get("mood")
    return JsonResponse(
        {
            "proposed": [_plain(one) for one in queries.adopters(AdopterState.PROPOSED)],
            "accepted": [_plain(one) for one in queries.adopters(AdopterState.ACCEPTED)],
            "rejected": [_plain(one) for one in queries.adopters(AdopterState.REJECTED)],
            "things": [
                {"kind": one.kind.value, "name": one.name, "appeared": one.at.isoformat(), "users": one.users}
                for one in (found.things if found else ())
            ],
            "proposed_by_chance": found.by_chance if found else None,
            "again": {
                "early": found.again.early.to_dict(),
                "others": found.again.others.to_dict(),
            }
            if found and found.again
            else None,
            "mood": {
                "early": mood.early.to_dict() if mood.early else None,
                "others": mood.others.to_dict() if mood.others else None,
            }
            if mood
            else None,
        }
    )


def _mood(request: HttpRequest) -> dict[str, Any]:
    """Return how the confirmed feel; nothing before anybody is confirmed or anything measured."""
    segment = queries.segment_of_adopters()
    if segment is None:
        return {}
    try:
        with open_reading() as reading:
            mood = queries.mood_of(reading, segment.name, request.GET.get("measure", ""))
    except DefinitionError as error:
        return {"mood_error": error, "segment": segment}
    return {"segment": segment} if mood is None else mood_context(mood, segment)


def _plain(one: AdopterView) -> dict[str, Any]:
    return {
        "number": one.id,
        "customer": one.party_id,
        "state": one.state.value,
        "days": one.days,
        "expected_by_chance": one.expected,
        "chance": one.chance,
        "suggestions": one.suggestions,
        "reasons": [
            {
                "kind": reason.kind.value,
                "name": reason.name,
                "at": reason.at.isoformat(),
                "place": reason.place,
                "users": reason.users,
            }
            for reason in one.reasons
        ],
    }
