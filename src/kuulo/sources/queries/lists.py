"""Sources of a study in a list, without their words."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from kuulo.sources.models import Source
from kuulo.sources.queries.reading import WITHOUT_WORDS, line_of
from kuulo.sources.rules import SourceKind, SourceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which sources of a study are wanted; what lies beside another stands with it, not in the list."""

    kind: SourceKind | None = None
    participant_id: int | None = None
    session_id: int | None = None


def list_sources(study: str, wanted: Wanted, *, start: int, most: int) -> tuple[SourceLine, ...]:
    """Return sources of a study, the newest first."""
    rows = _rows(study, wanted).defer(*WITHOUT_WORDS).order_by("-occurred_at", "-id")
    return tuple(line_of(row) for row in rows[start : start + most])


def count_sources(study: str, wanted: Wanted) -> int:
    """Return how many sources of a study are wanted."""
    return _rows(study, wanted).count()


def count_kinds(study: str) -> dict[SourceKind, int]:
    """Return how many sources of each kind a study has."""
    rows = _rows(study, Wanted()).values("kind").annotate(rows=Count("id")).values_list("kind", "rows")
    return {SourceKind(kind): number for kind, number in rows.order_by("kind")}


def beside(key: str) -> tuple[SourceLine, ...]:
    """Return what lies beside a source, such as the pictures taken with notes."""
    rows = Source.objects.filter(beside=key).defer(*WITHOUT_WORDS).order_by("occurred_at", "id")
    return tuple(line_of(row) for row in rows)


def _rows(study: str, wanted: Wanted) -> QuerySet[Source]:
    rows = Source.objects.filter(study=study, beside="")
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    if wanted.participant_id is not None:
        rows = rows.filter(participant_id=wanted.participant_id)
    if wanted.session_id is not None:
        rows = rows.filter(session_id=wanted.session_id)
    return rows
