"""Questions to a study's codings and codes by cases; as pages, plain values and files."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuulo.base.errors import InputError
from kuulo.codebooks.queries import all_books
from kuulo.figures.exports import Sheet, Value, csv_bytes, figure_heads, figure_row, xlsx_bytes
from kuulo.passages.forms import QueryForm
from kuulo.passages.queries import (
    Hit,
    Matrix,
    attribute_names_of,
    book_of_study,
    cases_of,
    codings_of,
    hits_of,
    matrix,
    run_query,
)
from kuulo.passages.views.seeing import Seen, Words, holes_of, need_words, seen, shown_text, trail
from kuulo.passages.views.source import source_address
from kuulo.passages.views.telling import CodeLine, code_lines, name_of
from kuulo.sources.rules import KIND_NAMES

PAGE: Final = 50
REFUSED: Final = 422
TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def query(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for passages by codes, people and speakers."""
    found, language = need_words(seen(request, slug)), get_language() or "en"
    own = book_of_study(slug)
    named = code_lines(all_books(), language, own)
    form = _form(request, slug)
    context: dict[str, Any] = {
        "study": found.study,
        "trail": trail(found.study),
        "form": form,
        "codes": [line for line in named.values() if line.code.startswith(f"{own}/")],
        "asked": bool(request.GET.get("q", "").strip()),
        "query": _without_page(request),
    }
    hits: tuple[Hit, ...] = ()
    try:
        if context["asked"] and form.is_valid():
            hits = run_query(slug, form.told_query())
    except InputError as error:
        context["error"] = error
    page = Paginator(hits, PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "count": len(hits),
        "people": len({hit.case.id for hit in hits if hit.case is not None}),
        "hits": [_line(found, hit, named) for hit in page.object_list],
    }
    return render(request, "passages/query.html", context, status=REFUSED if "error" in context else 200)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def query_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return what a question finds as plain values."""
    found = need_words(seen(request, slug))
    hits = _hits(request, slug)
    words = _words_of(found, hits)
    return JsonResponse({"hits": [_plain(found, hit, said) for hit, said in zip(hits, words, strict=True)]})


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def query_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Send what a question finds as a table; without a question every coding."""
    found, language = need_words(seen(request, slug)), get_language() or "en"
    named = code_lines(all_books(), language, book_of_study(slug))
    if request.GET.get("q", "").strip():
        hits = _hits(request, slug)
        rows: list[tuple[Value, ...]] = [
            _row(found, hit, said, "; ".join(name_of(named, code) for code in hit.codes), "", "")
            for hit, said in zip(hits, _words_of(found, hits), strict=True)
        ]
    else:
        rows = _coding_rows(found, slug, named)
    heads = (
        _("Source"),
        _("Kind"),
        _("Participant"),
        _("Speaker"),
        _("Customer speaks"),
        _("From"),
        _("To"),
        _("Words"),
        _("Codes"),
        _("Coder"),
        _("Memo"),
    )
    facts = ((_("Study"), found.study.title), (_("Question"), request.GET.get("q", "") or _("All codings")))
    return _file(Sheet(heads=heads, rows=tuple(rows), facts=facts), f"kuulo-{slug}-passages", form)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def show_matrix(request: HttpRequest, slug: str) -> HttpResponse:
    """Show codes by cases, and the share of participants who have each code by an attribute."""
    found, language = seen(request, slug), get_language() or "en"
    counted = matrix(slug, attribute=request.GET.get("attribute", ""))
    named = code_lines(all_books(), language, book_of_study(slug))
    context: dict[str, Any] = {
        "study": found.study,
        "trail": trail(found.study),
        "seen": found,
        "matrix": counted,
        "names": [name_of(named, code) for code in counted.codes],
        "lines": [
            {
                "name": name_of(named, code),
                "line": named.get(code),
                "everybody": everybody,
                "groups": [group.shares[place] for group in counted.groups],
                "counts": [row.counts[place] for row in counted.cases],
            }
            for place, (code, everybody) in enumerate(zip(counted.codes, counted.everybody, strict=True))
        ],
        "cases_shown": found.words is Words.PLAIN,
        "most": max((count for row in counted.cases for count in row.counts), default=0),
    }
    return render(request, "passages/matrix.html", context)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def matrix_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values; cases for the study's team alone."""
    found = seen(request, slug)
    counted = matrix(slug, attribute=request.GET.get("attribute", ""))
    told: dict[str, Any] = {
        "codes": list(counted.codes),
        "attribute": counted.attribute or None,
        "everybody": [each.to_dict() for each in counted.everybody],
        "groups": [
            {"value": group.value or None, "shares": [each.to_dict() for each in group.shares]}
            for group in counted.groups
        ],
    }
    if found.words is Words.PLAIN:
        told["cases"] = [{"case": row.case.label, "passages": list(row.counts)} for row in counted.cases]
    return JsonResponse(told)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def matrix_file(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Send codes by cases, or the shares by an attribute, as a table."""
    found, language = seen(request, slug), get_language() or "en"
    counted = matrix(slug, attribute=request.GET.get("attribute", ""))
    named = code_lines(all_books(), language, book_of_study(slug))
    by_case = request.GET.get("rows") == "cases"
    if by_case:
        need_words(found)
        if found.words is not Words.PLAIN:
            raise Http404(slug)
        sheet = _case_sheet(found, counted, named)
    else:
        sheet = _share_sheet(found, counted, named)
    return _file(sheet, f"kuulo-{slug}-matrix", form)


def _form(request: HttpRequest, slug: str) -> QueryForm:
    cases = cases_of(slug).values()
    values = {
        name: sorted({case.attributes[name] for case in cases if name in case.attributes})
        for name in attribute_names_of(cases)
    }
    return QueryForm(request.GET, values=values)


def _hits(request: HttpRequest, slug: str) -> tuple[Hit, ...]:
    form = _form(request, slug)
    if not form.is_valid():
        return ()
    return run_query(slug, form.told_query())


def _speaker(found: Seen, hit: Hit) -> str:
    """Return who speaks: customers by name for the study’s team alone."""
    return _("customer") if hit.is_customer and found.words is not Words.PLAIN else hit.speaker


def _words_of(found: Seen, hits: tuple[Hit, ...] | list[Hit]) -> list[str]:
    if found.words is Words.PLAIN:
        return [hit.words for hit in hits]
    return [shown_text(hit.words, holes_of(hit.words, hit.language, hit.people)) for hit in hits]


def _line(found: Seen, hit: Hit, named: dict[str, CodeLine]) -> dict[str, Any]:
    place = hit.passage
    return {
        "hit": hit,
        "kind": _(KIND_NAMES[hit.kind]),
        "words": _words_of(found, [hit])[0],
        "speaker": _speaker(found, hit),
        "codes": [{"name": name_of(named, code), "line": named.get(code)} for code in hit.codes],
        "url": source_address(found.study.slug, place.source, place.start, place.end),
    }


def _plain(found: Seen, hit: Hit, words: str) -> dict[str, Any]:
    return {
        "source": hit.passage.source,
        "name": hit.source,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "words": words,
        "speaker": _speaker(found, hit) or None,
        "is_customer": hit.is_customer,
        "case": hit.case.label if hit.case is not None else None,
        "codes": list(hit.codes),
    }


def _row(found: Seen, hit: Hit, words: str, *more: Value) -> tuple[Value, ...]:
    return (
        hit.source,
        _(KIND_NAMES[hit.kind]),
        hit.case.label if hit.case is not None else "",
        _speaker(found, hit),
        _("yes") if hit.is_customer else _("no"),
        hit.passage.start,
        hit.passage.end,
        words,
        *more,
    )


def _coding_rows(found: Seen, slug: str, named: dict[str, CodeLine]) -> list[tuple[Value, ...]]:
    """Return a row a coding, with who gave it and what was noted beside it."""
    given = codings_of(study=slug)
    asked = hits_of(given)
    masked = dict(zip(asked, _words_of(found, list(asked.values())), strict=True))
    return [
        _row(found, asked[each.passage], masked[each.passage], name_of(named, each.code), each.coder, each.memo)
        for each in given
        if each.passage in asked
    ]


def _case_sheet(found: Seen, counted: Matrix, named: dict[str, CodeLine]) -> Sheet:
    heads = (_("Code"), *(row.case.label for row in counted.cases))
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (name_of(named, code), *(row.counts[place] for row in counted.cases))
        for place, code in enumerate(counted.codes)
    )
    return Sheet(heads=heads, rows=rows, facts=((_("Study"), found.study.title), (_("Cells"), _("Passages"))))


def _share_sheet(found: Seen, counted: Matrix, named: dict[str, CodeLine]) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for place, code in enumerate(counted.codes):
        rows.append(figure_row(name_of(named, code), _("Everybody"), figure=counted.everybody[place]))
        rows += [
            figure_row(name_of(named, code), _value(group.value), figure=group.shares[place])
            for group in counted.groups
        ]
    facts = (
        (_("Study"), found.study.title),
        (_("Attribute"), counted.attribute or "–"),
        (_("Figure"), _("Share of the participants who have the code")),
    )
    return Sheet(heads=figure_heads(_("Code"), _("Participants")), rows=tuple(rows), facts=facts)


def _value(value: str) -> str:
    return value or _("not known")


def _file(sheet: Sheet, name: str, form: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404(form)
    content = (
        csv_bytes(sheet, get_language() or "en")
        if form == "csv"
        else xlsx_bytes(sheet, figures=_("Passages"), about=_("About"))
    )
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(content, content_type=TYPES[form], headers=headers)


def _without_page(request: HttpRequest) -> str:
    rest = request.GET.copy()
    rest.pop("page", None)
    return f"{rest.urlencode()}&" if rest else ""
