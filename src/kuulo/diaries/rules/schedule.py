"""When prompts are due: by the participant's own clock, each occurrence once, however often one looks; pure.

A prompt names an hour of the day. Where the clocks are put forward over it, it is due as long after the change as
it stood after the moment before; where they are put back, at the first of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kuulo.diaries.rules.plans import DiaryPlan, Prompt, PromptKind
from kuulo.invitations.rules.reminders import ReminderPlan, next_open

LATE: Final = timedelta(hours=12)
"""What is later than this is not sent any more: a prompt of yesterday evening helps nobody."""
A_DAY: Final = timedelta(days=1)
LONGEST_ZONE: Final = 64


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a participant: a signal's id and moment."""

    id: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom prompts are for: when they joined, whose clock counts, what happened to them by prompt."""

    joined_at: datetime
    zone: ZoneInfo
    happened: Mapping[str, Sequence[Happened]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a prompt is due: the prompt, a name of its own that never changes, and the moment in UTC."""

    prompt: str
    name: str
    at: datetime


def occurrences(plan: DiaryPlan, person: Person, *, after: datetime, until: datetime) -> tuple[Occurrence, ...]:
    """Return what is due of a plan for one person after a moment and until another (that one included), in order.

    Nothing is due before the person joined, before the prompt was made, or after the diary's last day. Stretches that
    follow each other without a gap find every occurrence once; those that overlap find the same names again.
    """
    found = [
        each
        for prompt in plan.sent
        for each in _all_near(prompt, person, after, until)
        if after < each.at <= until
        and each.at > person.joined_at
        and (prompt.since is None or each.at > prompt.since)
        and (plan.ends_on is None or each.at.astimezone(person.zone).date() <= plan.ends_on)
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.prompt, each.name)))


def opens_at(at: datetime, plan: DiaryPlan, zone: ZoneInfo) -> datetime:
    """Return the moment itself where messages may go out then by the participant's clock, else when they next may."""
    hours = ReminderPlan(from_hour=plan.from_hour, to_hour=plan.to_hour)
    return next_open(at.astimezone(UTC), hours, zone)


def zone_of(name: str, fallback: ZoneInfo) -> ZoneInfo:
    """Return the time zone of a name as a phone tells it; the fallback where there is none of that name."""
    if not name or len(name) > LONGEST_ZONE:
        return fallback
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # Phones say anything; who cannot be understood lives by the house's clock.
        return fallback


def _all_near(prompt: Prompt, person: Person, after: datetime, until: datetime) -> Iterator[Occurrence]:
    """Yield every occurrence in the stretch, and some around it."""
    if prompt.kind is PromptKind.WEEKLY:
        yield from _weekly(prompt, person.zone, after, until)
    elif prompt.kind is PromptKind.ABSOLUTE and prompt.day is not None:
        yield _on(prompt, prompt.day.isoformat(), prompt.day, person.zone)
    elif prompt.kind is PromptKind.JOINED:
        yield _following(prompt, Happened("joined", person.joined_at), person.zone)
    elif prompt.kind is PromptKind.SIGNAL:
        for each in person.happened.get(prompt.key, ()):
            yield _following(prompt, each, person.zone)


def _weekly(prompt: Prompt, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[Occurrence]:
    day, last = after.astimezone(zone).date() - A_DAY, until.astimezone(zone).date()
    while day <= last:
        if day.weekday() in prompt.weekdays:
            yield _on(prompt, day.isoformat(), day, zone)
        day += A_DAY


def _following(prompt: Prompt, event: Happened, zone: ZoneInfo) -> Occurrence:
    """Return the first moment at the prompt's hour that is after the event and at least so many days later."""
    day = event.at.astimezone(zone).date() + timedelta(days=prompt.days)
    first = _on(prompt, event.id, day, zone)
    return first if first.at > event.at else _on(prompt, event.id, day + A_DAY, zone)


def _on(prompt: Prompt, name: str, day: date, zone: ZoneInfo) -> Occurrence:
    local = datetime(day.year, day.month, day.day, prompt.hour, prompt.minute, tzinfo=zone)
    return Occurrence(prompt.key, name, local.astimezone(UTC))
