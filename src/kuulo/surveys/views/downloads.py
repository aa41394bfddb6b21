"""Files an import gives back: the rejected rows, and how the columns were understood."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kuulo.surveys import queries
from kuulo.surveys.models import AnswerImport


@require_safe
@permission_required("surveys.import_answers", raise_exception=True)
def rejected_rows(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """Give the rows that could not be used, each with its line and reason."""
    del request
    row = get_object_or_404(AnswerImport, pk=import_id)
    path = queries.import_folder(row) / row.rejects
    if not row.rejects or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{Path(row.name).stem}.rejected.csv",
        content_type="text/csv; charset=utf-8",
    )


@require_safe
@permission_required("surveys.import_answers", raise_exception=True)
def mapping_file(request: HttpRequest, import_id: int) -> HttpResponse:
    """Give how the columns were understood, as the TOML file that `kuulo report --mapping` reads."""
    del request
    row = get_object_or_404(AnswerImport, pk=import_id)
    if not row.recognised:
        raise Http404
    name = f"{Path(row.name).stem}.toml"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""}
    return HttpResponse(queries.mapping_toml(row), content_type="application/toml", headers=headers)
