"""Coding: one comment at a time, by keyboard alone; a second coder blind; disputes settled."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import InputError
from kuulo.codebooks import services
from kuulo.codebooks.queries import Book, Waiting, book, progress_of
from kuulo.codebooks.queries.codings import disputes_of, last_of, next_second, next_waiting, truths_of, waiting_for
from kuulo.codebooks.queries.comments import CommentView, comments_of
from kuulo.codebooks.views.showing import coder_of
from kuulo.figures.charts.quantities import Quantity, Unit

REFUSED: Final = 422
PAGE: Final = 20
SECOND: Final = "second"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("codebooks.code", raise_exception=True)
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the comment to code now, and note its codes; then go on to the next."""
    found, coder = book(slug), coder_of(request)
    if request.method == "POST":
        return _noted(request, found, coder)
    waiting = _wanted(found, coder, request.GET.get("signal", ""), request.GET.get("way", ""))
    return _page(request, found, waiting)


@require_safe
@permission_required("codebooks.code", raise_exception=True)
def disputes(request: HttpRequest, slug: str) -> HttpResponse:
    """List the comments coders differ on, side by side."""
    found, language = book(slug), get_language() or "en"
    page = Paginator(disputes_of(found.id), PAGE).get_page(request.GET.get("page"))
    texts = comments_of([each[0].signal_id for each in page.object_list])
    lines = [
        {
            "signal": each[0].signal_id,
            "comment": texts[each[0].signal_id],
            "said": [{"coder": one.coder, "names": _names(found, one.codes, language)} for one in each],
            "codes": [
                {"code": code, "name": code.name(language), "share": sum(code.key in one.codes for one in each)}
                for code in found.codes
            ],
        }
        for each in page.object_list
        if each[0].signal_id in texts
    ]
    context = _frame(found, language) | {"page": page, "lines": lines, "query": ""}
    return render(request, "codebooks/disputes.html", context)


@require_POST
@permission_required("codebooks.code", raise_exception=True)
def settle(request: HttpRequest, slug: str) -> HttpResponse:
    """Settle how coders differed on one comment."""
    services.settle_coding(
        slug=slug,
        signal_id=request.POST.get("signal", ""),
        codes=request.POST.getlist("codes"),
        none=bool(request.POST.get("none")),
        by=coder_of(request),
    )
    messages.success(request, _("Settled."))
    return HttpResponseRedirect(reverse("codebooks:disputes", args=[slug]))


def _noted(request: HttpRequest, found: Book, coder: str) -> HttpResponse:
    signal, way = request.POST.get("signal", ""), request.POST.get("way", "")
    waiting = _wanted(found, coder, signal, way)
    if waiting is None or waiting.signal_id != signal:
        raise Http404(signal)
    codes, none = request.POST.getlist("codes"), bool(request.POST.get("none"))
    try:
        services.note_coding(slug=found.slug, waiting=waiting, codes=codes, none=none, coder=coder)
    except InputError as error:
        return _page(request, found, waiting, error=error)
    query = f"?way={SECOND}" if way == SECOND else ""
    return HttpResponseRedirect(reverse("codebooks:code", args=[found.slug]) + query)


def _wanted(found: Book, coder: str, signal: str, way: str) -> Waiting | None:
    if signal:
        waiting = waiting_for(found, coder, signal)
        if waiting is None:
            raise Http404(signal)
        return waiting
    if way == SECOND:
        return next_second(found, coder)
    if next_waiting(found) is None and found.codes:
        services.fill_queue(found)
    return next_waiting(found)


def _page(
    request: HttpRequest, found: Book, waiting: Waiting | None, *, error: InputError | None = None
) -> HttpResponse:
    language, coder = get_language() or "en", coder_of(request)
    way = request.POST.get("way", "") or request.GET.get("way", "")
    context = _frame(found, language) | {
        "progress": progress_of(found.id, coder),
        "way": way if way == SECOND else "",
        "error": error,
        "before": last_of(found.id, coder, waiting.signal_id if waiting is not None else ""),
    }
    if waiting is not None:
        texts = comments_of([waiting.signal_id, *waiting.near])
        if waiting.signal_id not in texts:
            raise Http404(waiting.signal_id)
        chosen = frozenset(request.POST.getlist("codes")) if error else waiting.own or frozenset()
        context |= {
            "waiting": waiting,
            "comment": texts[waiting.signal_id],
            "codes": _codes(found, waiting, chosen, language),
            "none": bool(request.POST.get("none")) if error else waiting.own == frozenset(),
            "near": _near(found, waiting, texts, language),
        }
    return render(request, "codebooks/code.html", context, status=REFUSED if error else 200)


def _codes(found: Book, waiting: Waiting, chosen: frozenset[str], language: str) -> list[dict[str, Any]]:
    return [
        {
            "code": each,
            "name": each.name(language),
            "definition": each.definition(language),
            "chosen": each.key in chosen,
            "share": Quantity(waiting.proposed[each.key], Unit.SHARE) if each.key in waiting.proposed else None,
        }
        for each in found.codes
    ]


def _near(found: Book, waiting: Waiting, texts: dict[str, CommentView], language: str) -> list[dict[str, Any]]:
    """Return the nearest coded comments and the codes people gave them."""
    given = truths_of(found.id, waiting.near)
    return [
        {"comment": texts[signal], "names": _names(found, given[signal], language)}
        for signal in waiting.near
        if signal in texts and signal in given
    ]


def _names(found: Book, codes: frozenset[str], language: str) -> list[str]:
    return [each.name(language) for each in found.codes if each.key in codes]


def _frame(found: Book, language: str) -> dict[str, Any]:
    name = found.name(language)
    trail = [
        (reverse("codebooks:codebooks"), _("Codebooks")),
        (reverse("codebooks:codebook", args=[found.slug]), name),
    ]
    return {"book": found, "name": name, "trail": trail}
