"""Sources of traces: the list, a new one, and one with its keys, its snippet and what came from it lately."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuulo.base.errors import InputError
from kuulo.events import queries, services
from kuulo.events.forms import CHANNEL_NAMES, TYPE_NAMES, ChangeForm, SourceForm
from kuulo.events.rules.sources import Channel, SourceView

REFUSED: Final = 422
IN_BROWSERS: Final = frozenset({Channel.WEB})


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source as the list shows it."""

    source: SourceView
    channel: str
    events: int


@require_safe
@permission_required("events.manage_sources", raise_exception=True)
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources."""
    came = queries.events_lately(now=timezone.now())
    listed = [ListedSource(each, str(CHANNEL_NAMES[each.channel]), came.get(each.id, 0)) for each in queries.sources()]
    return render(request, "events/list.html", {"sources": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("events.manage_sources", raise_exception=True)
def new(request: HttpRequest) -> HttpResponse:
    """Make a new source."""
    form = SourceForm(request.POST or None)
    error: InputError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_source(**form.told())  # type: ignore[arg-type] # fields of the form, by their names
        except InputError as refused:
            error = refused
        else:
            messages.success(
                request, _("“%(name)s” is open. Copy its key to where the traces are left.") % {"name": made.name}
            )
            return HttpResponseRedirect(reverse("events:source", args=[made.slug]))
    status = REFUSED if error or form.errors else 200
    return render(request, "events/new.html", {"form": form, "error": error}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("events.manage_sources", raise_exception=True)
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one source: its keys, what to copy, what came lately and what was refused; change its settings."""
    found = queries.source(slug)
    form = ChangeForm(request.POST or None, source=found)
    error: InputError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_source(slug=slug, **form.told())  # type: ignore[arg-type] # fields of the form, by their names
        except InputError as refused:
            error = refused
        else:
            messages.success(request, _("The settings are in force."))
            return HttpResponseRedirect(reverse("events:source", args=[slug]))
    status = REFUSED if error or form.errors else 200
    return render(request, "events/source.html", {**shown(found), "form": form, "error": error}, status=status)


def shown(found: SourceView) -> dict[str, Any]:
    """Return what the page of a source shows."""
    now = timezone.now()
    return {
        "source": found,
        "channel": CHANNEL_NAMES[found.channel],
        "snippets": snippets_of(found),
        "came": [(TYPE_NAMES.get(each.type, each.type), each) for each in queries.came_lately(found.id, now=now)],
        "refused": queries.refused_lately(found.id),
        "recent": queries.recent_events(found.slug, now=now),
        "waiting": queries.waiting_bytes(),
    }


def snippets_of(found: SourceView) -> list[tuple[str, str, str]]:
    """Return what is copied into a website, a server and a shop: an id, what it is for, the text."""
    key = next(iter(found.working_keys), "")
    host = settings.KUULO_PUBLIC_URL
    browser = f'<script src="{host}/w/traces.js" data-key="{key}" async></script>'
    python = (
        "from segment.analytics.client import Client\n"
        f'client = Client("{key}", host="{host}")\n'
        'client.track("1042", "Order Completed", {"revenue": 19.9})'
    )
    curl = (
        f"curl {host}/v1/track -u {key}: -H 'Content-Type: application/json' \\\n"
        """  -d '{"userId": "1042", "event": "Loyalty Card Read", "properties": {"shop": "Tampere"}}'"""
    )
    every = [
        ("browser", _("On every page of the website"), browser),
        ("python", _("With Segment’s client for Python; other languages take host and key alike"), python),
        ("curl", _("One event from a shell, a till or a door"), curl),
    ]
    return [each for each in every if key and (each[0] != "browser" or found.channel in IN_BROWSERS)]


@require_POST
@permission_required("events.manage_sources", raise_exception=True)
def add_key(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a source a further key."""
    services.add_key(slug)
    messages.success(request, _("The new key works now; the old ones go on until you revoke them."))
    return HttpResponseRedirect(reverse("events:source", args=[slug]) + "#keys")


@require_POST
@permission_required("events.manage_sources", raise_exception=True)
def revoke_key(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Revoke a key."""
    services.revoke_key(slug, pk, now=timezone.now())
    messages.success(request, _("The key is revoked: nothing comes in with it any more."))
    return HttpResponseRedirect(reverse("events:source", args=[slug]) + "#keys")


@require_POST
@permission_required("events.manage_sources", raise_exception=True)
def turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Close an open source; open a closed one."""
    found = queries.source(slug)
    turned = services.close_source(slug) if found.open else services.reopen_source(slug)
    words = _("“%(name)s” is open.") if turned.open else _("“%(name)s” is closed; what came stays.")
    messages.success(request, words % {"name": turned.name})
    return HttpResponseRedirect(reverse("events:source", args=[slug]))
