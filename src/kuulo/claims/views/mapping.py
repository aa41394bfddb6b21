"""The assumption map: how important a claim is against how much evidence there is, drawn and in a table."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import InputError, KuuloError
from kuulo.base.texts import mark as _
from kuulo.claims import queries, services
from kuulo.claims.forms import ListForm, PlaceForm
from kuulo.claims.forms.saying import say
from kuulo.claims.rules import ClaimState, ClaimView
from kuulo.claims.views.pages import MOST_JSON, email_of
from kuulo.claims.views.plain import plain_claims
from kuulo.claims.views.showing import labels_of, may_change

MOST_DRAWN: Final = 120
# The drawing's own units; the page scales it.
WIDTH, HEIGHT = 720.0, 520.0
LEFT, TOP, RIGHT, BOTTOM = 64.0, 20.0, 12.0, 56.0
STRENGTHS, IMPORTANCES = 6, 5
CELL_WIDTH: Final = (WIDTH - LEFT - RIGHT) / STRENGTHS
CELL_HEIGHT: Final = (HEIGHT - TOP - BOTTOM) / IMPORTANCES
IN_A_ROW: Final = 4
MOST_ROWS: Final = 3
DOT: Final = 12.0
STEP: Final = 2 * DOT + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A claim on the map.

    Attributes:
        claim: The claim.
        words: Its wording.
        state: Where it stands.
        x: Middle of its dot.
        y: As above.
        computed_x: Middle of the cell its evidence is computed to be in.
        computed_y: Beneath the dots of that cell.
        is_placed: A person has put it elsewhere than its evidence is.
        may_move: The reader may move it.
    """

    claim: ClaimView
    words: str
    state: str
    x: float
    y: float
    computed_x: float
    computed_y: float
    is_placed: bool
    may_move: bool


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def assumption_map(request: HttpRequest) -> HttpResponse:
    """Draw the claims by importance and evidence; the same in a table."""
    found, count, form = _wanted(request, MOST_DRAWN)
    may = request.user.has_perm("claims.edit_claims")
    context = {
        "form": form,
        "dots": dots_of(found, email_of(request) if may else None),
        "lines": [labels_of(each) for each in found],
        "left_out": count - len(found),
        "may_move": may,
        "frame": frame_of(),
        "trail": [(reverse("claims:claims"), gettext("Claims"))],
        "risky": [labels_of(each) for each in riskiest(found)],
    }
    return render(request, "claims/map.html", context)


@require_safe
@permission_required("claims.view_claims", raise_exception=True)
def map_json(request: HttpRequest) -> JsonResponse:
    """Return the same as plain values."""
    found, count, _form = _wanted(request, MOST_JSON)
    return JsonResponse({"count": count, "claims": plain_claims(found, request.user)})


@require_POST
@permission_required("claims.edit_claims", raise_exception=True)
def place(request: HttpRequest, number: str) -> HttpResponse:
    """Put a claim at another place; answers a script in JSON and a form with the map."""
    form = PlaceForm(request.POST)
    is_script = request.headers.get("Accept", "").startswith("application/json")
    try:
        if not form.is_valid():
            raise InputError(_("This is no place of the map."), _("Importance goes from 1 to 5, evidence from 0 to 5."))
        told = form.cleaned_data
        services.place_claim(number=number, importance=told["importance"], placed=told["placed"], by=email_of(request))
    except KuuloError as error:
        if is_script:
            return JsonResponse({"told": f"{say(error.found)} {say(error.mend)}".strip()}, status=409)
        raise
    found = queries.claims_numbered([number])[number.upper()]
    if is_script:
        words = gettext("{number}: importance {importance}, evidence {strength}.").format(
            number=found.number, importance=found.importance, strength=found.strength
        )
        return JsonResponse({"told": words, "importance": found.importance, "strength": found.strength})
    return HttpResponseRedirect(f"{reverse('claims:map')}#{found.number}")


def riskiest(found: Iterable[ClaimView]) -> list[ClaimView]:
    """Return the claims on which most hangs and of which least is known: what to find out first."""
    open_ones = [each for each in found if each.state not in {ClaimState.CONFIRMED, ClaimState.RETIRED}]
    risky = [each for each in open_ones if each.importance >= IMPORTANCES - 1 and each.strength <= 1]
    return sorted(risky, key=lambda each: (-each.importance, each.strength, each.id))[:5]


def dots_of(found: Sequence[ClaimView], email: str | None) -> list[Dot]:
    """Return the dots: those of one cell beside each other."""
    sizes = Counter((each.strength, each.importance) for each in found)
    placed: Counter[tuple[int, int]] = Counter()
    dots = []
    for each in found:
        cell = (each.strength, each.importance)
        x, y = _middle(cell, placed[cell], sizes[cell])
        placed[cell] += 1
        labels = labels_of(each)
        dots.append(
            Dot(
                claim=each,
                words=labels["words"],
                state=say(labels["state"]),
                x=x,
                y=y,
                computed_x=LEFT + (each.standing.strength + 0.5) * CELL_WIDTH,
                computed_y=TOP + (IMPORTANCES - each.importance + 1) * CELL_HEIGHT - DOT,
                is_placed=each.placed is not None and each.placed != each.standing.strength,
                may_move=email is not None and may_change(each, email),
            )
        )
    return dots


def frame_of() -> dict[str, Any]:
    """Return the lines and numbers of the map's frame."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": WIDTH - RIGHT,
        "top": TOP,
        "bottom": HEIGHT - BOTTOM,
        "below": HEIGHT - BOTTOM + 18,
        "beside": LEFT - 8,
        "name_y": HEIGHT - 12,
        "risk_width": 2 * CELL_WIDTH,
        "risk_height": 2 * CELL_HEIGHT,
        "cell_width": CELL_WIDTH,
        "cell_height": CELL_HEIGHT,
        "columns": [(LEFT + step * CELL_WIDTH, LEFT + (step + 0.5) * CELL_WIDTH, step) for step in range(STRENGTHS)],
        "rows": [
            (TOP + step * CELL_HEIGHT, TOP + (step + 0.5) * CELL_HEIGHT, IMPORTANCES - step)
            for step in range(IMPORTANCES)
        ],
    }


def _middle(cell: tuple[int, int], place: int, size: int) -> tuple[float, float]:
    """Return where a dot lies in its cell: around the middle, in rows of four; those beyond lie over the last row."""
    strength, importance = cell
    row = min(place // IN_A_ROW, MOST_ROWS - 1)
    rows = min(math.ceil(size / IN_A_ROW), MOST_ROWS)
    in_row = min(size - row * IN_A_ROW, IN_A_ROW)
    x = LEFT + (strength + 0.5) * CELL_WIDTH + (place % IN_A_ROW - (in_row - 1) / 2) * STEP
    y = TOP + (IMPORTANCES - importance + 0.5) * CELL_HEIGHT + (row - (rows - 1) / 2) * STEP
    return round(x, 1), round(y, 1)


def _wanted(request: HttpRequest, most: int) -> tuple[tuple[ClaimView, ...], int, ListForm]:
    form = ListForm(request.GET or None, owners=queries.owners())
    wanted = form.wanted() if form.is_bound else queries.Wanted(order="importance")
    shown = queries.claims(wanted, most=most)
    # A retired claim is on no map; who asks for retired ones by the filter sees them.
    found = tuple(each for each in shown if each.state is not ClaimState.RETIRED or wanted.state)
    return found, max(queries.count_claims(wanted) - (len(shown) - len(found)), len(found)), form
