"""One customer's page and its timeline, whole or a piece at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from kuulo.base.errors import NotFoundError
from kuulo.customers.queries.segments import segments_of
from kuulo.customers.rules import PURPOSE_NAMES, Purpose
from kuulo.profiles.queries.customer import Meeting, Told, consents_now, entry_of, meet, piece_of, tell
from kuulo.profiles.queries.scores import scores_beside
from kuulo.profiles.queries.signals import Showing
from kuulo.profiles.rules.asking import Asked, parse_asked, parse_cursor, write_cursor
from kuulo.profiles.rules.entries import FAMILY_NAMES, Cursor, Entry, Family, Piece
from kuulo.profiles.views.cards import attribute_lines, consent_lines, link_lines, relation_lines, stage_lines
from kuulo.profiles.views.words import ADDRESS_STATES, CHANNELS, KINDS, MEETING_CHANNELS, SCHEMES, STAGES

ASKED_KEYS: Final = ("kind", "channel", "from", "to")
TICK: Final = timedelta(microseconds=1)


def showing_to(request: HttpRequest) -> Showing:
    """Return how customers' own words are shown to who asks."""
    return Showing.AS_WRITTEN if request.user.has_perm("words.view_unmasked") else Showing.MASKED


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def customer(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one customer: what is open, what can be said, and the beginning of the timeline."""
    meeting = meet(party_id, now=timezone.now(), showing=showing_to(request))
    if meeting.party.party_id != party_id:
        # Not for good: the link can be undone, and browsers never ask again after a permanent answer.
        return HttpResponseRedirect(reverse("profiles:customer", args=[meeting.party.party_id]))
    asked = parse_asked(request.GET.dict(), ZoneInfo(settings.TIME_ZONE))
    told = tell(meeting)
    context = _timeline_context(request, meeting, asked) | _card_context(meeting) | _told_context(told)
    return render(request, "profiles/customer.html", context)


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def timeline(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show a piece of the timeline: within the page, or as a page of its own where there is no script."""
    meeting = meet(party_id, now=timezone.now(), showing=showing_to(request))
    asked = parse_asked(request.GET.dict(), ZoneInfo(settings.TIME_ZONE))
    context = _timeline_context(request, meeting, asked)
    if not request.headers.get("HX-Request"):
        return render(request, "profiles/timeline.html", context)
    name = "profiles/_entries.html" if asked.before else "profiles/_timeline.html"
    return render(request, name, context)


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def entry(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one entry of the timeline with all its lines."""
    meeting = meet(party_id, now=timezone.now(), showing=showing_to(request))
    place = parse_cursor(request.GET.get("of", ""))
    if place is None:
        raise NotFoundError(
            gettext_noop("The address names no entry of the timeline."), gettext_noop("Choose one on the timeline.")
        )
    context = {
        "party": meeting.party,
        "entry": _worded(entry_of(meeting, place.key, place.at)),
        "trail": _trail(meeting),
    }
    name = "profiles/_lines_of_entry.html" if request.headers.get("HX-Request") else "profiles/entry.html"
    return render(request, name, context)


@require_safe
@permission_required("customers.view_parties", raise_exception=True)
def figures(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the customer's own answers beside the figures of comparable customers, and its segments."""
    meeting = meet(party_id, now=timezone.now(), showing=showing_to(request))
    may_profile = Purpose.PROFILING in meeting.allowed
    context = {
        "party": meeting.party,
        "trail": _trail(meeting),
        "beside": scores_beside(meeting.signals) if meeting.signals else (),
        "segments": segments_of(meeting.party.party_id, purpose=Purpose.PROFILING) if may_profile else None,
        "why_no_segments": meeting.permissions[Purpose.PROFILING].why,
    }
    name = "profiles/_figures.html" if request.headers.get("HX-Request") else "profiles/figures.html"
    return render(request, name, context)


def _timeline_context(request: HttpRequest, meeting: Meeting, asked: Asked) -> dict[str, Any]:
    piece = piece_of(meeting, asked)
    query = request.GET.copy()
    for name in [name for name in query if name not in ASKED_KEYS]:
        del query[name]
    kept = query.urlencode()
    if piece.next:
        query["before"] = write_cursor(piece.next)
    return {
        "party": meeting.party,
        "entries": [(_worded(one), opening(one.key, one.at), FAMILY_NAMES[one.family]) for one in piece.entries],
        "next_query": query.urlencode() if piece.next else "",
        "asked": asked,
        "chosen": {name: request.GET.get(name, "") for name in ASKED_KEYS},
        "newest_query": f"?{kept}" if kept else "",
        "families": [(family, FAMILY_NAMES[family]) for family in Family if family in meeting.families],
        "channels": _channels(piece, request.GET.get("channel", "")),
        "withheld": meeting.withheld,
        "trail": _trail(meeting),
        "is_page": not request.headers.get("HX-Request"),
    }


def opening(key: str, at: datetime) -> str:
    """Return how an address names an entry."""
    return write_cursor(Cursor(at, key))


def at_place(at: datetime) -> str:
    """Return how an address begins a timeline with what happened at a moment."""
    return write_cursor(Cursor(at.astimezone(UTC) + TICK))


def _worded(entry: Entry) -> Entry:
    """Return the entry with its channel in the reader's words, where it is one of the usual ones."""
    return replace(entry, channel=str(MEETING_CHANNELS.get(entry.channel, entry.channel)))


def _channels(piece: Piece, chosen: str) -> list[tuple[str, Any]]:
    """Return the channels to choose from: those of this piece, and the usual ones."""
    found = {one.channel for one in piece.entries if one.channel} | {"web", "shop", "phone", "email"} | {chosen}
    return [(name, MEETING_CHANNELS.get(name, name)) for name in sorted(found - {""})]


def _trail(meeting: Meeting) -> list[tuple[str, str]]:
    party = meeting.party
    own = (reverse("profiles:customer", args=[party.party_id]), party.name or _("Customer %d") % party.party_id)
    return [(reverse("profiles:customers"), _("Customers")), own]


def _card_context(meeting: Meeting) -> dict[str, Any]:
    party = meeting.party
    return {
        "trail": [(reverse("profiles:customers"), _("Customers"))],
        "kind": KINDS[party.kind],
        "stage": STAGES[party.stage],
        "contacts": [(each, CHANNELS[each.channel], ADDRESS_STATES[each.state]) for each in party.contacts],
        "identifiers": [(SCHEMES.get(each.scheme, each.scheme), each) for each in party.identifiers],
        "relations": relation_lines(party),
        "attributes": attribute_lines(party),
        "stages": stage_lines(party),
        "consents": consent_lines(consents_now(party.party_id, meeting.now)),
        "links": link_lines(party),
        "permissions": [(PURPOSE_NAMES[purpose], told) for purpose, told in meeting.permissions.items()],
        "PURPOSES": PURPOSE_NAMES,
    }


def _told_context(told: Told) -> dict[str, Any]:
    return {
        "statements": [(one, at_place(one.place.at) if one.place else "") for one in told.statements],
        "matters": [(one, at_place(one.place.at) if one.place else "") for one in told.matters],
        "step": told.step,
        "step_at": at_place(told.step.place.at) if told.step and told.step.place else "",
    }
