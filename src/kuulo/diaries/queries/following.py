"""Who was prompted and who wrote, day by day."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count

from kuulo.diaries.models import Entry, Keeper, PromptMessage
from kuulo.diaries.queries.zones import house_zone
from kuulo.diaries.rules import PromptState
from kuulo.studies.queries import participants_of
from kuulo.studies.rules import ParticipantState, ParticipantView

MOST_DAYS: Final = 42
A_DAY: Final = timedelta(days=1)
COUNTED: Final = (PromptState.SENT, PromptState.UNCLEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How one participant kept the diary.

    Attributes:
        participant: Who.
        prompted: Prompts by day.
        wrote: Entries by day.
        last: When they wrote last.
        muted: They want no prompts.
    """

    participant: ParticipantView
    prompted: dict[date, int]
    wrote: dict[date, int]
    last: datetime | None
    muted: bool

    @property
    def prompts(self) -> int:
        """How many prompts went out."""
        return sum(self.prompted.values())

    @property
    def entries(self) -> int:
        """How many entries came in."""
        return sum(self.wrote.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """How a diary was kept: the last days of it, and everybody who took part in the order of their numbers."""

    days: tuple[date, ...]
    people: tuple[Kept, ...]


def followed(study: str, *, now: datetime) -> Followed:
    """Return who was prompted and wrote in a study's diary, by day over the last six weeks that hold anything."""
    zone = house_zone()
    prompted, last = _prompts(study), dict[int, datetime]()
    wrote: dict[int, Counter[date]] = defaultdict(Counter)
    rows = Entry.objects.filter(study=study, erased_at=None).order_by("written_at")
    for person, moment in rows.values_list("participant_id", "written_at"):
        wrote[person][moment.astimezone(zone).date()] += 1
        last[person] = moment
    muted = set(Keeper.objects.filter(study=study, muted=True).values_list("participant_id", flat=True))
    people = [each for each in participants_of(study) if each.state is not ParticipantState.INVITED and each.joined_at]
    kept = tuple(
        Kept(
            participant=each,
            prompted=dict(prompted.get(each.id, {})),
            wrote=dict(wrote.get(each.id, {})),
            last=last.get(each.id),
            muted=each.id in muted,
        )
        for each in people
    )
    return Followed(days=_days(kept, now.astimezone(zone).date()), people=kept)


def dropped_prompts(study: str) -> dict[str, int]:
    """Return how many prompts were not sent, by why."""
    rows = PromptMessage.objects.filter(study=study, state=PromptState.DROPPED).values_list("reason")
    return dict(rows.annotate(Count("pk")).order_by("reason"))


@dataclass(frozen=True, slots=True)
class Unclear:
    """A message of which nobody knows whether it arrived."""

    id: int
    participant_id: int
    occurs_at: datetime


def unclear_prompts(study: str) -> tuple[Unclear, ...]:
    """Return the messages whose sender stopped midway; a person decides whether they are sent again."""
    rows = PromptMessage.objects.filter(study=study, state=PromptState.UNCLEAR)
    return tuple(Unclear(*row) for row in rows.values_list("pk", "participant_id", "occurs_at"))


def _prompts(study: str) -> dict[int, Counter[date]]:
    found: dict[int, Counter[date]] = defaultdict(Counter)
    zone = house_zone()
    rows = PromptMessage.objects.filter(study=study, state__in=COUNTED)
    for person, sent, due in rows.values_list("participant_id", "sent_at", "due_at"):
        found[person][(sent or due).astimezone(zone).date()] += 1
    return found


def _days(people: tuple[Kept, ...], today: date) -> tuple[date, ...]:
    held = {day for each in people for day in (*each.prompted, *each.wrote)}
    if not held:
        return ()
    last = min(max(held), today)
    first = max(min(held), last - A_DAY * (MOST_DAYS - 1))
    return tuple(first + A_DAY * place for place in range((last - first).days + 1))
