"""The page of what goes out and comes in, and the page of one file that came in."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from kuulo.base.errors import FileError, GuardError, KuuloError
from kuulo.exchange import queries, services
from kuulo.exchange.forms import FileForm
from kuulo.exchange.queries import UploadView, material_of
from kuulo.exchange.rules import Leaving, leaving_of
from kuulo.exchange.services.receiving import LIMITS
from kuulo.exchange.views.files import language
from kuulo.exchange.views.showing import rows_of, state_name
from kuulo.qualitative.exchanging import all_codes
from kuulo.studies.queries import email_of, is_member, seen_study
from kuulo.studies.rules import StudyView

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("exchange.exchange", raise_exception=True)
def exchange(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what of the study can go out and what came in; take a file apart without taking it in."""
    study = seen_study(user=request.user, slug=slug)
    if request.method != "POST":
        return _page(request, study, FileForm())
    form = FileForm(request.POST, request.FILES)
    try:
        if form.is_valid():
            number = _received(request, slug, form)
            return HttpResponseRedirect(reverse("exchange:upload", args=[slug, number]))
    except (FileError, GuardError) as error:
        return _page(request, study, form, error=error)
    return _page(request, study, form, status=REFUSED)


def _received(request: HttpRequest, slug: str, form: FileForm) -> int:
    file = form.cleaned_data["file"]
    if file.size > LIMITS.content:
        raise FileError(_("The file is larger than Kuulo takes."), _("Leave its media out."))
    reply = form.reply(by=email_of(request.user), language=language(), at=timezone.now())
    return services.receive(slug=slug, name=str(file.name), content=file.read(), reply=reply)


@require_safe
@permission_required("exchange.exchange", raise_exception=True)
def exchange_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Return the same as plain values."""
    study = seen_study(user=request.user, slug=slug)
    leaving = _leaving(study, email_of(request.user))
    return JsonResponse(
        {
            "study": study.slug,
            "out": {**_counts(leaving), "left_out": [str(text) for text in leaving.left_out]},
            "in": [_plain(found) for found in queries.uploads_of(slug)],
        }
    )


@require_safe
@permission_required("exchange.exchange", raise_exception=True)
def upload(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what a file brings, or brought; while it is taken in, the page asks now and then."""
    study = seen_study(user=request.user, slug=slug)
    found = queries.upload(slug, number)
    if "HX-Request" in request.headers:
        return HttpResponse(status=204) if found.under_way else HttpResponseClientRefresh()
    context = {
        "study": study,
        "upload": found,
        "state": state_name(found.state),
        "rows": rows_of(found),
        "trail": _trail(study),
        "may": is_member(study, request.user),
    }
    return render(request, "exchange/upload.html", context)


def _page(
    request: HttpRequest, study: StudyView, form: FileForm, *, error: KuuloError | None = None, status: int = 200
) -> HttpResponse:
    leaving = _leaving(study, email_of(request.user))
    context: dict[str, Any] = {
        "study": study,
        "form": form,
        "counts": _counts(leaving),
        "left_out": leaving.left_out,
        "uploads": [(found, state_name(found.state)) for found in queries.uploads_of(study.slug)],
        "error": error,
        "may": is_member(study, request.user),
        "trail": [
            (reverse("studies:studies"), _("Studies")),
            (reverse("studies:study", args=[study.slug]), study.title),
        ],
    }
    return render(request, "exchange/exchange.html", context, status=REFUSED if error else status)


def _leaving(study: StudyView, by: str) -> Leaving:
    return leaving_of(material_of(study, language=language(), by=by, now=timezone.now()))


def _counts(leaving: Leaving) -> dict[str, int]:
    project = leaving.project
    return {
        "sources": len(project.sources),
        "codes": sum(1 for _code in all_codes(project.codes)),
        "passages": sum(len(source.selections) for source in project.sources),
        "codings": sum(len(one.codings) for source in project.sources for one in source.selections),
        "memos": len(project.notes),
        "cases": len(project.cases),
    }


def _plain(found: UploadView) -> dict[str, Any]:
    return {
        "number": found.id,
        "file": found.name,
        "kind": found.kind.value,
        "state": found.state.value,
        "at": found.at.isoformat(),
        "counts": dict(found.outcome),
        "told": [str(text) for text in found.told],
        "refused": [str(text) for text in found.refused],
        "failure": [str(text) for text in found.failure],
    }


def _trail(study: StudyView) -> list[tuple[str, str]]:
    return [
        (reverse("studies:studies"), _("Studies")),
        (reverse("studies:study", args=[study.slug]), study.title),
        (reverse("exchange:exchange", args=[study.slug]), _("Out and in")),
    ]
