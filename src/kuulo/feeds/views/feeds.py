"""The list of feeds, the page of one, and the files that are brought to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from kuulo.base.errors import InputError
from kuulo.customers.queries import count_parties
from kuulo.feeds import queries, services
from kuulo.feeds.forms.uploads import FileForm, UploadForm
from kuulo.feeds.models import Feed
from kuulo.feeds.readers.databases import shown_address
from kuulo.feeds.rules.lifecycle import FeedKind, Origin
from kuulo.surveys.services import limit_upload, refuse_too_large

RUNS_A_PAGE: Final = 20
GONE_SHOWN: Final = 50


@csrf_exempt  # the handler must be in place before the token is looked for in the form; `_feeds` looks for it
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feeds.manage_feeds", raise_exception=True)
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds; take a file in."""
    limit_upload(request)
    return _feeds(request)


@csrf_protect
def _feeds(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _list_page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    try:
        refuse_too_large(request)
        if not form.is_valid():
            return _list_page(request, form, status=422)
        kind = FeedKind(form.cleaned_data["kind"])
        usual = _("Customer lists") if kind is FeedKind.PEOPLE else _("Purchases")
        feed = services.feed_called(form.cleaned_data["feed"] or usual, kind, by=str(request.user))
        return _take_in(request, feed, form.cleaned_data)
    except InputError as error:
        return _list_page(request, form, error=error, status=422)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feeds.manage_feeds", raise_exception=True)
def feed_page(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Show a feed and its deliveries; take a file in where files are brought to it by hand."""
    limit_upload(request)
    return _feed_page(request, feed_id)


@csrf_protect
def _feed_page(request: HttpRequest, feed_id: int) -> HttpResponse:
    feed = get_object_or_404(Feed, pk=feed_id)
    if request.method != "POST" or feed.origin != Origin.UPLOAD:
        return _one_page(request, feed, FileForm())
    form = FileForm(request.POST, request.FILES)
    try:
        refuse_too_large(request)
        if not form.is_valid():
            return _one_page(request, feed, form, status=422)
        return _take_in(request, feed, form.cleaned_data)
    except InputError as error:
        return _one_page(request, feed, form, error=error, status=422)


@require_POST
@permission_required("feeds.manage_feeds", raise_exception=True)
def step(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Look at a feed now, stop it, start it again, hold it back, or remove it."""
    feed = get_object_or_404(Feed, pk=feed_id)
    wanted = request.POST.get("step", "")
    if wanted == "remove":
        services.remove_feed(feed_id=feed_id)
        messages.success(request, _("%(feed)s was removed. What came through it stays.") % {"feed": feed.name})
        return HttpResponseRedirect(reverse("feeds:list"))
    if wanted in STEPS:
        STEPS[wanted](feed_id=feed_id)
    if wanted == "look":
        messages.success(request, _("Kuulo looks for news now; load the page again in a moment."))
    return HttpResponseRedirect(reverse("feeds:feed", args=[feed_id]))


STEPS: Final[Mapping[str, Callable[..., object]]] = {
    "look": services.look_now,
    "stop": services.stop_feed,
    "restart": services.restart_feed,
    "hold": services.hold_feed_back,
}


def _take_in(request: HttpRequest, feed: Feed, data: Mapping[str, Any]) -> HttpResponse:
    file = data["file"]
    arrival = services.Arrival(name=file.name, by=str(request.user))
    run = services.receive(feed=feed, arrival=arrival, chunks=file.chunks())
    services.recognise(run_id=run.pk)
    return HttpResponseRedirect(reverse("feeds:run", args=[run.pk]))


def _list_page(
    request: HttpRequest, form: UploadForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    lines = queries.list_feeds()
    context = {
        "form": form,
        "error": error,
        "feeds": lines,
        "uploads": [line.feed for line in lines if line.feed.origin == Origin.UPLOAD],
        "people": count_parties(),
        "limit": settings.KUULO_UPLOAD_LIMIT_MB,
    }
    return render(request, "feeds/list.html", context, status=status)


def _one_page(
    request: HttpRequest, feed: Feed, form: FileForm, *, error: InputError | None = None, status: int = 200
) -> HttpResponse:
    page = Paginator(feed.runs.all(), RUNS_A_PAGE).get_page(request.GET.get("page"))
    gone, gone_rows = queries.gone_members(feed, limit=GONE_SHOWN)
    told = queries.settings_of(feed)
    context = {
        "feed": feed,
        "told": told,
        "address": shown_address(told.address),
        "form": form,
        "error": error,
        "failure": queries.failure_of(feed),
        "page": page,
        "runs": [(run, queries.standing_of(run), queries.result_of(run) or queries.counts_of(run)) for run in page],
        "gone": gone,
        "gone_rows": gone_rows,
        "gone_more": gone - len(gone_rows),
        "limit": settings.KUULO_UPLOAD_LIMIT_MB,
        "trail": [(reverse("feeds:list"), _("Feeds"))],
    }
    return render(request, "feeds/feed.html", context, status=status)
