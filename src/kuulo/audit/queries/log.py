"""Reads of the log: of one subject, of one actor, and whether the chain holds."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kuulo.audit.models import Step as StepRow
from kuulo.audit.queries.wording import text_from
from kuulo.audit.rules import BEGINNING, Step, Subject, first_broken_of

PIECE = 2_000
"""Rows read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which steps are asked for; what is empty is not asked.

    Attributes:
        hidden: Keys of what the reader may not know of: steps done to it, or that name it, are left out.
    """

    kind: str = ""
    key: str = ""
    actor: str = ""
    hidden: Collection[str] = ()


EVERYTHING = Wanted()


def steps_of(subject: Subject, most: int = 50) -> tuple[Step, ...]:
    """Return the newest steps of one subject, the newest first."""
    return shown_steps(Wanted(kind=subject.kind, key=subject.key), most=most)


def shown_steps(wanted: Wanted, *, most: int, skipped: int = 0) -> tuple[Step, ...]:
    """Return steps as they are asked for, the newest first."""
    rows = _chosen(wanted).order_by("-number")[skipped : skipped + most]
    return tuple(_step_of(row) for row in rows)


def count_steps(wanted: Wanted | None = None) -> int:
    """Return how many steps there are of those asked for."""
    return _chosen(wanted or EVERYTHING).count()


def kinds(wanted: Wanted = EVERYTHING) -> tuple[str, ...]:
    """Return the kinds of subjects of which there are steps."""
    return tuple(_chosen(wanted).order_by("subject_kind").values_list("subject_kind", flat=True).distinct())


def actors(wanted: Wanted = EVERYTHING) -> tuple[str, ...]:
    """Return everybody who did a step."""
    return tuple(_chosen(wanted).order_by("actor").values_list("actor", flat=True).distinct())


def first_broken(*, newest: int | None = None) -> int | None:
    """Return the number of the first step that is not as it was written, or of a missing one; nothing if all hold.

    Args:
        newest: Check only so many of the newest steps; nothing for the whole chain.
    """
    rows = StepRow.objects.order_by("number")
    if newest is None:
        return first_broken_of(rows.iterator(chunk_size=PIECE))
    last = StepRow.objects.order_by("-number").values_list("number", flat=True).first() or 0
    begin = max(last - newest, 0)
    stands_on = StepRow.objects.filter(number=begin).values_list("digest", flat=True).first()
    if begin and stands_on is None:
        return begin
    chosen = rows.filter(number__gt=begin).iterator(chunk_size=PIECE)
    return first_broken_of(chosen, number=begin + 1, before=stands_on or BEGINNING)


def _chosen(wanted: Wanted) -> QuerySet[StepRow]:
    asked = {"subject_kind": wanted.kind, "subject_key": wanted.key, "actor": wanted.actor}
    rows = StepRow.objects.filter(**{name: value for name, value in asked.items() if value})
    return rows.exclude(_names(wanted.hidden)) if wanted.hidden else rows


def _names(keys: Collection[str]) -> Q:
    """Return the condition of steps done to one of these, to a part of it, or that name it among their values."""
    named = Q()
    for key in keys:
        value = json.dumps(key, ensure_ascii=False)
        named |= Q(subject_key=key) | Q(subject_key__startswith=f"{key}/")
        named |= Q(text__contains=value) | Q(details__contains=value)
    return named


def _step_of(row: StepRow) -> Step:
    return Step(
        number=row.number,
        at=row.at,
        actor=row.actor,
        verb=row.verb,
        subject=Subject(row.subject_kind, row.subject_key),
        text=text_from(json.loads(row.text)),
        details=json.loads(row.details),
        before=row.before,
        digest=row.digest,
    )
