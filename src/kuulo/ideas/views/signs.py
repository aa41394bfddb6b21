"""Weak signals and trends: the list with their four tests, and one with its source and every judgement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.base.texts import say
from kuulo.claims.queries import claims_numbered
from kuulo.ideas.forms import JudgeForm, TrendForm
from kuulo.ideas.queries import judgements_of, sign, signs, trends
from kuulo.ideas.rules import Criterion
from kuulo.ideas.rules.lifecycle import CRITERION_NAMES, VERDICT_NAMES, sign_steps_from
from kuulo.ideas.rules.shapes import SignView
from kuulo.ideas.views.showing import Choices, plain_sign, sign_line, trail_of


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def signs_page(request: HttpRequest) -> HttpResponse:
    """List weak signals and trends, the newest source first, with what their tests came to."""
    language = get_language() or "en"
    lines = [sign_line(view, language) for view in signs()]
    criteria = [(each, say(CRITERION_NAMES[each])) for each in Criterion]
    return render(request, "ideas/signs.html", {"trail": trail_of(), "lines": lines, "criteria": criteria})


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def signs_json(request: HttpRequest) -> JsonResponse:
    """Return the same as plain values."""
    del request
    return JsonResponse({"signals": [plain_sign(view) for view in signs()]})


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def sign_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a weak signal or trend: its source, its tests, what it is a sign of."""
    return show_sign(request, sign(number, request.user))


@require_safe
@permission_required("ideas.view_ideas", raise_exception=True)
def sign_json(request: HttpRequest, number: str) -> JsonResponse:
    """Return the same as plain values."""
    return JsonResponse(plain_sign(sign(number, request.user)))


def show_sign(request: HttpRequest, view: SignView, *, status: int = 200, **more: object) -> HttpResponse:
    """Return the page of a weak signal, with a form that was refused among ``more``."""
    language = get_language() or "en"
    around = claims_numbered([*view.signs, *([view.trend] if view.trend else [])])
    context: dict[str, Any] = {
        "trail": trail_of(to_signs=True),
        **sign_line(view, language),
        "age": (timezone.localdate() - view.published_on).days,
        "trend_words": around[view.trend].words(language) if view.trend in around else "",
        "below": [{"number": each, "words": around[each].words(language)} for each in view.signs if each in around],
        "history": [
            {
                "judgement": each,
                "name": say(CRITERION_NAMES[each.criterion]),
                "verdict": say(VERDICT_NAMES[each.verdict]),
            }
            for each in judgements_of(view.number)
        ],
        "steps": [each.value for each in sign_steps_from(view.state)],
        "judge_form": JudgeForm(),
        "trend_form": TrendForm(trends=trend_choices(language), initial={"trend": view.trend}),
    }
    return render(request, "ideas/sign.html", context | more, status=status)


def trend_choices(language: str) -> Choices:
    """Return the trends a weak signal can be a sign of."""
    numbers = [number for number, _publisher in trends()]
    found = claims_numbered(numbers)
    return [(number, f"{number} {found[number].words(language)}") for number in numbers if number in found]
