"""The coding of a study: its codebook with counts, its sources, rounds, memos; what the machine proposes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.codebooks.queries import Book, all_books, list_books
from kuulo.passages import services
from kuulo.passages.queries import (
    book_of_study,
    counts_of,
    machine_of,
    memos_of,
    parents_of_books,
    rounds_of,
    top_codes,
)
from kuulo.passages.rules import About
from kuulo.passages.views.rounds import round_line
from kuulo.passages.views.seeing import Seen, Words, need_coder, need_words, seen, trail
from kuulo.passages.views.telling import code_lines, name_of, plain_memo, said
from kuulo.qualitative.agreeing import Cut
from kuulo.sources.queries import in_force, lines_of_study
from kuulo.sources.rules import KIND_NAMES, SourceLine

PAGE = 100


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def codings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the coding of a study."""
    found, language = seen(request, slug), get_language() or "en"
    book = _book(book_of_study(slug))
    counts = counts_of(slug)
    lines = lines_of_study(slug)
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "study": found.study,
        "trail": trail(found.study, inside=False),
        "seen": found,
        "book": book,
        "book_name": book.name(language) if book else "",
        "books": [(each.slug, each.name(language)) for each in list_books()],
        "codes": _codes(book, counts, language),
        "codings": sum(sum(of.values()) for of in counts.values()),
        "coded_sources": len(counts),
        "sources": _source_lines(page.object_list, counts),
        "page": page,
        "query": "",
        "may_read": found.words is not Words.NONE,
        "rounds": [round_line(each, found.who) for each in rounds_of(slug)],
        "cuts": [(Cut.SENTENCE.value, gettext("Sentences")), (Cut.TURN.value, gettext("Turns"))],
        "codable": [line for line in lines if line.length],
        "machine": _machine(slug, book, language),
    }
    return render(request, "passages/codings.html", context)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def codings_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    found, language = seen(request, slug), get_language() or "en"
    own = book_of_study(slug)
    counts = counts_of(slug)
    totals = top_codes(counts, parents_of_books(all_books()))
    named = code_lines(all_books(), language, own)
    return JsonResponse(
        {
            "study": found.study.slug,
            "book": own or None,
            "codes": [
                {"code": code, "name": name_of(named, code), "codings": count} for code, count in sorted(totals.items())
            ],
            "sources": [
                {"key": line.key, "name": line.name, "codings": sum(counts.get(line.key, {}).values())}
                for line in lines_of_study(slug)
            ],
            "rounds": [
                {"id": each.id, "state": each.state.value, "coders": list(each.coders), "sources": list(each.sources)}
                for each in rounds_of(slug)
            ],
        }
    )


