"""Finding what is due, and writing each occurrence down once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from kuulo.customers.queries import party_ids_of, whole_of
from kuulo.diaries.models import Diary, Keeper, PromptMessage
from kuulo.diaries.queries.zones import house_zone
from kuulo.diaries.rules import (
    LATE,
    DiaryPlan,
    Happened,
    Occurrence,
    Person,
    Prompt,
    PromptKind,
    occurrences,
    opens_at,
    zone_of,
)
from kuulo.invitations.queries.encounters import encounters_since
from kuulo.studies import queries as studies
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyState

TWO_DAYS: Final = timedelta(days=2)
HappenedTo = Mapping[int, Sequence[Happened]]


def write_what_is_due(*, now: datetime) -> int:
    """Write down the prompts that became due in the last half a day and were not yet; return how many were new.

    Each look covers the whole half day: what a killed worker, a stopped server or a late signal left out is found by
    the next one, and what was found already keeps its one row.

    Raises:
        EngineError: The lake cannot be read.
    """
    return sum(_write_of(row, now) for row in Diary.objects.all())


def _write_of(row: Diary, now: datetime) -> int:
    plan = msgspec.convert(row.plan, DiaryPlan)
    if not plan.sent or studies.study(row.study).state is not StudyState.RUNNING:
        return 0
    people = [each for each in studies.participants_of(row.study) if _is_prompted(each)]
    keepers = {each.participant_id: each for each in Keeper.objects.filter(study=row.study)}
    people = [each for each in people if each.id not in keepers or not keepers[each.id].muted]
    happened = {each.key: _happened(each, people, now) for each in plan.sent if each.kind is PromptKind.SIGNAL}
    found: list[PromptMessage] = []
    for who in people:
        keeper = keepers.get(who.id)
        zone = zone_of(keeper.zone if keeper else "", house_zone())
        mine = {key: of.get(who.id, ()) for key, of in happened.items()}
        person = Person(joined_at=who.joined_at or now, zone=zone, happened=mine)
        begins = max(now - LATE, keeper.prompts_from) if keeper and keeper.prompts_from else now - LATE
        due = occurrences(plan, person, after=begins, until=now)
        found += [_row(row.study, who.id, each, opens_at(each.at, plan, zone)) for each in due]
    return _write_new(found)


def _is_prompted(who: ParticipantView) -> bool:
    return who.state is ParticipantState.JOINED and who.basis_in_force


def _row(study: str, participant_id: int, due: Occurrence, opens: datetime) -> PromptMessage:
    return PromptMessage(
        study=study,
        participant_id=participant_id,
        prompt=due.prompt,
        occurrence=due.name,
        occurs_at=due.at,
        due_at=opens,
    )


def _write_new(found: Sequence[PromptMessage]) -> int:
    """Write the rows that are not there; another worker that writes the same at this moment does no harm."""
    people = {each.participant_id for each in found}
    rows = PromptMessage.objects.filter(participant_id__in=people, occurs_at__in={each.occurs_at for each in found})
    known = set(rows.values_list("participant_id", "prompt", "occurrence")) if found else set()
    new = [each for each in found if (each.participant_id, each.prompt, each.occurrence) not in known]
    PromptMessage.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _happened(prompt: Prompt, people: Sequence[ParticipantView], now: datetime) -> HappenedTo:
    """Return what happened to participants that a prompt may now follow; a signal may have come in late."""
    by_party = {each.party_id: each for each in people if each.party_id is not None}
    if not by_party:
        return {}
    since = now - LATE - TWO_DAYS - timedelta(days=prompt.days)
    events = encounters_since(prompt.signal, touchpoint=prompt.touchpoint, received=since, occurred=since)
    known = party_ids_of(sorted({each.party for each in events}))
    whole = whole_of(sorted({*known.values(), *by_party}))
    mine = {whole.get(party, party): who.id for party, who in by_party.items()}
    found: dict[int, list[Happened]] = {}
    for event in events:
        party = known.get(event.party)
        who = mine.get(whole.get(party, party)) if party is not None else None
        if who is not None:
            found.setdefault(who, []).append(Happened(event.key, event.at))
    return found
