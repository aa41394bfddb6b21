"""The page of one delivery, whatever its state, and the steps that can be taken on it."""

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
from kuulo.feeds import queries, services
from kuulo.feeds.forms.columns import ColumnsForm
from kuulo.feeds.models import FeedRun
from kuulo.feeds.rules.lifecycle import FeedKind, Origin


@require_safe
@permission_required("feeds.manage_feeds", raise_exception=True)
def run_page(request: HttpRequest, run_id: int) -> HttpResponse:
    """Show a delivery as it stands; only its progress when htmx asks, and the whole page once it is over."""
    run = _run(run_id)
    if "HX-Request" not in request.headers:
        return _page(request, run)
    standing = queries.standing_of(run)
    if not standing.is_under_way:
        return HttpResponseClientRefresh()
    return render(request, "feeds/_progress.html", {"run": run, "standing": standing})


@require_POST
@permission_required("feeds.manage_feeds", raise_exception=True)
def settle_columns(request: HttpRequest, run_id: int) -> HttpResponse:
    """Keep what was said about the columns, and check the delivery once the file can be read so."""
    run = _run(run_id)
    summary = queries.summary_of(run)
    if summary is None:
        return _back(run_id)
    form = ColumnsForm(summary, FeedKind(run.feed.kind), request.POST)
    if not form.is_valid():
        return _page(request, run, form=form, status=422)
    try:
        services.settle(run_id=run_id, replies=form.replies(), parts=form.changed_parts())
        services.check_run(run_id=run_id)
    except KuuloError as error:
        return _page(request, _run(run_id), error=error, status=422)
    return _back(run_id)


@require_POST
@permission_required("feeds.manage_feeds", raise_exception=True)
def start(request: HttpRequest, run_id: int) -> HttpResponse:
    """Let the checked delivery be taken in."""
    run = _run(run_id)
    scheduled = run.feed.origin != Origin.UPLOAD
    services.start_run(run_id=run_id, alone=("alone" in request.POST) if scheduled else None)
    return _back(run_id)


@require_POST
@permission_required("feeds.manage_feeds", raise_exception=True)
def discard(request: HttpRequest, run_id: int) -> HttpResponse:
    """Forget a delivery that was not taken in."""
    run = _run(run_id)
    services.discard(run_id=run_id)
    messages.success(request, _("%(file)s was discarded.") % {"file": run.name})
    return HttpResponseRedirect(reverse("feeds:feed", args=[run.feed_id]))


def _run(run_id: int) -> FeedRun:
    return get_object_or_404(FeedRun.objects.select_related("feed"), pk=run_id)


def _back(run_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("feeds:run", args=[run_id]))


def _page(
    request: HttpRequest,
    run: FeedRun,
    *,
    form: ColumnsForm | None = None,
    error: KuuloError | None = None,
    status: int = 200,
) -> HttpResponse:
    summary = queries.summary_of(run)
    context = {
        "run": run,
        "feed": run.feed,
        "is_people": run.feed.kind == FeedKind.PEOPLE,
        "is_scheduled": run.feed.origin != Origin.UPLOAD,
        "standing": queries.standing_of(run),
        "summary": summary,
        "form": form or (ColumnsForm(summary, FeedKind(run.feed.kind)) if summary else None),
        "counts": queries.result_of(run) or queries.counts_of(run),
        "shown": queries.shown_of(run),
        "earlier": queries.taken_before(run),
        "error": error,
        "trail": [
            (reverse("feeds:list"), _("Feeds")),
            (reverse("feeds:feed", args=[run.feed_id]), run.feed.name),
        ],
    }
    return render(request, "feeds/run.html", context, status=status)
