"""Feeds: made, changed, stopped, removed."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import parse_identifier
from kuulo.feeds.models import Feed
from kuulo.feeds.queries import run_folder
from kuulo.feeds.readers.databases import check_address, check_query
from kuulo.feeds.readers.folders import check_folder
from kuulo.feeds.rules.lifecycle import BUSY, FeedKind, Origin
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.lake.services import leave_source_name, take_source_name
from kuulo.surveys.rules.keeping import to_kept

NAME_LENGTH = 120
SLUG_LENGTH = 50
USUAL = FeedSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPlan:
    """What somebody wants a feed to be."""

    name: str
    kind: FeedKind
    origin: Origin = Origin.UPLOAD
    settings: FeedSettings = USUAL


def create_feed(*, plan: FeedPlan, by: str = "") -> Feed:
    """Make a feed with a source name of its own.

    Raises:
        InputError: It has no name, or its folder, address or query cannot be used.
    """
    name = plan.name.strip()[:NAME_LENGTH]
    if not name:
        raise InputError(_("The feed has no name."), _("Say what comes through it, such as “Customers of the CRM”."))
    check_settings(plan.origin, plan.settings)
    now = timezone.now()
    with transaction.atomic():
        return Feed.objects.create(
            slug=take_source_name(slugify(name)[:SLUG_LENGTH] or plan.kind.value),
            name=name,
            kind=plan.kind,
            origin=plan.origin,
            settings=to_kept(plan.settings),
            next_at=None if plan.origin is Origin.UPLOAD else now,
            made_by_name=by,
            made_at=now,
        )


def feed_called(name: str, kind: FeedKind, *, by: str = "") -> Feed:
    """Return the feed for uploads of that name and kind, or a new one."""
    known = Feed.objects.filter(name__iexact=name.strip(), kind=kind, origin=Origin.UPLOAD).first()
    return known or create_feed(plan=FeedPlan(name=name, kind=kind), by=by)


@transaction.atomic
def change_feed(*, feed_id: int, name: str, settings: FeedSettings) -> None:
    """Give a feed another name and other settings; what was read stays read, unless it now reads elsewhere.

    Raises:
        InputError: Its folder, address or query cannot be used.
    """
    feed = Feed.objects.select_for_update().get(pk=feed_id)
    check_settings(Origin(feed.origin), settings)
    before = feed.settings
    feed.name = name.strip()[:NAME_LENGTH] or feed.name
    feed.settings = to_kept(settings)
    if any(before.get(each) != feed.settings.get(each) for each in ("folder", "address", "query", "changed")):
        feed.position, feed.goes_alone = {}, False
    feed.failure = {}
    if feed.origin != Origin.UPLOAD:
        feed.next_at = timezone.now()
    feed.save()


@transaction.atomic
def stop_feed(*, feed_id: int) -> None:
    """Leave a feed alone until it is started again."""
    Feed.objects.filter(pk=feed_id).update(is_stopped=True)


@transaction.atomic
def restart_feed(*, feed_id: int) -> None:
    """Look at a feed's folder or database again, from now on."""
    feed = Feed.objects.select_for_update().get(pk=feed_id)
    feed.is_stopped, feed.failure = False, {}
    feed.next_at = None if feed.origin == Origin.UPLOAD else timezone.now()
    feed.save()


@transaction.atomic
def hold_feed_back(*, feed_id: int) -> None:
    """Let somebody look at each delivery of a feed before it is taken in."""
    Feed.objects.filter(pk=feed_id).update(goes_alone=False)


def remove_feed(*, feed_id: int) -> None:
    """Remove a feed and what it keeps; customers and purchases that came through it stay.

    Raises:
        GuardError: A delivery of it is being taken in.
    """
    with transaction.atomic():
        feed = Feed.objects.select_for_update().get(pk=feed_id)
        if feed.runs.filter(state__in=BUSY).exists():
            raise GuardError(_("A delivery of this feed is being taken in."), _("Wait until it is done."))
        folders = [run_folder(run) for run in feed.runs.all()]
        if not feed.runs.filter(state="done").exists():
            leave_source_name(feed.slug)
        feed.delete()
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def check_settings(origin: Origin, settings: FeedSettings) -> None:
    """Let settings pass that can be used.

    Raises:
        InputError: A scheme, folder, address or query cannot be used; the message says which and why.
    """
    parse_identifier(f"{settings.scheme}:1")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", settings.scheme):
        raise InputError(
            _("“{scheme}” cannot name a kind of customer number."),
            _("Use small letters a–z, digits and underscores, such as customer_id."),
            scheme=settings.scheme[:40],
        )
    if origin is Origin.FOLDER:
        check_folder(settings.folder)
    if origin is Origin.SQL:
        check_address(settings.address)
        check_query(settings.query)
