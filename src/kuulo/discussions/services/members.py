"""A participant’s own part: the pseudonym, notices, and what was seen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.discussions.queries.members import view_of
from kuulo.discussions.rules.shapes import MemberView
from kuulo.discussions.rules.talk import LONGEST_NAME, Notice, plain_text
from kuulo.discussions.services.arriving import take_part
from kuulo.studies.services import choose_pseudonym


@transaction.atomic
def choose_name(*, token: str, pseudonym: str, notice: Notice) -> MemberView:
    """Choose the name the others of the study see, and whether messages tell of what was written.

    Raises:
        NotFoundError: The key opens nothing.
        InputError: The name is empty, too long, or another participant's.
    """
    guest = take_part(token)
    name = " ".join(plain_text(pseudonym, longest=LONGEST_NAME).split())
    if name != guest.participant.pseudonym:
        choose_pseudonym(token, pseudonym=name)
    guest.member.notice = notice
    guest.member.save(update_fields=["notice"])
    return view_of(guest.member)


@transaction.atomic
def note_seen(*, token: str, now: datetime | None = None) -> None:
    """Note that somebody had the discussion before them just now.

    Raises:
        NotFoundError: The key opens nothing.
    """
    guest = take_part(token)
    guest.member.seen_at = now or timezone.now()
    guest.member.save(update_fields=["seen_at"])
