"""The page of one import, whatever its state, and the steps that can be taken on it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from kuulo.base.errors import KuuloError
from kuulo.surveys import queries, services
from kuulo.surveys.forms import ROLE_NAMES, ColumnsForm
from kuulo.surveys.models import AnswerImport


@require_safe
@permission_required("surveys.import_answers", raise_exception=True)
def import_detail(request: HttpRequest, import_id: int) -> HttpResponse:
    """Show an import as it stands; only its progress when htmx asks, and the whole page once it is over."""
    row = get_object_or_404(AnswerImport.objects.select_related("dataset"), pk=import_id)
    if "HX-Request" not in request.headers:
        return _page(request, row)
    standing = queries.standing_of(row)
    if not standing.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "surveys/_progress.html", {"row": row, "standing": standing})


@require_POST
@permission_required("surveys.import_answers", raise_exception=True)
def settle_columns(request: HttpRequest, import_id: int) -> HttpResponse:
    """Keep what was said about the columns; check the file once nothing is open."""
    row = get_object_or_404(AnswerImport.objects.select_related("dataset"), pk=import_id)
    understanding = queries.understanding_of(row)
    if understanding is None:
        return _back(import_id)
    form = ColumnsForm(understanding, request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    try:
        still_open = services.settle_import(import_id=import_id, replies=form.replies(), roles=form.roles())
        if not still_open:
            services.check_import(import_id=import_id)
    except KuuloError as error:
        row.refresh_from_db()
        return _page(request, row, error=error, status=422)
    return _back(import_id)


@require_POST
@permission_required("surveys.import_answers", raise_exception=True)
def start(request: HttpRequest, import_id: int) -> HttpResponse:
    """Let the checked file be imported."""
    get_object_or_404(AnswerImport, pk=import_id)
    del request
    services.start_import(import_id=import_id)
    return _back(import_id)


@require_POST
@permission_required("surveys.import_answers", raise_exception=True)
def discard(request: HttpRequest, import_id: int) -> HttpResponse:
    """Forget an import of which nothing is stored."""
    row = get_object_or_404(AnswerImport, pk=import_id)
    services.discard_import(import_id=import_id)
    messages.success(request, _("%(file)s was discarded.") % {"file": row.name})
    return HttpResponseRedirect(reverse("surveys:imports"))


def _back(import_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("surveys:import_detail", args=[import_id]))


def _page(
    request: HttpRequest,
    row: AnswerImport,
    *,
    form: ColumnsForm | None = None,
    error: KuuloError | None = None,
    status: int = 200,
) -> HttpResponse:
    understanding = queries.understanding_of(row)
    context = {
        "row": row,
        "standing": queries.standing_of(row),
        "understanding": understanding,
        "form": form or (ColumnsForm(understanding) if understanding else None),
        "roles": ROLE_NAMES.items(),
        "counts": queries.counts_of(row),
        "earlier": queries.imported_before(row),
        "error": error,
        "trail": [(reverse("surveys:imports"), _("Import"))],
    }
    return render(request, "surveys/import_detail.html", context, status=status)
