"""What triggers wait for, looked up: encounters in the lake, customers who left, days that have come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

from kuulo.customers.queries import frame, frame_of, leavers
from kuulo.customers.rules import FrameRow, Purpose
from kuulo.invitations.models import Trigger
from kuulo.invitations.queries.encounters import encounters_since
from kuulo.invitations.rules.events import Event, occurrences, parse_day
from kuulo.invitations.rules.narrowing import key_of
from kuulo.invitations.rules.plans import TriggerKind

OVERLAP: Final = timedelta(hours=2)
"""How far behind the watermark is looked again: a signal is seen only once its transaction has ended."""
OLDEST: Final = timedelta(days=7)
"""Nobody is asked about an encounter longer ago than this, however late it was reported."""
LATEST_NOTICE: Final = timedelta(days=90)
"""A leaving is asked about even when it is told this late."""


def events_of(row: Trigger, now: datetime) -> Sequence[Event]:
    """Return what may have happened since a trigger last looked; events known already may be among it.

    Raises:
        EngineError: The lake cannot be read.
    """
    if row.kind == TriggerKind.AFTER_ENCOUNTER:
        since = row.seen_to - OVERLAP
        return encounters_since(
            row.signal_kind, touchpoint=row.touchpoint, received=max(since, row.created_at), occurred=now - OLDEST
        )
    if row.kind == TriggerKind.WHEN_LEAVES:
        return list(_leavings(row, now))
    return list(_days(row, now))


def _leavings(row: Trigger, now: datetime) -> Iterator[Event]:
    today = timezone.localtime(now).date()
    first = max(timezone.localtime(row.created_at).date(), today - LATEST_NOTICE)
    left = leavers(first, today - timedelta(days=row.offset_days), purpose=Purpose.SURVEYS)
    for number, party in frame_of(left, purpose=Purpose.SURVEYS, now=now).items():
        day = left[number]
        yield Event(key=f"left:{day.isoformat()}:{number}", party=key_of(party), at=_start_of(day))


def _days(row: Trigger, now: datetime) -> Iterator[Event]:
    first, last = timezone.localtime(row.seen_to).date(), timezone.localtime(now).date()
    if row.on_day is not None and not first <= row.on_day + timedelta(days=row.offset_days) <= last:
        return
    for party in frame(purpose=Purpose.SURVEYS, now=now):
        day = row.on_day or _day_of(party, row.date_field)
        if day is not None:
            for each in occurrences(day, offset=row.offset_days, yearly=row.yearly, first=first, last=last):
                due = each + timedelta(days=row.offset_days)
                name = row.date_field or "day"
                yield Event(
                    key=f"{name}:{each.isoformat()}:{party.party_id}"[:160], party=key_of(party), at=_start_of(due)
                )


def _day_of(party: FrameRow, name: str) -> date | None:
    if name == "since":
        return party.since
    return party.until if name == "until" else parse_day(party.value_of(name))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(timezone.get_default_timezone_name()))
