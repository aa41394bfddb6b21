"""Entries as pages show them: what was answered, with the words, pictures and recordings that lie in sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from kuulo.diaries.models import Entry
from kuulo.diaries.queries.plans import plan_of
from kuulo.diaries.rules import DiaryPlan, Question, QuestionKind
from kuulo.diaries.rules.entries import Value
from kuulo.sources.queries import source_views
from kuulo.sources.rules import SourceView
from kuulo.studies.queries import in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer of an entry.

    Attributes:
        question: What was asked.
        value: Point or choices; None where it takes words or a file.
        words: What was written; masked where the reader may not see it as it is.
        source: Key of the source with words or file; empty where there is none.
        mime: Type of the picture or recording; empty where there is none.
        url: Where colleagues see the file.
    """

    question: Question
    value: Value | None = None
    words: str = field(default="", repr=False)
    source: str = ""
    mime: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """An entry of a participant."""

    key: str
    study: str
    participant_id: int
    written_at: datetime
    received_at: datetime
    language: str
    said: tuple[Said, ...]


def entries_of(study: str, participant_id: int | None = None) -> tuple[EntryView, ...]:
    """Return the entries of a study, the newest first: of one participant, or of all whose consent is in force."""
    return _views(list(_rows(study, participant_id)), plan_of(study))


def page_of_entries(study: str, *, start: int, most: int) -> tuple[int, tuple[EntryView, ...]]:
    """Return how many entries a study has of those whose consent is in force, and some of them, the newest first."""
    rows = _rows(study, None)
    return rows.count(), _views(list(rows[start : start + most]), plan_of(study))


def has_source(participant_id: int, source: str) -> bool:
    """Return whether a source belongs to an entry of a participant."""
    rows = Entry.objects.filter(participant_id=participant_id, erased_at=None).values_list("sources", flat=True)
    return any(source in each.values() for each in rows)


def agreed_in(study: str) -> frozenset[int]:
    """Return the participants of a study who wrote and whose consent is in force."""
    wrote = Entry.objects.filter(study=study, erased_at=None).order_by().values_list("participant_id", flat=True)
    return in_force(set(wrote.distinct()))


def _rows(study: str, participant_id: int | None) -> QuerySet[Entry]:
    rows = Entry.objects.filter(study=study, erased_at=None)
    if participant_id is not None:
        return rows.filter(participant_id=participant_id)
    return rows.filter(participant_id__in=agreed_in(study))


def _views(rows: Sequence[Entry], plan: DiaryPlan) -> tuple[EntryView, ...]:
    sources = source_views([key for row in rows for key in row.sources.values()])
    return tuple(
        EntryView(
            key=row.key,
            study=row.study,
            participant_id=row.participant_id,
            written_at=row.written_at,
            received_at=row.received_at,
            language=row.language,
            said=tuple(_said(row, plan, sources)),
        )
        for row in rows
    )


def _said(row: Entry, plan: DiaryPlan, sources: dict[str, SourceView]) -> Iterable[Said]:
    for question in plan.questions:
        source = sources.get(row.sources.get(question.key, ""))
        if source is not None:
            yield _from_source(question, source)
        elif question.key in row.values:
            yield Said(question=question, value=row.values[question.key])


def _from_source(question: Question, source: SourceView) -> Said:
    if question.kind is QuestionKind.TEXT or source.media is None:
        return Said(question=question, words=source.text, source=source.key)
    return Said(question=question, words=source.text, source=source.key, mime=source.media.mime, url=source.media.url)
