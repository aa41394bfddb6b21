"""The page of a source: read, selected, coded; with mouse, finger or keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.queries import all_books
from kuulo.passages.queries import (
    Trail,
    blind_round,
    book_of_study,
    memos_seen_by,
    people_in,
    proposals_of,
    round_of,
    seen_by,
    trail_of,
)
from kuulo.passages.rules import ActView, verb_text
from kuulo.passages.views.seeing import Hole, Seen, Words, holes_of, need_words, seen, shown_text, trail
from kuulo.passages.views.telling import (
    code_lines,
    plain_code,
    plain_coding,
    plain_memo,
    plain_proposal,
    said,
)
from kuulo.passages.views.wording import script_texts
from kuulo.sources.queries import in_force
from kuulo.sources.queries import source as source_called
from kuulo.sources.rules import KIND_NAMES, SourceView

NO_SUCH: Final = _("The study has no such source.")
SEE_SOURCES: Final = _("See the study’s list of sources.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A source as somebody sees it: its holes where it is masked, and why it is not in force if so."""

    seen: Seen
    source: SourceView
    holes: tuple[Hole, ...]
    blind: int | None
    finished: bool

    @property
    def may_code(self) -> bool:
        """Return whether the person may code it now."""
        return self.seen.may_code and not self.finished


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def source(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a source with what it was given, and take codes."""
    shown = shown_source(request, slug, key)
    found, language = shown.source, get_language() or "en"
    context: dict[str, Any] = {
        "study": shown.seen.study,
        "source": found,
        "kind": said(say(KIND_NAMES[found.kind])),
        "lines": shown_text(found.text, shown.holes).split("\n"),
        "trail": trail(shown.seen.study),
        "masked": shown.seen.words is Words.MASKED,
        "blind": shown.blind,
        "finished": shown.finished,
        "may_code": shown.may_code,
        "why_not": in_force([key])[key],
        "texts": script_texts(),
        "language": language,
        "book": book_of_study(slug),
    }
    return render(request, "passages/source.html", context)


@require_safe
@permission_required("passages.view_codings", raise_exception=True)
def source_json(request: HttpRequest, slug: str, key: str) -> JsonResponse:
    """Return what the source was given, for the page's script and for programs."""
    return JsonResponse(state_of(shown_source(request, slug, key)))


def shown_source(request: HttpRequest, slug: str, key: str) -> Shown:
    """Return a source of a study for the person who asks.

    Raises:
        NotFoundError: The study or the source is not there, or not for them.
        PermissionDenied: The words are for the study's team alone.
    """
    study = need_words(seen(request, slug))
    found = source_called(key)
    if found.study != slug:
        raise NotFoundError(NO_SUCH, SEE_SOURCES)
    number = blind_round(study.who, key)
    return Shown(
        seen=study,
        source=found,
        holes=holes_of(found.text, found.language, people_in(found)) if study.words is Words.MASKED else (),
        blind=number,
        finished=number is not None and key in round_of(number).done.get(study.who, frozenset()),
    )


def state_of(shown: Shown) -> dict[str, Any]:
    """Return all that the page's script draws."""
    who, key = shown.seen.who, shown.source.key
    own = book_of_study(shown.seen.study.slug)
    given = seen_by(who, key)
    used = {each.code.partition("/")[0] for each in given}
    proposals = proposals_of(key) if shown.blind is None else ()
    used |= {each.code.partition("/")[0] for each in proposals}
    books = [book for book in all_books() if book.slug in used | {own}]
    return {
        "source": key,
        "study": shown.seen.study.slug,
        "length": len(shown.source.text),
        "holes": [[hole.start, hole.end, len(hole.shown)] for hole in shown.holes],
        "turns": [[turn.start, turn.end] for turn in shown.source.turns],
        "codes": [plain_code(line) for line in code_lines(books, get_language() or "en", own).values()],
        "book": own or None,
        "codings": [plain_coding(each, who) for each in given],
        "memos": [plain_memo(each, who) for each in memos_seen_by(who, key)],
        "proposals": [plain_proposal(each) for each in proposals],
        "blind": shown.blind,
        "may_code": shown.may_code,
        **plain_trail(trail_of(shown.seen.study.slug, who)),
    }


def plain_trail(found: Trail) -> dict[str, Any]:
    """Return what undo and redo would do, in words."""
    return {"undo": _act(found.undo), "redo": _act(found.redo)}


def cut_address(base: str, key: str, start: int, end: int) -> str:
    """Return the address that cuts a passage as a fragment; empty where the person may not."""
    return f"{base}?source={key}&start={start}&end={end}" if base else ""


def source_address(slug: str, key: str, start: int, end: int) -> str:
    """Return the address of a passage on the page of its source."""
    return f"{reverse('passages:source', args=[slug, key])}#{start}-{end}"


def _act(act: ActView | None) -> str | None:
    return None if act is None else said(verb_text(act.verb))
