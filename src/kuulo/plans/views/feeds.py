"""The calendar for other programs, under an address that only its owner knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import InputError
from kuulo.figures.charts.localise import value_in
from kuulo.plans import services
from kuulo.plans.forms import FeedForm
from kuulo.plans.queries import events_for, feed_opened_by, feeds_of
from kuulo.plans.rules import Event, calendar_of
from kuulo.plans.views.showing import page_of, trail_of

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("plans.view_plan", raise_exception=True)
def feeds(request: HttpRequest) -> HttpResponse:
    """List one's own addresses, and make one; its secret is shown this once."""
    owner = request.user.get_username()
    context: dict[str, Any] = {"trail": trail_of(), "form": FeedForm()}
    status = 200
    if request.method == "POST":
        form = FeedForm(request.POST)
        context["form"], status = form, REFUSED
        try:
            if form.is_valid():
                name, language = form.cleaned_data["name"], get_language() or "en"
                secret = services.make_feed(owner=owner, name=name, language=language)
                address = request.build_absolute_uri(reverse("plans:calendar", args=[secret]))
                context |= {"address": address, "form": FeedForm()}
                status = 200
        except InputError as error:
            context["error"] = error
    response = render(request, "plans/feeds.html", context | {"feeds": feeds_of(owner)}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@permission_required("plans.view_plan", raise_exception=True)
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Revoke one's own address."""
    services.revoke_feed(owner=request.user.get_username(), number=number)
    messages.success(request, _("The address opens nothing any more."))
    return HttpResponseRedirect(reverse("plans:feeds"))


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret, with what the secret's owner may see."""
    opened = feed_opened_by(secret)
    if opened is None:
        raise Http404
    feed, user = opened
    now = timezone.now()

    def address(event: Event) -> str:
        return request.build_absolute_uri(page_of(event))

    with override(feed.language):
        content = calendar_of(
            events_for(user, timezone.localdate(now)),
            say_value=lambda value: value_in(feed.language, value, gettext),
            now=now,
            address=address,
        )
    headers = {
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "Content-Disposition": 'inline; filename="kuulo-plan.ics"',
    }
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
