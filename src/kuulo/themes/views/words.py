"""The page Words: what customers talk about, how large it is, how it pulls the measure, what is new; and as JSON."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kuulo.drafting.rules import plain_draft
from kuulo.figures.charts import Day, Quantity, Unit
from kuulo.figures.forms import dimension_name, value_names
from kuulo.figures.queries import Scope, open_reading, place_options
from kuulo.figures.rules import Selection, parse_selection
from kuulo.figures.templatetags.charts import say
from kuulo.themes.forms import WordsForm
from kuulo.themes.queries import (
    NEEDS_A_PERSON,
    Quote,
    calling_comments,
    feelings_by_month,
    last_finding,
    list_themes,
    settled_scope,
    written_of,
)
from kuulo.themes.rules import RATE, shown_themes
from kuulo.themes.views.showing import Line, feeling_chart, language, show_words, theme_url
from kuulo.themes.views.summing import summed_up
from kuulo.themes.views.written import written_context
from kuulo.words.queries import standing
from kuulo.words.rules import CALL_LABELS, FEELING_LABELS


def wanted(request: HttpRequest, *own: str) -> Selection:
    """Return what the address asks for; empty fields of the form count as not asked for.

    Args:
        request: The request.
        own: Keys that are the page's own.

    Raises:
        InputError: It asks for something no page of Kuulo writes.
    """
    params = {key: [str(value) for value in values if value] for key, values in request.GET.lists() if key not in own}
    return parse_selection({key: values for key, values in params.items() if values}).split_by(None)


@require_safe
@permission_required("words.view_words", raise_exception=True)
def words(request: HttpRequest) -> HttpResponse:
    """Show what customers talk about."""
    selection = wanted(request)
    with open_reading() as reading:
        read = standing(reading.snapshot)
        if not read.read:
            return render(request, "themes/words.html", {"empty": True, "standing": read})
        scope = settled_scope(reading, selection)
        page = show_words(reading, scope)
        summary = summed_up(reading, scope, page)
        feelings = feelings_by_month(reading, scope)
        calling = calling_comments(reading, scope)
        told = written_context(reading, scope)
        form = None if scope is None else WordsForm(scope, place_options(reading, scope))
    finding = last_finding()
    context = {
        "page": page,
        "form": form,
        "standing": read,
        "finding": finding,
        "agreement": Quantity(finding.agreement, Unit.SHARE) if finding else None,
        "summary": [{"text": one.text, "quotes": [told_quote(each) for each in one.quotes]} for one in summary],
        "feelings": [(FEELING_LABELS[name], page.feelings.get(name)) for name in FEELING_LABELS],
        "charts": [chart for name in ("negative", "positive") if (chart := feeling_chart(feelings[name], name))],
        "calling": [told_quote(one) for one in calling],
        "calls": [(CALL_LABELS[name], figure) for name, figure in page.calls.items() if name in CALL_LABELS],
        "rate": RATE,
        "applied": _applied(scope),
        "aside": _aside(),
        **told,
        "cited": [(anchor, told_quote(one)) for anchor, one in told["cited"]],
    }
    return render(request, "themes/words.html", context)


@require_safe
@permission_required("words.view_words", raise_exception=True)
def words_json(request: HttpRequest) -> JsonResponse:
    """Answer with the same as plain values."""
    selection = wanted(request)
    with open_reading() as reading:
        read = standing(reading.snapshot)
        scope = settled_scope(reading, selection)
        page = show_words(reading, scope)
        summary = summed_up(reading, scope, page)
        feelings = feelings_by_month(reading, scope)
        calling = calling_comments(reading, scope)
        draft, _cited = written_of(reading, scope, "", language())
    finding = last_finding()
    return JsonResponse(
        {
            "sentence": say(page.sentence),
            "comments": page.cut.whole.comments if page.cut.whole else None,
            "persons": page.cut.whole.persons if page.cut.whole else None,
            "read": read.read,
            "waiting": read.comments - read.read,
            "found_at": finding.made_at.isoformat() if finding else None,
            "agreement": finding.agreement if finding else None,
            "figure": page.whole.to_dict() if page.whole else None,
            "themes": [plain_line(line) for line in page.lines],
            "rising": [say(text) for _line, text in page.rises],
            "rising_rate": say(RATE),
            "feelings": {name: one.to_dict() for name, one in page.feelings.items()},
            "feelings_by_month": {
                name: [{"month": day.isoformat(), "figure": one.to_dict()} for day, one in points]
                for name, points in feelings.items()
            },
            "calls": {name: one.to_dict() for name, one in page.calls.items()},
            "summary": [
                {"text": say(one.text), "quotes": [plain_quote(each) for each in one.quotes]} for one in summary
            ],
            "calling": [plain_quote(one) for one in calling],
            "written": plain_draft(draft),
        }
    )


def plain_line(line: Line) -> dict[str, object]:
    """Return a theme of the list as plain values."""
    pull, rise = line.pull, line.rise
    return {
        "key": line.theme.key,
        "name": say(line.name),
        "state": line.theme.state.value,
        "keywords": {language: list(found) for language, found in line.theme.keywords.items()},
        "share": line.share.to_dict(),
        "figure": line.figure.to_dict() if line.figure else None,
        "pull": None
        if pull is None
        else {"value": pull.pull, "low": pull.low, "high": pull.high, "se": pull.se, "n": pull.n, "share": pull.share},
        "way": line.way.value if line.way else None,
        "rising": None
        if rise is None
        else {
            "new": rise.new,
            "count": rise.count,
            "expected": rise.expected,
            "ratio": rise.ratio,
            "low": rise.low,
            "high": rise.high,
            "since": rise.since.isoformat(),
            "weeks": rise.weeks,
            "p": rise.p,
        },
        "url": line.url,
    }


def plain_quote(quote: Quote) -> dict[str, object]:
    """Return a comment as plain values."""
    return {
        "text": quote.text,
        "language": quote.language,
        "feeling": quote.feeling,
        "occurred_at": quote.occurred_at.isoformat() if quote.occurred_at else None,
        "touchpoint": quote.touchpoint,
        "calls": list(quote.calls),
        "theme": quote.theme,
        "was_masked": quote.was_masked,
    }


def told_quote(quote: Quote, text: str = "") -> dict[str, object]:
    """Return a comment with what stands beneath it in words; ``text`` takes the place of its masked words."""
    return {
        "signal": quote.signal_id,
        "text": text or quote.text,
        "language": quote.language,
        "feeling": FEELING_LABELS.get(quote.feeling or ""),
        "kind": {"negative": "low", "neutral": "middle", "positive": "high"}.get(quote.feeling or "", ""),
        "when": Day(timezone.localtime(quote.occurred_at).date()) if quote.occurred_at else None,
        "where": quote.touchpoint,
        "calls": [CALL_LABELS[name] for name in quote.calls if name in CALL_LABELS],
        "urgent": any(name in NEEDS_A_PERSON for name in quote.calls),
        "was_masked": quote.was_masked,
    }


def _applied(scope: Scope | None) -> list[dict[str, str]]:
    """Return the filters in use that the form does not show, each with the address that takes it away."""
    if scope is None:
        return []
    return [
        {
            "label": f"{dimension_name(one.dimension)}: {', '.join(value_names(one.dimension, one.values).values())}",
            "url": f"{reverse('themes:words')}?{urlencode(scope.selection.without(one.dimension).to_params())}",
        }
        for one in scope.selection.filters
    ]


def _aside() -> list[dict[str, object]]:
    """Return the themes that do not stand by themselves: hidden ones, parts of others, and those no longer found."""
    themes = list_themes()
    shown = {one.key for one in shown_themes(themes)}
    names = {one.key: one.called(language()) for one in themes}
    return [
        {"name": names[one.key], "theme": one, "into": names.get(one.merged_into, ""), "url": theme_url(one.key, None)}
        for one in themes
        if one.key not in shown
    ]
