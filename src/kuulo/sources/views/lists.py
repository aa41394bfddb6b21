"""The sources of a study: the list, and bringing material in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from kuulo.base.errors import KuuloError
from kuulo.base.texts import Text
from kuulo.sources import services
from kuulo.sources.forms import AddForm
from kuulo.sources.queries import (
    Sight,
    Wanted,
    count_kinds,
    count_sources,
    in_force,
    list_sources,
    shown_texts,
    sight_of,
)
from kuulo.sources.rules import KIND_NAMES, SourceKind, SourceLine
from kuulo.sources.services import Received
from kuulo.sources.views.naming import labels_of, say
from kuulo.studies.queries import participants_of, seen_study, sessions_of
from kuulo.studies.rules import StudyView
from kuulo.surveys.services import limit_upload, refuse_too_large

PAGE: Final = 50
REFUSED: Final = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A source as the list shows it."""

    line: SourceLine
    name: str
    kind: str
    participant: str
    trouble: Text | None


class Counted(Sequence[SourceLine]):
    """The wanted sources of a study, as a paginator asks for them."""

    def __init__(self, study: str, wanted: Wanted) -> None:
        self.study, self.wanted = study, wanted

    def __len__(self) -> int:
        return count_sources(self.study, self.wanted)

    def __getitem__(self, piece: Any) -> Any:
        """Return a slice of them."""
        return list_sources(self.study, self.wanted, start=piece.start, most=piece.stop - piece.start)


@require_safe
@permission_required("sources.view_sources", raise_exception=True)
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """List the sources of a study."""
    study = seen_study(user=request.user, slug=slug)
    return render(request, "sources/list.html", _context(request, study, _form(study)))


@require_safe
@permission_required("sources.view_sources", raise_exception=True)
def sources_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    study = seen_study(user=request.user, slug=slug)
    page = _page(request, study)
    lines = [
        {
            "key": each.line.key,
            "kind": each.line.kind.value,
            "name": each.name,
            "participant": each.participant,
            "session": each.line.session_id,
            "occurred_at": each.line.occurred_at,
            "language": each.line.language,
            "characters": each.line.length,
            "file": each.line.has_media,
            "in_force": each.trouble is None,
        }
        for each in page.object_list
    ]
    kinds = {kind.value: number for kind, number in count_kinds(study.slug).items()}
    return JsonResponse({"study": study.slug, "kinds": kinds, "page": page.number, "sources": lines})


@csrf_exempt  # the handler must be in place before the token is looked for in the form; `_add` looks for it
@require_POST
@permission_required("sources.add_sources", raise_exception=True)
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Take material in; each file becomes a source of its own."""
    limit_upload(request)
    return _add(request, slug)


@csrf_protect
def _add(request: HttpRequest, slug: str) -> HttpResponse:
    study = seen_study(user=request.user, slug=slug)
    form = _form(study, request.POST, request.FILES)
    error: KuuloError | None = None
    try:
        refuse_too_large(request)
        if form.is_valid():
            taken = _take_in(study, form, by=str(getattr(request.user, "email", "")))
            return _thanks(request, study, taken)
    except KuuloError as found:
        error = found
    context = _context(request, study, form) | {"error": error}
    return render(request, "sources/list.html", context, status=REFUSED)


def _take_in(study: StudyView, form: AddForm, *, by: str) -> list[Received]:
    """Keep each file as a source, and the words as one; those before the one that is refused are kept."""
    belonging = form.told_belonging()
    taken = [
        services.receive_file(study=study.slug, name=each.name or "", content=each.read(), by=by, belonging=belonging)
        for each in form.cleaned_data["material"]
    ]
    words = form.cleaned_data["words"]
    if words.strip():
        taken.append(services.receive_words(study=study.slug, words=words, by=by, belonging=belonging))
    return taken


def _thanks(request: HttpRequest, study: StudyView, taken: list[Received]) -> HttpResponse:
    for text in dict.fromkeys(say(told) for each in taken for told in each.told):
        messages.warning(request, text)
    said = ngettext("{count} source is in.", "{count} sources are in.", len(taken)).format(count=len(taken))
    messages.success(request, said)
    if len(taken) == 1:
        return HttpResponseRedirect(reverse("sources:source", args=[study.slug, taken[0].source.key]))
    return HttpResponseRedirect(reverse("sources:sources", args=[study.slug]))


def _form(study: StudyView, data: Any = None, files: Any = None) -> AddForm:
    return AddForm(data, files, participants=participants_of(study.slug), sessions=sessions_of(study.slug))


def _context(request: HttpRequest, study: StudyView, form: AddForm) -> dict[str, Any]:
    page, wanted = _page(request, study), _wanted(request)
    kinds = count_kinds(study.slug)
    told = {name: str(value) for name, value in request.GET.items() if name != "page"}
    return {
        "study": study,
        "page": page,
        "lines": page.object_list,
        "query": f"{urlencode(told)}&" if told else "",
        "kinds": [(kind, say(KIND_NAMES[kind]), number) for kind, number in kinds.items()],
        "total": sum(kinds.values()),
        "wanted": wanted,
        "sight": sight_of(study, request.user).value,
        "form": form,
        "may_add": request.user.has_perm("sources.add_sources"),
        "trail": [
            (reverse("studies:studies"), _("Studies")),
            (reverse("studies:study", args=[study.slug]), study.title),
        ],
    }


def _wanted(request: HttpRequest) -> Wanted:
    kind = request.GET.get("kind", "")
    numbers = {name: request.GET.get(name, "") for name in ("participant", "session")}
    return Wanted(
        kind=SourceKind(kind) if kind in list(SourceKind) else None,
        participant_id=int(numbers["participant"]) if numbers["participant"].isdigit() else None,
        session_id=int(numbers["session"]) if numbers["session"].isdigit() else None,
    )


def _page(request: HttpRequest, study: StudyView) -> Page[Line]:
    found: Page[Any] = Paginator(Counted(study.slug, _wanted(request)), PAGE).get_page(request.GET.get("page"))
    found.object_list = _lines(request, study, list(found.object_list))
    return found


def _lines(request: HttpRequest, study: StudyView, lines: list[SourceLine]) -> list[Line]:
    holding = in_force([line.key for line in lines])
    labels = labels_of(line.participant_id for line in lines)
    names = _names(request, study, lines)
    return [
        Line(
            line=line,
            name=names[line.key] or say(KIND_NAMES[line.kind]),
            kind=say(KIND_NAMES[line.kind]),
            participant=labels.get(line.participant_id or 0, ""),
            trouble=holding[line.key],
        )
        for line in lines
    ]


def _names(request: HttpRequest, study: StudyView, lines: list[SourceLine]) -> Mapping[str, str]:
    """Return what sources are called, as far as the reader may see: names of files name people."""
    names = {line.key: line.name for line in lines}
    for sight in (Sight.MASKED, Sight.NOTHING):
        keys = [line.key for line in lines if sight_of(study, request.user, line) is sight]
        names |= zip(keys, shown_texts([names[key] for key in keys], sight=sight), strict=True)
    return names
