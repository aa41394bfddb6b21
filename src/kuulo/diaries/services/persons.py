"""What this room holds about persons, for export and erasure: how they keep the diary, prompts, entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.diaries.models import Entry, Keeper, PromptMessage
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.rules import in_language
from kuulo.sources.queries import source_views
from kuulo.studies.queries import participations_of

BEFORE_SOURCES: Final = 20
_FILE: Final = "(file)"


def _theirs(key: PersonKey) -> tuple[int, ...]:
    return tuple(each.id for each in participations_of(key.party_ids))


def _export_entries(key: PersonKey) -> Iterator[Mapping[str, object]]:
    rows = Entry.objects.filter(participant_id__in=_theirs(key), erased_at=None).order_by("pk")
    for row in rows:
        plan = plan_of(row.study)
        words = {name: view.text for name, view in source_views(list(row.sources.values())).items()}
        said: dict[str, object] = {}
        for question in plan.questions:
            asked = in_language(question.text, row.language)
            if question.key in row.values:
                said[asked] = row.values[question.key]
            elif question.key in row.sources:
                said[asked] = words.get(row.sources[question.key]) or _FILE
        yield {"study": row.study, "written_at": row.written_at, "language": row.language, "answers": said}


def _erase_entries(key: PersonKey, now: datetime) -> Removed:
    # Their words, pictures and recordings are erased by the room of sources, which finds them by itself.
    del now
    return Removed(rows=Entry.objects.filter(participant_id__in=_theirs(key)).delete()[0])


def _export_prompts(key: PersonKey) -> Iterable[Mapping[str, object]]:
    rows = PromptMessage.objects.filter(participant_id__in=_theirs(key)).order_by("pk")
    return rows.values("study", "prompt", "occurs_at", "state", "channel", "sent_at")


def _erase_prompts(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=PromptMessage.objects.filter(participant_id__in=_theirs(key)).delete()[0])


def _export_keepers(key: PersonKey) -> Iterable[Mapping[str, object]]:
    rows = Keeper.objects.filter(participant_id__in=_theirs(key)).order_by("pk")
    return rows.values("study", "zone", "muted", "opened_at", "seen_at")


def _erase_keepers(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=Keeper.objects.filter(participant_id__in=_theirs(key)).delete()[0])


PERSON_STORES: Final = (
    PersonStore(
        name="diaries.entries",
        title=_("What you wrote in diaries"),
        tables=frozenset({"diaries.Entry"}),
        export=_export_entries,
        erase=_erase_entries,
        order=BEFORE_SOURCES,
    ),
    PersonStore(
        name="diaries.prompts",
        title=_("When you were reminded of a diary"),
        tables=frozenset({"diaries.PromptMessage"}),
        export=_export_prompts,
        erase=_erase_prompts,
        order=BEFORE_SOURCES,
    ),
    PersonStore(
        name="diaries.keepers",
        title=_("How you keep a diary"),
        tables=frozenset({"diaries.Keeper"}),
        export=_export_keepers,
        erase=_erase_keepers,
        order=BEFORE_SOURCES,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "diaries.Diary": "What a diary asks and when it prompts: the same for everybody.",
}
