"""The quiet ones: who has never been heard, what they are like, whether they left, and asking a sample of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuulo.base.texts import Text
from kuulo.correction.queries import NeverHeard, never_heard
from kuulo.figures.exports import plain
from kuulo.figures.queries import Reading, open_reading, read_catalogue
from kuulo.quiet.queries import Followed, follow_ups, followed_figures, left_since, round_to_follow
from kuulo.quiet.rules.wording import (
    STATES,
    asked_words,
    differences_picture,
    left_words,
    never_words,
    shares_picture,
)

MOST_ATTRIBUTES = 4


@require_safe
@permission_required("quiet.view_quiet", raise_exception=True)
def quiet(request: HttpRequest) -> HttpResponse:
    """Show who has never been heard and what can be done about it."""
    with open_reading() as reading:
        found = _never_heard(reading)
        context: dict[str, Any] = _people(reading, found)
        left = left_since(reading, timezone.now().date()) if read_catalogue(reading) else None
        followed = followed_figures(reading) if read_catalogue(reading) else ()
    context |= {
        "found": found,
        "lead": never_words(found),
        "left": left,
        "left_words": left_words(left.day, left.silent, left.heard, asked=left.asked) if left is not None else None,
        "follow_ups": [(one, STATES[one.state]) for one in follow_ups()],
        "followed": [(one, Text(one.definition.title), know_address(one)) for one in followed],
        "to_follow": round_to_follow() if request.user.has_perm("invitations.send_invitations") else None,
    }
    return render(request, "quiet/quiet.html", context)


@require_safe
@permission_required("quiet.view_quiet", raise_exception=True)
def quiet_json(_request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    with open_reading() as reading:
        found = _never_heard(reading)
        known = bool(read_catalogue(reading))
        left = left_since(reading, timezone.now().date()) if known else None
        followed = followed_figures(reading) if known else ()
    told: dict[str, Any] = {
        "data_version": reading.data_version,
        "never_heard": plain(found),
        "left": plain(left),
        "follow_ups": plain(follow_ups()),
        "followed": [
            {"definition": one.definition.id, "raw": one.raw.to_dict(), "two_phase": one.two_phase.to_dict()}
            for one in followed
        ],
    }
    return JsonResponse(told)


def know_address(one: Followed) -> str:
    """Return the page that says how the figure of a measure whose silent were asked is known."""
    return f"{reverse('figures:know')}?{urlencode({'measure': one.definition.id, 'period': one.period})}"


def _never_heard(reading: Reading) -> NeverHeard:
    return never_heard(reading.snapshot, key=reading.key, floor=reading.floor, confidence=reading.confidence)


def _people(reading: Reading, found: NeverHeard) -> dict[str, Any]:
    if found.share is None:
        return {}
    whole = found.share
    return {
        "asked": asked_words(found),
        "missing": differences_picture(found, reading.floor),
        "pictures": [shares_picture(one, whole) for one in found.by_attribute[:MOST_ATTRIBUTES]],
    }
