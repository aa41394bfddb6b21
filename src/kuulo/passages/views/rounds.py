"""Rounds of blind coding: started, followed, compared, settled."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import all_books
from kuulo.passages import services
from kuulo.passages.queries import Agreement, agreement_of, book_of_study, people_in, round_of
from kuulo.passages.rules import RoundState, RoundView
from kuulo.passages.views.seeing import Seen, Words, holes_of, need_coder, need_words, seen, shown_text, trail
from kuulo.passages.views.telling import CodeLine, code_lines, name_of
from kuulo.qualitative.agreeing import Cut, Meeting
from kuulo.sources.queries import source_lines, source_views
from kuulo.sources.rules import SourceView

PAGE: Final = 30
BESIDE: Final = 60
"""Characters shown before and after what coders differ on."""
STATES: Final[dict[RoundState, Promise]] = {
    RoundState.CODING: gettext_lazy("being coded"),
    RoundState.COMPARED: gettext_lazy("compared"),
    RoundState.SETTLED: gettext_lazy("settled"),
    RoundState.CANCELLED: gettext_lazy("cancelled"),
}
DROP: Final = "drop"


def round_line(found: RoundView, who: str) -> dict[str, Any]:
    """Return a round for a list: its state in words and whether the person has something to code."""
    return {
        "round": found,
        "state": STATES[found.state],
        "own": [source for coder, source in found.waiting if coder == who] if found.state is RoundState.CODING else [],
        "waiting": len(found.waiting),
        "all": len(found.coders) * len(found.sources),
    }


@require_POST
@permission_required("passages.code", raise_exception=True)
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start a round."""
    found = need_coder(seen(request, slug))
    cut = request.POST.get("cut", "")
    made = services.start_round(
        study=slug,
        sources=request.POST.getlist("sources"),
        coders=request.POST.getlist("coders"),
        by=found.who,
        cut=Cut(cut) if cut in list(Cut) else Cut.SENTENCE,
    )
    messages.success(request, gettext("The round has begun: each coder sees only what they give themselves."))
    return HttpResponseRedirect(reverse("passages:round", args=[slug, made.id]))


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show a round: who has finished what, and once it is compared how far coders agree and where they differ."""
    seen_one, found = _round(request, slug, number)
    language = get_language() or "en"
    lines = source_lines(found.sources)
    context: dict[str, Any] = {
        "study": seen_one.study,
        "trail": trail(seen_one.study),
        "seen": seen_one,
        "round": found,
        "state": STATES[found.state],
        "coding": found.state is RoundState.CODING,
        "may_settle": found.state is RoundState.COMPARED and seen_one.may_code,
        "may_cancel": found.state in {RoundState.CODING, RoundState.COMPARED} and seen_one.may_code,
        "progress": [
            {
                "source": lines.get(key),
                "done": [(coder, key in found.done.get(coder, frozenset())) for coder in found.coders],
                "own": seen_one.who in found.coders and key not in found.done.get(seen_one.who, frozenset()),
            }
            for key in found.sources
        ],
    }
    if found.state is not RoundState.CODING:
        context |= _compared(request, seen_one, agreement_of(number), language)
    return render(request, "passages/round.html", context)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def show_json(request: HttpRequest, slug: str, number: int) -> JsonResponse:
    """Return a round and how far its coders agree as plain values."""
    _seen_one, found = _round(request, slug, number)
    told: dict[str, Any] = {
        "id": found.id,
        "state": found.state.value,
        "coders": list(found.coders),
        "sources": list(found.sources),
        "cut": found.cut.value,
        "waiting": len(found.waiting),
        "agreement": None,
    }
    if found.state is not RoundState.CODING:
        agreement = agreement_of(number)
        told["agreement"] = {
            "segments": agreement.segments,
            "alpha": agreement.whole.to_dict(),
            "differences": len(agreement.differences),
            "codes": [
                {
                    "code": each.code,
                    "alpha": each.alpha.to_dict(),
                    "kappa": [
                        {"coders": list(pair), "figure": figure.to_dict()} for pair, figure in each.kappas.items()
                    ],
                    "given": dict(each.given),
                }
                for each in agreement.codes
            ],
        }
    return JsonResponse(told)


@require_POST
@permission_required("passages.code", raise_exception=True)
def step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Finish a source, decide a difference, settle or cancel the round."""
    seen_one, found = _round(request, slug, number)
    need_coder(seen_one)
    verb, source = request.POST.get("do", ""), request.POST.get("source", "")
    if verb == "finish":
        services.finish_source(round_id=found.id, source=source, by=seen_one.who)
        messages.success(request, gettext("Finished. You see what others gave once all have."))
    elif verb == "decide":
        key = request.POST.get("key", "")
        services.decide_difference(
            round_id=found.id, key=key, keep=_kept(request.POST.get("keep", "")), by=seen_one.who
        )
        page = request.POST.get("page", "")
        query = f"?page={page}" if page.isdecimal() else ""
        return HttpResponseRedirect(f"{reverse('passages:round', args=[slug, number])}{query}#differences")
    elif verb == "settle":
        services.settle_round(round_id=found.id, by=seen_one.who)
        messages.success(request, gettext("Settled. What the round came to counts from now on."))
    elif verb == "cancel":
        services.cancel_round(round_id=found.id, by=seen_one.who)
        messages.success(request, gettext("Cancelled. What each person coded stays as their own."))
    else:
        raise InputError(_("The page asked for something it cannot do."))
    return HttpResponseRedirect(reverse("passages:round", args=[slug, number]))


