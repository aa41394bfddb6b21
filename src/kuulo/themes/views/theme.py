"""One theme: its size over time, its pull, comments to read, and what a person may decide of it; and as JSON."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.drafting.rules import plain_draft
from kuulo.figures.charts import TrendChart
from kuulo.figures.queries import Reading, Scope, open_reading
from kuulo.themes.forms import MergeForm, NameForm
from kuulo.themes.queries import (
    Quote,
    Quotes,
    get_theme,
    list_themes,
    quotes_of,
    settled_scope,
    theme_by_month,
    written_of,
)
from kuulo.themes.rules import ThemeView, may_merge, shown_themes
from kuulo.themes.views.showing import (
    Line,
    Page,
    explore_url,
    language,
    name_text,
    share_chart,
    show_words,
    theme_url,
)
from kuulo.themes.views.words import plain_line, plain_quote, told_quote, wanted
from kuulo.themes.views.written import written_context
from kuulo.words.queries import unmasked_texts

AS_WRITTEN = "as_written"
OWN_KEYS = (AS_WRITTEN,)


@require_safe
@permission_required("words.view_words", raise_exception=True)
def theme(request: HttpRequest, key: str) -> HttpResponse:
    """Show one theme."""
    return page_of_theme(request, key)


def page_of_theme(request: HttpRequest, key: str, form: NameForm | None = None, *, status: int = 200) -> HttpResponse:
    """Return the page of one theme, with a form that was sent where there was one."""
    found = get_theme(key)
    as_written = bool(request.GET.get(AS_WRITTEN)) and request.user.has_perm("words.view_unmasked")
    with open_reading() as reading:
        scope, page, quotes, chart = _read(reading, request, found)
        told = written_context(reading, scope, key)
        texts = unmasked_texts(reading.snapshot, _ids(quotes)) if as_written else {}
    themes = list_themes()
    others = tuple(one for one in shown_themes(themes) if may_merge(key, one.key, themes))
    context = told | {
        "cited": [(anchor, told_quote(one)) for anchor, one in told["cited"]],
        "theme": found,
        "name": name_text(found),
        "into": next((name_text(one) for one in themes if one.key == found.merged_into), None),
        "parts": [(name_text(one), theme_url(one.key, scope)) for one in themes if one.merged_into == key],
        "line": _line(page, key),
        "page": page,
        "chart": chart,
        "typical": [told_quote(one, texts.get(one.signal_id, "")) for one in quotes.typical],
        "outlying": [told_quote(one, texts.get(one.signal_id, "")) for one in quotes.outlying],
        "as_written": as_written,
        "keywords": sorted(found.keywords.items(), key=lambda pair: (pair[0] != language(), pair[0])),
        "explore_url": explore_url(key, scope),
        "url": theme_url(key, scope),
        "name_form": form or NameForm(initial={"name": found.name}),
        "merge_form": MergeForm(None, others, language()) if others else None,
    }
    return render(request, "themes/theme.html", context, status=status)


@require_safe
@permission_required("words.view_words", raise_exception=True)
def theme_json(request: HttpRequest, key: str) -> JsonResponse:
    """Answer with one theme as plain values."""
    found = get_theme(key)
    with open_reading() as reading:
        scope, page, quotes, _chart = _read(reading, request, found)
        months = theme_by_month(reading, scope, key)
        draft, _cited = written_of(reading, scope, key, language())
    line = _line(page, key)
    return JsonResponse(
        {
            "key": key,
            "name": found.called(language()),
            "state": found.state.value,
            "merged_into": found.merged_into or None,
            "theme": None if line is None else plain_line(line),
            "months": [{"month": day.isoformat(), "figure": one.to_dict()} for day, one in months],
            "typical": [plain_quote(one) for one in quotes.typical],
            "outlying": [plain_quote(one) for one in quotes.outlying],
            "explore": explore_url(key, scope),
            "written": plain_draft(draft),
        }
    )


def _read(
    reading: Reading, request: HttpRequest, found: ThemeView
) -> tuple[Scope | None, Page, Quotes, TrendChart | None]:
    scope = settled_scope(reading, wanted(request, *OWN_KEYS))
    title = say(_("Comments about “{name}”"), name=name_text(found))
    chart = share_chart(theme_by_month(reading, scope, found.key), title)
    return scope, show_words(reading, scope), quotes_of(reading, scope, found.key), chart


def _line(page: Page, key: str) -> Line | None:
    return next((one for one in page.lines if one.theme.key == key), None)


def _ids(quotes: Quotes) -> list[str]:
    shown: list[Quote] = [*quotes.typical, *quotes.outlying]
    return [one.signal_id for one in shown]
