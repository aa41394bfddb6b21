"""What a language model wrote of the comments on a page, and the way to ask for it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from kuulo.drafting.queries import writes
from kuulo.drafting.rules import show_draft
from kuulo.figures.queries import Reading, Scope
from kuulo.themes.queries import Quote, may_be_written_of, written_of
from kuulo.themes.views.showing import language


def page_url(scope: Scope | None, name: str, theme: str = "") -> str:
    """Return an address of the room within the same time and filters."""
    query = urlencode(scope.selection.to_params()) if scope else ""
    return reverse(f"themes:{name}", args=[theme] if theme else []) + (f"?{query}" if query else "")


def written_context(reading: Reading, scope: Scope | None, theme: str = "") -> dict[str, Any]:
    """Return what the template ``themes/_written.html`` shows; ``cited`` are the comments with their anchors."""
    draft, cited = written_of(reading, scope, theme, language())
    anchors = {one.signal_id: f"cited-{number}" for number, one in enumerate(cited, 1)}
    return {
        "written": None if draft is None else show_draft(draft, anchors),
        "cited": _with_anchors(anchors, cited),
        "can_write": writes() and may_be_written_of(reading, scope, theme),
        "write_url": page_url(scope, "write_theme" if theme else "write", theme),
    }


def _with_anchors(anchors: dict[str, str], cited: tuple[Quote, ...]) -> list[tuple[str, Quote]]:
    return [(anchors[one.signal_id], one) for one in cited]
