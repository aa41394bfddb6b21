"""Reads of feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kuulo.base.texts import Text
from kuulo.feeds.models import Feed, FeedMember, FeedRun
from kuulo.feeds.rules.lifecycle import OPEN
from kuulo.feeds.rules.mapping import FeedMapping
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.surveys.rules.keeping import Failure, from_kept


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLine:
    """One feed in the list.

    Attributes:
        last: Its newest delivery; None where none came yet.
        waiting: Deliveries that wait for somebody.
        failure: Why the last look at its folder or database failed; empty where it did not.
    """

    feed: Feed
    last: FeedRun | None
    waiting: int
    failure: tuple[Text, ...] = ()


def list_feeds() -> list[FeedLine]:
    """Return the feeds by name."""
    return [
        FeedLine(
            feed=feed,
            last=feed.runs.first(),
            waiting=others_waiting(feed),
            failure=failure_of(feed),
        )
        for feed in Feed.objects.all()
    ]


def failure_of(feed: Feed) -> tuple[Text, ...]:
    """Return why the last look at a feed's folder or database failed; empty where it did not."""
    if not feed.failure:
        return ()
    failure = from_kept(feed.failure, Failure)
    return tuple(text for text in (failure.found, failure.mend) if text.template)


def others_waiting(feed: Feed) -> int:
    """Return how many deliveries of a feed wait for somebody to look at them."""
    return feed.runs.filter(state__in=OPEN).count()


def mapping_of(feed: Feed) -> FeedMapping:
    """Return what was said about a feed's columns."""
    return from_kept(feed.mapping, FeedMapping) if feed.mapping else FeedMapping()


def settings_of(feed: Feed) -> FeedSettings:
    """Return what a feed was told about where its data lies."""
    return from_kept(feed.settings, FeedSettings) if feed.settings else FeedSettings()


def gone_members(feed: Feed, *, limit: int = 100) -> tuple[int, tuple[tuple[str, datetime], ...]]:
    """Return how many a feed no longer tells of, and the first of them with since when."""
    gone = FeedMember.objects.filter(feed=feed, gone_since__isnull=False).order_by("-gone_since", "identifier")
    rows = gone.values_list("identifier", "gone_since")[:limit]
    return gone.count(), tuple((identifier, since) for identifier, since in rows if since is not None)
