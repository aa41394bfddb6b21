"""Alarms: raised once, followed as long as they last, noted as seen by a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.measures.trends import Alarm as Found
from kuulo.measures.trends.series import GRAINS
from kuulo.trends.models import Alarm
from kuulo.trends.rules import Series


@transaction.atomic
def settle_alarms(*, series: Iterable[Series], data_version: str, now: datetime) -> int:
    """Write what the series say into the table of alarms and return how many are new.

    A found alarm that shares time with a written one in the same direction is that one: it is followed, not raised
    again, and closed whenever it ended: weeks without figures, or a worker that stood still, may put that long ago.
    What ended before the latest quarter and was never noticed is left to history.

    Args:
        series: All series that were read.
        data_version: Version of the data they were read from.
        now: When.
    """
    new = 0
    for one in series:
        written = list(Alarm.objects.select_for_update().filter(series=one.key))
        for row in _taken_back(written, one):
            row.until, row.ending = row.raised, Alarm.GONE
            row.save(update_fields=["until", "ending"])
        first = one.days[-min(GRAINS[one.grain.value].settled, len(one.days))]
        for found in one.read.alarms:
            same = _same_of(written, found)
            is_followed = same is not None and same.until is None
            if not is_followed and found.until is not None and found.raised < first:
                continue
            new += same is None
            _write(same or Alarm(series=one.key, noticed_at=now), one, found, data_version)
    return new


def _same_of(written: Iterable[Alarm], found: Found) -> Alarm | None:
    """Return the written alarm that a found one is, the open one before all others."""
    same = [row for row in written if _is_same(row, found)]
    return min(same, key=lambda row: row.until is not None, default=None)


def _taken_back(written: Iterable[Alarm], series: Series) -> list[Alarm]:
    """Return the open alarms that the series no longer gives: answers that came late have taken them back."""
    return [
        row for row in written if row.until is None and not any(_is_same(row, found) for found in series.read.alarms)
    ]


def _is_same(row: Alarm, found: Found) -> bool:
    """Whether a written alarm and a found one are the same: the same direction, at the same time."""
    if row.ending == Alarm.GONE or row.direction != found.direction:
        return False
    last = date.max
    return row.since <= (found.until or last) and found.since <= (row.until or last)


def _write(row: Alarm, series: Series, found: Found, data_version: str) -> None:
    row.definition, row.value, row.grain = series.definition, series.value, series.grain.value
    row.since, row.until, row.ending = found.since, found.until, found.ending.value
    row.direction, row.change, row.se = found.direction, found.change, found.se
    row.statistic, row.together, row.data_version = found.statistic, found.together, data_version
    # The day it was raised stays the one that was told.
    row.raised = row.raised or found.raised
    row.save()


@transaction.atomic
def note_seen(*, alarm_id: int, by: str, now: datetime) -> None:
    """Note that a person has seen an alarm; the first to see it stays.

    Raises:
        NotFoundError: There is no such alarm.
    """
    row = Alarm.objects.select_for_update().filter(pk=alarm_id).first()
    if row is None:
        raise NotFoundError(_("There is no alarm {number}."), number=alarm_id)
    if row.seen_at is None:
        row.seen_by, row.seen_at = by, now
        row.save(update_fields=["seen_by", "seen_at"])
