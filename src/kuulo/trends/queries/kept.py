"""What is kept: the last look at all series, alarms, the rate of false ones."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from kuulo.base.texts import Text
from kuulo.figures.queries import Reading
from kuulo.measures.trends import RATE
from kuulo.trends.models import Alarm, Settings, Watch
from kuulo.trends.rules import Series, title_of
from kuulo.trends.rules.keeping import series_from_plain, text_from_plain

MOST_ALARMS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchView:
    """The last look at all series.

    Attributes:
        is_current: Whether no answer, customer or decision has changed since.
    """

    made_at: datetime
    data_version: str
    is_current: bool
    series: tuple[Series, ...]
    refused: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """An alarm as pages show it."""

    id: int
    series: str
    title: Text
    definition: str
    grain: str
    noticed_at: datetime
    raised: date
    since: date
    until: date | None
    ending: str
    direction: int
    change: float
    se: float
    together: bool
    data_version: str
    seen_by: str
    seen_at: datetime | None


def rate_in_force() -> float:
    """Return the share of years without any change in which a series may give a false alarm."""
    row = Settings.objects.first()
    return row.rate if row is not None else RATE


def read_under(reading: Reading, rate: float) -> str:
    """Return what differs whenever a look at all series would see something else."""
    return hashlib.sha256(f"{reading.key}|{rate}".encode()).hexdigest()


def guarded_by(reading: Reading) -> str:
    """Return what differs whenever the floor or the confidence does."""
    return f"{reading.floor}|{reading.confidence}"


def last_watch(reading: Reading, rate: float) -> WatchView | None:
    """Return the last look at all series; ``None`` where there was none, or the floor was another then."""
    row = Watch.objects.filter(guarded_by=guarded_by(reading)).defer("content").first()
    if row is None:
        return None
    try:
        series, refused = _content(row.read_under, row.made_at)
    except Watch.DoesNotExist:
        # A newer look took its place between the two reads: that one is shown.
        return last_watch(reading, rate)
    return WatchView(
        made_at=row.made_at,
        data_version=row.data_version,
        is_current=row.read_under == read_under(reading, rate),
        series=series,
        refused=refused,
    )


@lru_cache(maxsize=1)
def _content(under: str, made_at: datetime) -> tuple[tuple[Series, ...], tuple[Text, ...]]:
    """Return the series of a look, and why others were not read; a process reads each look once."""
    content = Watch.objects.get(read_under=under, made_at=made_at).content
    return (
        tuple(series_from_plain(one) for one in content["series"]),
        tuple(text_from_plain(one) for one in content["refused"]),
    )


def list_alarms(series: str = "") -> tuple[AlarmView, ...]:
    """Return the latest alarms, the newest first; of one series where one is named."""
    rows = Alarm.objects.filter(series=series) if series else Alarm.objects.all()
    return tuple(_view(row) for row in rows[:MOST_ALARMS])


def _view(row: Alarm) -> AlarmView:
    return AlarmView(
        id=row.pk,
        series=row.series,
        title=title_of(row.definition, row.value),
        definition=row.definition,
        grain=row.grain,
        noticed_at=row.noticed_at,
        raised=row.raised,
        since=row.since,
        until=row.until,
        ending=row.ending,
        direction=row.direction,
        change=row.change,
        se=row.se,
        together=row.together,
        data_version=row.data_version,
        seen_by=row.seen_by,
        seen_at=row.seen_at,
    )
