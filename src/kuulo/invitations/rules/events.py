"""What sets triggers off: an encounter, a day, a customer's leaving, another system's word; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

LAST_OF_FEBRUARY: Final = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to one party.

    Attributes:
        key: Names it for ever, so that it is asked about once.
        party: Identifier as it came, ``scheme:value``.
        at: When it happened.
        touchpoint: Where; may be empty.
        language: The language spoken there; may be empty.
        attributes: What is known of the encounter: product, employee's team …
    """

    key: str
    party: str
    at: datetime
    touchpoint: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounter:
    """An encounter as another system reports it.

    Attributes:
        id: The sender's own id of it; the same id again is the same encounter.
        party: ``scheme:value``.
        kind: ``encounter``, ``purchase``, ``meeting``, ``visit``, ``delivery``, …
        occurred_at: When, with its time zone.
        touchpoint: Where the customer met the company.
        channel: How.
        language: Spoken there.
        attributes: Product, shop, …
    """

    id: str
    party: str
    kind: str = "encounter"
    occurred_at: datetime
    touchpoint: str = ""
    channel: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def parse_day(text: str) -> date | None:
    """Return the day an attribute tells, ISO or Finnish (``24.12.2026``); None where it tells none."""
    words = text.strip()
    try:
        if "." in words:
            day, month, year = (int(part) for part in words.split("."))
            return date(year, month, day)
        return date.fromisoformat(words[:10])
    except ValueError:
        return None


def occurrences(day: date, *, offset: int, yearly: bool, first: date, last: date) -> tuple[date, ...]:
    """Return the days within a stretch (ends included) on which a day and its anniversaries come due.

    Args:
        day: The customer's own day.
        offset: Days after it; negative: before.
        yearly: Each year again, 29 February on the 28th in years that lack it.
        first: Begin of the stretch.
        last: End of the stretch.
    """
    shift = timedelta(days=offset)
    if not yearly:
        return (day,) if first <= day + shift <= last else ()
    years = range(max((first - shift).year - 1, day.year), (last - shift).year + 2)
    days = (_in_year(day, year) for year in years)
    return tuple(each for each in days if first <= each + shift <= last)


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=LAST_OF_FEBRUARY)
