"""Merging ideas so that it can be taken back: the customers' words go along, and leave again when they are parted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.claims.queries import evidence_of
from kuulo.claims.rules import EvidenceView
from kuulo.claims.services import attach, detach
from kuulo.ideas.models import Idea
from kuulo.ideas.queries.ideas import heads
from kuulo.ideas.rules.lifecycle import check_merge
from kuulo.ideas.services.keeping import locked_idea, note_idea

CAME_ALONG: Final = "It came along with {number}, which was merged into this idea."
PARTED: Final = "The ideas were parted again."


@transaction.atomic
def merge_ideas(*, number: str, into: str, by: str, now: datetime | None = None) -> None:
    """Make an idea part of another: who is behind it stands behind the other too; it can be parted again.

    Raises:
        NotFoundError: There is no such idea.
        GuardError: Both are the same, or one is part of another already; the message names which.
    """
    moment = now or timezone.now()
    row, head = locked_idea(number, by=by, now=moment), locked_idea(into, by=by, now=moment)
    check_merge(row.claim, head.claim, heads())
    # Parts of the part become parts of the head, so that there is one step from each to its head.
    for part in list(Idea.objects.select_for_update().filter(merged_into=row)):
        _carry(part, head, by, moment)
    _carry(row, head, by, moment)
    told = say(_("The idea {number} was merged into {into}."), number=row.claim, into=head.claim)
    note_idea(row, "merge", told, by=by, now=moment, details={"into": head.claim, "evidence": len(row.brought)})


@transaction.atomic
def part_idea(*, number: str, by: str, now: datetime | None = None) -> None:
    """Take back that an idea was merged: it stands on its own, and what came along with it leaves the other.

    Raises:
        NotFoundError: There is no such idea.
        GuardError: It is not part of another.
    """
    moment = now or timezone.now()
    row = locked_idea(number, by=by, now=moment)
    head = row.merged_into
    if head is None:
        raise GuardError(_("The idea is not part of another one."), _("Load the page again."))
    _take_away(row, by, moment)
    row.merged_into, row.merged_by, row.merged_at, row.brought = None, "", None, []
    row.save()
    told = say(_("The idea {number} was parted from {into}."), number=row.claim, into=head.claim)
    note_idea(row, "part", told, by=by, now=moment, details={"from": head.claim})


def _carry(row: Idea, head: Idea, by: str, now: datetime) -> None:
    """Attach what speaks for an idea to the head's claim as well, and remember it."""
    if row.merged_into is not None:
        _take_away(row, by, now)
    there = {each.fragment.id for each in evidence_of(head.claim) if each.detached is None}
    brought = [
        attach(
            claim=head.claim,
            fragment=each.fragment.id,
            stance=each.stance,
            weight=each.weight,
            why=f"{each.why} {CAME_ALONG.format(number=row.claim)}".strip(),
            by=by,
            now=now,
        )
        for each in _counted(row)
        if each.fragment.id not in there
    ]
    row.merged_into, row.merged_by, row.merged_at, row.brought = head, by, now, brought
    row.save(update_fields=["merged_into", "merged_by", "merged_at", "brought"])


def _take_away(row: Idea, by: str, now: datetime) -> None:
    """Detach from the head what came along with an idea alone; what another part brought too stays."""
    head = row.merged_into
    if head is None:
        return
    others = Idea.objects.filter(merged_into=head).exclude(pk=row.pk)
    still = {each.fragment.id for other in others for each in _counted(other)}
    attached = {each.id: each for each in evidence_of(head.claim)}
    for number in row.brought:
        kept = attached.get(number)
        if kept is None or kept.detached is not None:
            continue
        if kept.fragment.id in still:
            _hand_over(number, kept.fragment.id, others)
        else:
            detach(evidence=number, by=by, why=PARTED, now=now)


def _hand_over(number: int, fragment: int, others: QuerySet[Idea]) -> None:
    """Note that a piece of evidence stays for the sake of another part, and leaves with that one."""
    for other in others:
        if any(each.fragment.id == fragment for each in _counted(other)):
            other.brought = [*other.brought, number]
            other.save(update_fields=["brought"])
            return


def _counted(row: Idea) -> list[EvidenceView]:
    return [each for each in evidence_of(row.claim) if each.counts]
