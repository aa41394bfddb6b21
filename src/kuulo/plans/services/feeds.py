"""Secret addresses of the calendar: made, and revoked."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.plans.models import CalendarFeed
from kuulo.plans.queries.feeds import hashed

SECRET_BYTES: Final = 32
SHOWN: Final = 6
MOST: Final = 20


@transaction.atomic
def make_feed(*, owner: str, name: str, language: str, now: datetime | None = None) -> str:
    """Make an address of the calendar and return its secret, which is told this once.

    Raises:
        InputError: It has no name, or there are too many already.
    """
    called = name.strip()[:80]
    if not called:
        raise InputError(_("The address has no name."), _("Say where it is used, such as “Phone”."))
    if CalendarFeed.objects.filter(owner=owner, revoked_at=None).count() >= MOST:
        raise InputError(_("There are {most} addresses already."), _("Revoke one first."), most=MOST)
    secret, moment = secrets.token_urlsafe(SECRET_BYTES), now or timezone.now()
    row = CalendarFeed.objects.create(
        name=called,
        owner=owner,
        language=language[:2],
        secret_hash=hashed(secret),
        shown=secret[:SHOWN],
        made_at=moment,
    )
    text = say(_("An address of the calendar made."))
    note(actor=owner, verb="make_feed", subject=Subject("plan", f"feed-{row.pk}"), text=text, now=moment)
    return secret


@transaction.atomic
def revoke_feed(*, owner: str, number: int, now: datetime | None = None) -> None:
    """Revoke one's own address: it opens nothing any more.

    Raises:
        NotFoundError: It is none of one's own.
    """
    moment = now or timezone.now()
    changed = CalendarFeed.objects.filter(pk=number, owner=owner, revoked_at=None).update(revoked_at=moment)
    if not changed:
        raise NotFoundError(_("The address is not there, or is revoked already."), _("Open the page again."))
    text = say(_("An address of the calendar revoked."))
    note(actor=owner, verb="revoke_feed", subject=Subject("plan", f"feed-{number}"), text=text, now=moment)
