"""The plan as iCalendar (RFC 5545); pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.plans.rules.views import EVENT_WORDS, Event, EventKind

icalendar = Later("icalendar")
PRODUCT: Final = "-//Kuulo//understanding plan//EN"
TITLE: Final = say(_("Understanding plan"))
HOURS_BETWEEN: Final = 6
Say = Callable[[object], str]


def calendar_of(events: Iterable[Event], *, say_value: Say, now: datetime, address: Callable[[Event], str]) -> bytes:
    """Return events as a calendar that others can read.

    Args:
        events: What happens when.
        say_value: Writes a text in the reader's language.
        now: Stamped on every entry.
        address: Returns the page of an event.
    """
    calendar = icalendar.Calendar()
    for name, value in (
        ("prodid", PRODUCT),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", say_value(TITLE)),
        ("refresh-interval;value=duration", f"PT{HOURS_BETWEEN}H"),
        ("x-published-ttl", f"PT{HOURS_BETWEEN}H"),
    ):
        calendar.add(name, value)
    for event in events:
        calendar.add_component(_entry(event, say_value, now, address(event)))
    return bytes(calendar.to_ical())


def event_title(event: Event) -> Text:
    """Return what an entry is called."""
    words = EVENT_WORDS[event.kind]
    number = f"{event.about} " if event.kind in {EventKind.DECIDE, EventKind.CHECK, EventKind.EFFECT} else ""
    return Text("{words}: {number}{title}", {"words": words, "number": number, "title": event.title})


def _entry(event: Event, say_value: Say, now: datetime, url: str) -> object:
    entry = icalendar.Event()
    entry.add("uid", f"{event.key}@kuulo")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("summary", say_value(event_title(event)))
    if event.at is not None:
        entry.add("dtstart", event.at.astimezone(UTC))
        entry.add("dtend", event.at.astimezone(UTC) + timedelta(minutes=event.minutes or 60))
    else:
        entry.add("dtstart", event.first)
        # The end of whole days is the day after the last.
        entry.add("dtend", event.last + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
    if event.place:
        entry.add("location", event.place)
    entry.add("url", url)
    return entry
