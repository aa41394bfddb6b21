"""Who takes part in the discussion of a study, and how much each has written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from kuulo.accounts.queries import organisation
from kuulo.base.estimate import Estimate
from kuulo.discussions.models import Member, Message
from kuulo.discussions.rules.polls import WROTE_SHARE, share_of
from kuulo.discussions.rules.shapes import MemberView, ThreadView
from kuulo.discussions.rules.states import MessageState
from kuulo.discussions.rules.talk import Notice
from kuulo.studies.queries import participants_of
from kuulo.studies.rules import ParticipantState, ParticipantView


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLine:
    """A participant among the others: what they wrote, and when last."""

    participant: ParticipantView
    pseudonym: str
    silenced: str
    messages: int
    last_at: datetime | None


def member_of(participant_id: int) -> MemberView | None:
    """Return a participant's part in the discussion; None before the first visit."""
    row = Member.objects.filter(participant=participant_id).first()
    return None if row is None else view_of(row)


def view_of(row: Member) -> MemberView:
    """Return a member as pages see them."""
    return MemberView(
        participant_id=row.participant,
        notice=Notice(row.notice),
        silenced=row.silenced,
        seen_at=row.seen_at,
    )


def members_of(study: str) -> tuple[MemberLine, ...]:
    """Return everybody who has joined the study, those who write least first; who left is not among them."""
    joined = [each for each in participants_of(study) if each.state is ParticipantState.JOINED]
    members = {row.participant: row for row in Member.objects.filter(study=study)}
    shown = Message.objects.filter(thread__room__study=study, state=MessageState.SHOWN).exclude(participant=None)
    wrote = {
        row["participant"]: (row["written"], row["last_at"])
        for row in shown.order_by().values("participant").annotate(written=Count("pk"), last_at=Max("written_at"))
    }
    lines = [
        MemberLine(
            participant=each,
            pseudonym=each.pseudonym,
            silenced=members[each.id].silenced if each.id in members else "",
            messages=wrote.get(each.id, (0, None))[0],
            last_at=wrote.get(each.id, (0, None))[1],
        )
        for each in joined
        if each.basis_in_force
    ]
    return tuple(sorted(lines, key=lambda line: (line.messages, line.participant.label)))


def asked_in(found: ThreadView) -> int:
    """Return how many participants a thread is for."""
    if found.to is not None:
        return 1
    people = participants_of(found.room.study)
    return sum(each.state is ParticipantState.JOINED and each.basis_in_force for each in people)


def share_who_wrote(lines: tuple[MemberLine, ...]) -> Estimate:
    """Return which share of the participants has written anything."""
    company = organisation()
    return share_of(
        WROTE_SHARE,
        sum(line.messages > 0 for line in lines),
        len(lines),
        asked=len(lines),
        floor=company.anonymity_floor,
        confidence=company.confidence,
    )