@require_POST
@permission_required("passages.code", raise_exception=True)
def choose_book(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the study’s codebook, or make one of its own; whoever came from a source goes back to it."""
    found = need_coder(seen(request, slug))
    wanted = request.POST.get("book", "")
    if wanted:
        services.choose_book(study=slug, book_slug=wanted, by=found.who)
    else:
        services.begin_book(study=slug, language=get_language() or "en", by=found.who)
    messages.success(request, gettext("The study is coded with this codebook from now on."))
    source = request.POST.get("source", "")
    if slug_re.match(source):
        return HttpResponseRedirect(reverse("passages:source", args=[slug, source]))
    return HttpResponseRedirect(reverse("passages:codings", args=[slug]))


@require_POST
@permission_required("passages.code", raise_exception=True)
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the machine to propose codes now."""
    need_coder(seen(request, slug))
    services.request_proposals(study=slug)
    messages.success(request, gettext("The machine reads the study. Load the page again in a moment."))
    return HttpResponseRedirect(reverse("passages:codings", args=[slug]))


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def memos(request: HttpRequest, slug: str) -> HttpResponse:
    """List the memos of a study; what is about its words is for who may read them."""
    found = need_words(seen(request, slug))
    page = Paginator(list(reversed(memos_of(slug))), PAGE).get_page(request.GET.get("page"))
    lines = {line.key: line for line in lines_of_study(slug)}
    named = code_lines(all_books(), get_language() or "en", book_of_study(slug))
    context: dict[str, Any] = {
        "study": found.study,
        "trail": trail(found.study),
        "seen": found,
        "page": page,
        "query": "",
        "memos": [
            {
                "memo": each,
                "own": each.author == found.who,
                "source": lines.get(each.source),
                "code": name_of(named, each.code) if each.code else "",
            }
            for each in page.object_list
        ],
        "named": [line for line in named.values() if line.code.startswith(f"{book_of_study(slug)}/")],
    }
    return render(request, "passages/memos.html", context)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def memos_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the memos as plain values."""
    found = need_words(seen(request, slug))
    return JsonResponse(
        {
            "memos": [
                plain_memo(each, found.who) | {"source": each.source or None, "at": each.at.isoformat()}
                for each in memos_of(slug)
            ]
        }
    )


@require_POST
@permission_required("passages.code", raise_exception=True)
def write_memo(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a memo about the study or a code, change or remove one; or undo and redo what was done last."""
    found = need_coder(seen(request, slug))
    _write(request, found, slug)
    return HttpResponseRedirect(reverse("passages:memos", args=[slug]))


def _write(request: HttpRequest, found: Seen, slug: str) -> None:
    verb, number = request.POST.get("do", ""), request.POST.get("id", "")
    text, code = request.POST.get("text", ""), request.POST.get("code", "")
    if verb in {"change", "remove"} and number not in {str(each.id) for each in memos_of(slug)}:
        raise NotFoundError(_("There is no such memo any more."), _("Load the page again."))
    if verb == "remove":
        services.remove_memo(memo_id=int(number), by=found.who)
        messages.success(request, gettext("The memo is removed. Undo brings it back."))
    elif verb == "change":
        services.change_memo(memo_id=int(number), text=text, by=found.who)
    elif verb == "undo":
        services.undo(by=found.who, study=slug)
    elif verb == "redo":
        services.redo(by=found.who, study=slug)
    else:
        about = About.CODE if code else About.STUDY
        services.write_memo(study=slug, about=about, text=text, by=found.who, code=code)
        messages.success(request, gettext("The memo is kept."))


def _book(slug: str) -> Book | None:
    return next((each for each in all_books() if each.slug == slug), None) if slug else None


def _codes(book: Book | None, counts: dict[str, dict[str, int]], language: str) -> list[dict[str, Any]]:
    """Return the codes in reading order with how many codings and sources each has, those under it counted too."""
    books = all_books()
    totals = top_codes(counts, parents_of_books(books))
    named = code_lines(books, language, book.slug if book else "")
    spread: dict[str, int] = {}
    for of in counts.values():
        for code in top_codes({"": of}, parents_of_books(books)):
            spread[code] = spread.get(code, 0) + 1
    own = f"{book.slug}/" if book else ""
    shown = [line for code, line in named.items() if (own and code.startswith(own)) or code in totals]
    return [{"line": line, "codings": totals.get(line.code, 0), "sources": spread.get(line.code, 0)} for line in shown]


def _source_lines(lines: Iterable[SourceLine], counts: dict[str, dict[str, int]]) -> list[dict[str, Any]]:
    shown = list(lines)
    standing = in_force([line.key for line in shown])
    return [
        {
            "line": line,
            "kind": gettext(KIND_NAMES[line.kind]),
            "codings": sum(counts.get(line.key, {}).values()),
            "codes": len(counts.get(line.key, {})),
            "why_not": standing[line.key],
        }
        for line in shown
    ]


def _machine(slug: str, book: Book | None, language: str) -> dict[str, Any] | None:
    """Return what the machine said last, by code."""
    found = machine_of(slug)
    if found is None or found.made_at is None:
        return None
    named = code_lines([book] if book else [], language, book.slug if book else "")
    return {
        "learned": found.learned,
        "made_at": found.made_at,
        "trouble": None if found.trouble is None else said(found.trouble),
        "waiting": found.waiting,
        "rows": [
            {"name": name_of(named, f"{book.slug}/{code}" if book else code), "figures": figures}
            for code, figures in found.figures.items()
        ],
    }