def _round(request: HttpRequest, slug: str, number: int) -> tuple[Seen, RoundView]:
    seen_one = need_words(seen(request, slug))
    found = round_of(number)
    if found.study != slug:
        raise NotFoundError(_("There is no such round of coding."), _("See the rounds of the study."))
    return seen_one, found


def _kept(text: str) -> tuple[int, int] | None:
    """Return from where to where a passage is kept, told as ``3-17``; None where it is dropped."""
    if text == DROP:
        return None
    start, _dash, end = text.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        raise InputError(_("Choose what is kept, or to drop it."))
    return int(start), int(end)


def _compared(request: HttpRequest, seen_one: Seen, agreement: Agreement, language: str) -> dict[str, Any]:
    named = code_lines(all_books(), language, book_of_study(seen_one.study.slug))
    differences = agreement.differences
    page = Paginator(differences, PAGE).get_page(request.GET.get("page"))
    views = source_views({each.source for each in page.object_list})
    decided = agreement.round.decisions
    return {
        "agreement": agreement,
        "pairs": sorted({pair for each in agreement.codes for pair in each.kappas}),
        "rows": [
            {
                "line": named.get(each.code),
                "name": name_of(named, each.code),
                "alpha": each.alpha,
                "kappas": list(each.kappas.values()),
                "given": [each.given[coder] for coder in agreement.round.coders],
            }
            for each in agreement.codes
        ],
        "agreed": sum(each.agreed for each in agreement.meetings),
        "page": page,
        "query": "",
        "undecided": sum(each.key not in decided for each in differences),
        "differences": [
            _difference(seen_one, each, views[each.source], named, decided.get(each.key, ""))
            for each in page.object_list
            if each.source in views
        ],
    }


def _difference(
    seen_one: Seen,
    meeting: Meeting,
    view: SourceView,
    named: dict[str, CodeLine],
    decided: tuple[int, int] | str | None,
) -> dict[str, Any]:
    kept = DROP if decided is None else "" if decided == "" else f"{decided[0]}-{decided[1]}"
    spans = sorted({(each.start, each.end) for each in meeting.given} | {(meeting.start, meeting.end)})
    return {
        "key": meeting.key,
        "name": name_of(named, meeting.code),
        "source": view,
        "start": meeting.start,
        "end": meeting.end,
        "coders": sorted(meeting.coders),
        "before": _words(seen_one, view, max(meeting.start - BESIDE, 0), meeting.start),
        "words": _words(seen_one, view, meeting.start, meeting.end),
        "after": _words(seen_one, view, meeting.end, min(meeting.end + BESIDE, len(view.text))),
        "kept": kept,
        "options": [
            {
                "value": f"{start}-{end}",
                "words": _words(seen_one, view, start, end),
                "coders": sorted({each.coder for each in meeting.given if (each.start, each.end) == (start, end)}),
            }
            for start, end in spans
        ],
    }


def _words(seen_one: Seen, view: SourceView, start: int, end: int) -> str:
    words = view.text[start:end]
    return (
        shown_text(words, holes_of(words, view.language, people_in(view))) if seen_one.words is Words.MASKED else words
    )
