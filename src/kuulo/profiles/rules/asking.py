"""What a reader asks of a timeline, and how it is written in an address; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.profiles.rules.entries import Cursor, Entry, Family

LONGEST: Final = 120
MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which entries, and from which place on.

    Attributes:
        family: Only this kind.
        channel: Only this channel; empty for all.
        start: Only from this moment on.
        end: Only before this moment.
        before: Only older than this place.
    """

    family: Family | None = None
    channel: str = ""
    start: datetime | None = None
    end: datetime | None = None
    before: Cursor | None = None

    @property
    def narrows(self) -> bool:
        """Return whether anything is left out."""
        return bool(self.family or self.channel or self.start or self.end)

    def lets_through(self, entry: Entry) -> bool:
        """Return whether an entry is asked for, wherever it stands."""
        return (
            (self.family is None or entry.family is self.family)
            and (not self.channel or entry.channel == self.channel)
            and (self.start is None or entry.at >= self.start)
            and (self.end is None or entry.at < self.end)
        )

    def months(self) -> tuple[str, str]:
        """Return the first and the last month (``YYYY-MM``, UTC) that can hold such entries; empty: no end."""
        first = f"{self.start.astimezone(UTC):%Y-%m}" if self.start else ""
        ends = [moment for moment in (self.end, self.before.at if self.before else None) if moment is not None]
        # What began before a place may have gone on after it.
        last = f"{min(ends).astimezone(UTC) + timedelta(days=1):%Y-%m}" if ends else ""
        return first, last

    def after(self, place: Cursor) -> Asked:
        """Return the same question from another place on."""
        return replace(self, before=place)


def parse_asked(params: Mapping[str, str], zone: ZoneInfo) -> Asked:
    """Return what an address asks for: ``kind``, ``channel``, ``from`` and ``to`` (days, both included), ``before``.

    Raises:
        InputError: A value that no page of Kuulo writes.
    """
    kind = params.get("kind", "")
    if kind and kind not in set(Family):
        raise InputError(_("No entry of a timeline is of the kind “{kind}”."), kind=kind[:LONGEST])
    first, last = _day(params.get("from", "")), _day(params.get("to", ""))
    if first and last and last < first:
        raise InputError(
            _("The period ends on {last}, before it begins on {first}."), _("Swap the days."), first=first, last=last
        )
    return Asked(
        family=Family(kind) if kind else None,
        channel=params.get("channel", "")[:LONGEST],
        start=_beginning(first, zone) if first else None,
        end=_beginning(last + timedelta(days=1), zone) if last else None,
        before=parse_cursor(params.get("before", "")),
    )


def write_cursor(place: Cursor) -> str:
    """Return a place as it stands in an address: microseconds since 1970, then the key."""
    since = (place.at - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND
    return f"{since}~{place.key}"


def parse_cursor(text: str) -> Cursor | None:
    """Return the place an address names; None where it names none.

    Raises:
        InputError: It is not written as `write_cursor` writes it.
    """
    if not text:
        return None
    moment, mark, key = text.partition("~")
    try:
        at = datetime(1970, 1, 1, tzinfo=UTC) + int(moment) * MICROSECOND
    except (ValueError, OverflowError) as error:
        raise InputError(
            _("“{place}” is no place on a timeline."), _("Begin at its newest entry."), place=text[:LONGEST]
        ) from error
    return Cursor(at, key) if mark else Cursor(at)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise InputError(_("“{day}” is not a day."), _("Write it as 2026-03-31."), day=text[:LONGEST]) from error


def _beginning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
