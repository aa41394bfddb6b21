"""The page of searching and its twin in JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.base.errors import InputError
from kuulo.drafting.queries import kept_draft, writes
from kuulo.drafting.rules import show_draft
from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.language.summarising import Summary
from kuulo.searches import queries
from kuulo.searches.forms import SaveForm, SearchForm
from kuulo.searches.queries import Found, Hit
from kuulo.searches.rules.asking import Question, question_from
from kuulo.searches.services import draft_key
from kuulo.words.rules import CALL_LABELS, FEELING_LABELS
from kuulo.words.services import current_embedder

FIELDS: Final = ("language", "feeling", "theme", "touchpoint", "since", "until", "most")
REFUSED: Final = 422


@require_safe
@permission_required("words.view_words", raise_exception=True)
def search(request: HttpRequest) -> HttpResponse:
    """Show what a search finds; without words, the searches that were saved."""
    with open_snapshot() as snapshot:
        context = page_context(snapshot, request.GET)
    return render(request, "searches/search.html", context, status=REFUSED if context.get("error") else 200)


@require_safe
@permission_required("words.view_words", raise_exception=True)
def search_json(request: HttpRequest) -> JsonResponse:
    """Answer the same as plain values."""
    question = asked_for(request.GET)
    if not question.text:
        return JsonResponse({"saved": [_saved_plain(each) for each in queries.saved_searches()]})
    with open_snapshot() as snapshot:
        found = queries.find(snapshot, question, current_embedder(), language_now())
        summary = queries.summary_of(snapshot, found.hits)
    return JsonResponse(
        {
            "question": question.to_json(),
            "data_version": found.data_version,
            "indexed": found.indexed,
            "with_meaning": found.with_meaning,
            "summary": _summary_plain(summary) if summary else None,
            "comments": [_hit_plain(hit) for hit in found.hits],
        }
    )


def asked_for(told: QueryDict) -> Question:
    """Return what an address asks for.

    Raises:
        InputError: A part of it cannot be used.
    """
    return question_from({"text": told.get("q", ""), **{name: told.get(name, "") for name in FIELDS}})


def address_of(question: Question) -> str:
    """Return the address of a search."""
    told = {("q" if name == "text" else name): value for name, value in question.to_json().items()}
    return f"{reverse('searches:search')}?{urlencode(told)}"


def language_now() -> str:
    """Return the reader's language."""
    return (get_language() or "en").split("-")[0]


def page_context(snapshot: Snapshot, told: QueryDict) -> dict[str, Any]:
    """Return all that the page shows."""
    language = language_now()
    context: dict[str, Any] = {
        "form": SearchForm(told, queries.choices_of(snapshot, language)),
        "state": queries.index_state(),
        "saved": [(each, address_of(each.question)) for each in queries.saved_searches()],
    }
    try:
        question = asked_for(told)
    except InputError as error:
        return context | {"error": error}
    if not question.text:
        # Whoever opens the page searches in a moment.
        queries.warm_up()
        return context
    found = queries.find(snapshot, question, current_embedder(), language)
    return context | _found_context(snapshot, question, found, language)


def _found_context(snapshot: Snapshot, question: Question, found: Found, language: str) -> dict[str, Any]:
    summary = queries.summary_of(snapshot, found.hits)
    ranks = {hit.id: hit.rank for hit in found.hits}
    draft = kept_draft(draft_key(question, language))
    return {
        "question": question,
        "found": found,
        "lines": [_line(hit) for hit in found.hits],
        "customers": len({hit.customer for hit in found.hits if hit.customer is not None}),
        "summary": [_said(said, ranks) for said in summary.sentences] if summary else None,
        "draft_of": show_draft(draft, {name: f"comment-{rank}" for name, rank in ranks.items()}) if draft else None,
        "can_write": writes() and bool(found.hits),
        "save_form": SaveForm(auto_id="save-%s"),
        "told": question.to_json(),
    }


def _line(hit: Hit) -> dict[str, Any]:
    return {
        "hit": hit,
        "feeling": FEELING_LABELS.get(hit.feeling or ""),
        "calls": [CALL_LABELS[call] for call in hit.calls if call in CALL_LABELS],
    }


def _said(said: Any, ranks: dict[str, int]) -> dict[str, Any]:
    quotes = [(quote.text, ranks[cite]) for cite, quote in zip(said.cites, said.quotes, strict=True)]
    return {"text": said.text, "quotes": quotes}


def _hit_plain(hit: Hit) -> dict[str, Any]:
    told = asdict(hit)
    told.pop("pieces")
    return told | {"theme_name": str(hit.theme_name) if hit.theme_name else None}


def _summary_plain(summary: Summary) -> dict[str, Any]:
    sentences = [
        {
            "text": str(said.text),
            "cites": [{"id": cite, "quote": quote.text} for cite, quote in zip(said.cites, said.quotes, strict=True)],
        }
        for said in summary.sentences
    ]
    return {"total": summary.total, "sentences": sentences}


def _saved_plain(saved: Any) -> dict[str, Any]:
    return asdict(saved) | {"question": saved.question.to_json(), "list": saved.list_slug}
