"""Counting what came in, and keeping what was refused for a while: what the source's page shows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import F

from kuulo.base.errors import InputError
from kuulo.base.texts import Text
from kuulo.events.models import Came, Refused
from kuulo.events.rules.refusals import Packed, packed
from kuulo.events.services.people import Said
from kuulo.events.services.reading import Part

KEEP: Final = timedelta(days=30)
MOST_A_PART: Final = 200


def keep_arrivals(part: Part, wrong: list[tuple[Said, InputError]], *, now: datetime) -> None:
    """Count a part's events, and note what was refused of them; part of the caller's transaction."""
    for (source_id, kind, hour), events in part.counts.items():
        Came.objects.get_or_create(source_id=source_id, type=kind, hour=hour)
        Came.objects.filter(source_id=source_id, type=kind, hour=hour).update(events=F("events") + events)
    refused = [*part.refused, *(_unusable(said, error, now) for said, error in wrong)]
    Refused.objects.bulk_create(
        [
            Refused(source_id=source_id, at=at, type=each.type, message_id=each.message_id, reason=each.reason())
            for source_id, at, each in refused[:MOST_A_PART]
        ]
    )


def _unusable(said: Said, error: InputError, now: datetime) -> tuple[int, datetime, Packed]:
    """Return why something of an event was not written down, without what it said about the person."""
    found, mend = (Text(text.template, dict.fromkeys(text.params, "…")) for text in (error.found, error.mend))
    return said.source.id, now, packed(said.told.type, "", found, mend)


def forget_arrivals(*, now: datetime) -> int:
    """Delete counts and refusals of more than a month ago; return how many rows."""
    counted, _rows = Came.objects.filter(hour__lt=now - KEEP).delete()
    refused, _rows = Refused.objects.filter(at__lt=now - KEEP).delete()
    return counted + refused
