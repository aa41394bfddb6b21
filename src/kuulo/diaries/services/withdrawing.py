"""Leaving the study from the diary, and taking away what those who left took back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kuulo.diaries.models import Entry, PromptMessage
from kuulo.diaries.rules import Dropped, PromptState
from kuulo.diaries.services.entries import erase_entries, participant_of
from kuulo.studies import queries as studies
from kuulo.studies import services as taking_part


@transaction.atomic
def leave_diary(*, token: str, keep: bool, now: datetime) -> None:
    """Let a participant leave the study; what was written stays or goes as they choose. The payment is untouched.

    Args:
        token: The participant's.
        keep: Whether what was written may be used for the study.
        now: The moment.

    Raises:
        NotFoundError: The token is nobody's.
        GuardError: The participant has left already, or was taken out.
    """
    participant = participant_of(token)
    taking_part.leave(token=token, keep=keep, now=now)
    waiting = PromptMessage.objects.filter(participant_id=participant.id, state=PromptState.PLANNED)
    waiting.update(state=PromptState.DROPPED, reason=Dropped.LEFT)
    if not keep:
        erase_entries(list(Entry.objects.filter(participant_id=participant.id, erased_at=None)), now=now)


def erase_withdrawn(*, now: datetime) -> int:
    """Erase the entries of those who left by another door and took back what they told; return how many went."""
    wrote = Entry.objects.filter(erased_at=None).order_by().values_list("participant_id", flat=True).distinct()
    return sum(_erase_of(number, now) for number in sorted(set(wrote) & studies.to_go()))


@transaction.atomic
def _erase_of(participant_id: int, now: datetime) -> int:
    return erase_entries(list(Entry.objects.filter(participant_id=participant_id, erased_at=None)), now=now)
