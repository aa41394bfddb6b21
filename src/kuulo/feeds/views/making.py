"""Making a feed and changing one."""

from __future__ import annotations

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuulo.base.errors import InputError
from kuulo.feeds import queries, services
from kuulo.feeds.forms.making import ChangeForm, FeedForm
from kuulo.feeds.models import Feed
from kuulo.feeds.readers.places import inbox
from kuulo.feeds.rules.lifecycle import FeedKind, Origin
from kuulo.surveys.rules.keeping import to_kept


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feeds.manage_feeds", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a feed from a folder, a database, or for files brought by hand."""
    wanted = request.GET.get("from", "")
    origin = Origin(wanted) if wanted in set(Origin) else Origin.FOLDER
    form = FeedForm(origin, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, form, origin)
    if not form.is_valid():
        return _page(request, form, origin, status=422)
    try:
        plan = services.FeedPlan(
            name=form.cleaned_data["name"],
            kind=FeedKind(form.cleaned_data["kind"]),
            origin=origin,
            settings=form.settings(),
        )
        feed = services.create_feed(plan=plan, by=str(request.user))
    except InputError as error:
        return _page(request, form, origin, error=error, status=422)
    return HttpResponseRedirect(reverse("feeds:feed", args=[feed.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feeds.manage_feeds", raise_exception=True)
def change(request: HttpRequest, feed_id: int) -> HttpResponse:
    """Change where a feed reads and how."""
    feed = get_object_or_404(Feed, pk=feed_id)
    origin, kind = Origin(feed.origin), FeedKind(feed.kind)
    if request.method != "POST":
        known = {"name": feed.name, **to_kept(queries.settings_of(feed))}
        return _page(request, ChangeForm(origin, kind, initial=known), origin, feed=feed)
    form = ChangeForm(origin, kind, request.POST)
    if not form.is_valid():
        return _page(request, form, origin, feed=feed, status=422)
    try:
        services.change_feed(feed_id=feed_id, name=form.cleaned_data["name"], settings=form.settings())
    except InputError as error:
        return _page(request, form, origin, feed=feed, error=error, status=422)
    return HttpResponseRedirect(reverse("feeds:feed", args=[feed_id]))


def _page(
    request: HttpRequest,
    form: FeedForm,
    origin: Origin,
    *,
    feed: Feed | None = None,
    error: InputError | None = None,
    status: int = 200,
) -> HttpResponse:
    trail = [(reverse("feeds:list"), _("Feeds"))]
    if feed is not None:
        trail.append((reverse("feeds:feed", args=[feed.pk]), feed.name))
    context = {
        "form": form,
        "origin": origin.value,
        "origins": ((Origin.FOLDER, _("A folder")), (Origin.SQL, _("A database")), (Origin.UPLOAD, _("By hand"))),
        "feed": feed,
        "error": error,
        "inbox": str(inbox()),
        "trail": trail,
    }
    return render(request, "feeds/form.html", context, status=status)
