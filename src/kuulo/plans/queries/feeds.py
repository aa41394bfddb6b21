"""Addresses of calendars: somebody's own, and the one a secret opens."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

from django.contrib.auth import get_user_model

from kuulo.decisions.queries import decisions_between
from kuulo.plans.models import CalendarFeed
from kuulo.plans.queries.plans import events_of
from kuulo.plans.rules import Event, FeedView
from kuulo.studies.queries import seen_studies

DAYS_BACK, DAYS_AHEAD = 180, 550
LONGEST = 100


def hashed(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feeds_of(owner: str) -> tuple[FeedView, ...]:
    """Return somebody's addresses, the newest first; revoked ones stay to be seen."""
    return tuple(feed_view(row) for row in CalendarFeed.objects.filter(owner=owner))


def feed_view(row: CalendarFeed) -> FeedView:
    """Return an address as pages show it."""
    return FeedView(
        id=row.pk,
        name=row.name,
        shown=row.shown,
        language=row.language,
        made_at=row.made_at,
        revoked_at=row.revoked_at,
    )


def feed_opened_by(secret: str) -> tuple[FeedView, object] | None:
    """Return the address a secret opens with its owner; nothing where it is unknown, revoked, or its owner may not.

    The owner must still be active and allowed to see the plan.
    """
    if len(secret) > LONGEST:
        return None
    row = CalendarFeed.objects.filter(secret_hash=hashed(secret), revoked_at=None).first()
    if row is None:
        return None
    user = get_user_model().objects.filter(email__iexact=row.owner, is_active=True).first()
    if user is None or not user.has_perm("plans.view_plan"):
        return None
    return feed_view(row), user


def events_for(user: object, today: date) -> tuple[Event, ...]:
    """Return the events of a calendar: from half a year back to a year and a half ahead, as its owner may see them."""
    first, last = today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD)
    return events_of(decisions_between(first, last), seen_studies(user), first, last)
