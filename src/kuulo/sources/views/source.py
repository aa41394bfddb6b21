"""One source: its words by turns beside its sound or picture, who its speakers are, and erasing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import NotFoundError
from kuulo.sources import queries, services
from kuulo.sources.queries import Sight
from kuulo.sources.rules import FLAG_NAMES, KIND_NAMES, MARK_NAMES, ORIGIN_NAMES, Mark, Origin, SourceView
from kuulo.sources.rules.rows import Row, rows_of
from kuulo.sources.views.naming import labels_of, say
from kuulo.studies.queries import email_of, is_member, seen_study, session
from kuulo.studies.rules import StudyView

ROWS: Final = 200
SPEAKER: Final = "speaker-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A row as the page shows it."""

    row: Row
    words: str
    speaker: str
    whose: str
    mark: str


@csp_update({"media-src": [SELF]})  # type: ignore[arg-type] # its types know no views with arguments
@require_safe
@permission_required("sources.view_sources", raise_exception=True)
def source(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show a source as far as the reader may see it."""
    study, found = _found(request, slug, key)
    sight = queries.sight_of(study, request.user, found)
    page = _page(request, found, sight)
    context = {
        "study": study,
        "source": found,
        "name": queries.shown_texts([found.name], sight=sight)[0] or say(KIND_NAMES[found.kind]),
        "kind": say(KIND_NAMES[found.kind]),
        "sight": sight.value,
        "page": page,
        "rows": page.object_list,
        "participant": labels_of([found.participant_id]).get(found.participant_id or 0, ""),
        "session": session(found.session_id) if found.session_id is not None else None,
        "flags": [say(FLAG_NAMES[flag]) for flag in sorted(found.flags)],
        "beside": _beside(study, request.user, key),
        "speakers": _speakers(found, sight),
        "origins": [(origin.value, say(name)) for origin, name in ORIGIN_NAMES.items()],
        "trouble": queries.in_force([key])[key],
        "may_change": _may_change(study, request.user, found),
        "trail": [
            (reverse("studies:studies"), _("Studies")),
            (reverse("studies:study", args=[slug]), study.title),
            (reverse("sources:sources", args=[slug]), _("Sources")),
        ],
    }
    return render(request, "sources/source.html", context)


@require_safe
@permission_required("sources.view_sources", raise_exception=True)
def source_json(request: HttpRequest, slug: str, key: str) -> JsonResponse:
    """Return the same as plain values."""
    study, found = _found(request, slug, key)
    sight = queries.sight_of(study, request.user, found)
    page = _page(request, found, sight)
    turns = [
        {
            "start": each.row.start,
            "end": each.row.end,
            "speaker": each.speaker,
            "whose": each.row.whose.value if each.row.whose else None,
            "mark": each.row.mark,
            "begins_ms": each.row.begins_ms,
            "words": each.words,
        }
        for each in page.object_list
    ]
    return JsonResponse(
        {
            "study": study.slug,
            "key": found.key,
            "kind": found.kind.value,
            "name": queries.shown_texts([found.name], sight=sight)[0],
            "occurred_at": found.occurred_at,
            "language": found.language,
            "origin": found.origin.value,
            "seen": sight.value,
            "in_force": queries.in_force([key])[key] is None,
            "pages": page.paginator.num_pages,
            "page": page.number,
            "turns": turns,
        }
    )


@require_POST
@permission_required("sources.add_sources", raise_exception=True)
def speakers(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Say who the speakers of a source are."""
    study, found = _found(request, slug, key)
    _require_change(study, request.user, found)
    told = {
        name: Origin(value)
        for place, name in enumerate(found.speakers)
        if (value := request.POST.get(f"{SPEAKER}{place}", "")) in list(Origin)
    }
    services.set_speakers(key, told, by=email_of(request.user))
    messages.success(request, _("Who speaks is set."))
    return HttpResponseRedirect(reverse("sources:source", args=[slug, key]))


@require_POST
@permission_required("sources.add_sources", raise_exception=True)
def erase(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Erase a source for good."""
    study, found = _found(request, slug, key)
    _require_change(study, request.user, found)
    services.erase_source(key, by=email_of(request.user))
    messages.success(request, _("The source is erased. What was coded of it and what rested on it goes with it."))
    return HttpResponseRedirect(reverse("sources:sources", args=[slug]))


def _found(request: HttpRequest, slug: str, key: str) -> tuple[StudyView, SourceView]:
    """Return a source of a study that the person may see.

    Raises:
        Http404: There is no such source in this study.
    """
    study = seen_study(user=request.user, slug=slug)
    try:
        found = queries.source(key)
    except NotFoundError as error:
        raise Http404(str(error)) from error
    if found.study != study.slug:
        raise Http404
    return study, found


def _may_change(study: StudyView, user: object, found: SourceView) -> bool:
    """Return whether somebody may erase a source or set its speakers: the team may, and who brought it in."""
    return is_member(study, user) or found.created_by == email_of(user)


def _require_change(study: StudyView, user: object, found: SourceView) -> None:
    if not _may_change(study, user, found):
        raise PermissionDenied


def _page(request: HttpRequest, found: SourceView, sight: Sight) -> Page[Any]:
    """Return a page of rows, in words the reader may see."""
    page: Page[Any] = Paginator(rows_of(found), ROWS).get_page(request.GET.get("page"))
    page.object_list = _said(found, list(page.object_list), sight)
    return page


def _said(found: SourceView, rows: Sequence[Row], sight: Sight) -> list[Said]:
    texts = [found.text[row.start : row.end] for row in rows]
    words = queries.shown_texts(texts, sight=sight, language=found.language, people=found.speakers)
    called = dict(_called(found, sight))
    return [
        Said(
            row=row,
            words=said,
            speaker=called.get(row.speaker, ""),
            whose=say(ORIGIN_NAMES[row.whose]) if row.whose else "",
            mark=say(MARK_NAMES[Mark(row.mark)]) if row.mark else "",
        )
        for row, said in zip(rows, words, strict=True)
    ]


def _called(found: SourceView, sight: Sight) -> list[tuple[str, str]]:
    """Return what speakers are called as far as the reader may see: else what they are, numbered."""
    if sight is Sight.WHOLE:
        return [(name, name) for name in found.speakers]
    return [
        (name, f"{say(ORIGIN_NAMES[whose])} {number}") for number, (name, whose) in enumerate(found.speakers.items(), 1)
    ]


def _speakers(found: SourceView, sight: Sight) -> list[tuple[str, str, str]]:
    """Return field, name and present part of each speaker."""
    called = dict(_called(found, sight))
    return [
        (f"{SPEAKER}{place}", called[name], whose.value) for place, (name, whose) in enumerate(found.speakers.items())
    ]


def _beside(study: StudyView, user: object, key: str) -> list[tuple[SourceView, str]]:
    """Return what lies beside a source and may be seen as it is, with what kind it is."""
    lines = queries.beside(key)
    views = queries.source_views([line.key for line in lines])
    found = [views[line.key] for line in lines if line.key in views]
    return [(each, say(KIND_NAMES[each.kind])) for each in found if queries.sight_of(study, user, each) is Sight.WHOLE]
