"""Files a delivery gives back: the rejected rows."""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.decorators import permission_required
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kuulo.feeds import queries
from kuulo.feeds.models import FeedRun


@require_safe
@permission_required("feeds.manage_feeds", raise_exception=True)
def rejected(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """Give the rows that could not be used, each with its line and reason."""
    del request
    run = get_object_or_404(FeedRun, pk=run_id)
    path = queries.run_folder(run) / run.rejects
    if not run.rejects or not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=f"{Path(run.name).stem}.rejected.csv",
        content_type="text/csv; charset=utf-8",
    )
