"""The contact budget: at most N contacts of a party in M days, across everything that asks; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Counted(StrEnum):
    """What a rule counts: every message, or askings, each together with its reminders as one."""

    ASKINGS = "askings"
    MESSAGES = "messages"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One rule of the budget.

    Attributes:
        most: How many contacts.
        days: In how many days: in any stretch of so many days, wherever it begins.
        channel: On which channel; empty: on all together.
        attribute: Only for parties with this attribute; empty: for everybody.
        value: Its value.
        counted: What counts.
    """

    most: int
    days: int
    channel: str = ""
    attribute: str = ""
    value: str = ""
    counted: Counted = Counted.ASKINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactEntry:
    """One contact, made or bound to be made."""

    channel: str
    at: datetime
    reminder: bool = False


def limits_of(limits: Sequence[Limit], attributes: Mapping[str, str]) -> tuple[Limit, ...]:
    """Return the rules that hold for a party with these attributes."""
    return tuple(limit for limit in limits if not limit.attribute or attributes.get(limit.attribute) == limit.value)


def allowed(limits: Sequence[Limit], past: Sequence[ContactEntry], wanted: Sequence[ContactEntry]) -> bool:
    """Return whether the wanted contacts may be added to those that are there, without any rule being broken.

    Contacts still to come count like past ones. A rule that is broken already by others' contacts does not forbid a
    contact that lies far enough from them: only stretches that hold a wanted contact are looked at.
    """
    return all(_within(limit, past, wanted) for limit in limits)


def busiest(times: Sequence[datetime], days: int, around: datetime) -> int:
    """Return the most contacts in any stretch of ``days`` days that holds a moment; its ends count half-open."""
    span = timedelta(days=days)
    near = sorted(at for at in times if around - span < at < around + span)
    return max((sum(1 for at in near if start <= at < start + span) for start in near if start <= around), default=0)


def _within(limit: Limit, past: Sequence[ContactEntry], wanted: Sequence[ContactEntry]) -> bool:
    new = [entry.at for entry in wanted if _counts(limit, entry)]
    times = [entry.at for entry in past if _counts(limit, entry)] + new
    return all(busiest(times, limit.days, at) <= limit.most for at in new)


def _counts(limit: Limit, entry: ContactEntry) -> bool:
    if limit.channel and entry.channel != limit.channel:
        return False
    return limit.counted is Counted.MESSAGES or not entry.reminder
