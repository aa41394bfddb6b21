"""Moderation: hiding with a reason, showing again, taking the word from somebody, looking at reports."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import InputError, NotFoundError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.discussions.models import WHY_LENGTH, Member, Message, Report
from kuulo.discussions.queries.messages import message_rows
from kuulo.discussions.queries.rooms import seen_threads
from kuulo.discussions.rules.states import MESSAGE_STEPS, HideReason, MessageState, MessageStep, stepped
from kuulo.discussions.rules.talk import plain_text
from kuulo.discussions.services.arriving import take_part
from kuulo.discussions.services.writing import drop_source, keep_again
from kuulo.studies.queries import participant


@transaction.atomic
def hide_message(*, message: str, reason: HideReason, why: str, by: str, now: datetime | None = None) -> None:
    """Hide a message from the participants; its writer sees the reason. What tells of others is no source either.

    Raises:
        NotFoundError: There is no such message.
        GuardError: It is hidden or removed already.
        InputError: The words on it are too long.
    """
    row, at = _locked(message), now or timezone.now()
    row.state = stepped(MESSAGE_STEPS, MessageState(row.state), MessageStep.HIDE)
    row.reason, row.hidden_by = reason, by
    row.why = plain_text(why, longest=WHY_LENGTH) if why.strip() else ""
    row.save(update_fields=["state", "reason", "why", "hidden_by"])
    if reason is HideReason.PERSONAL:
        drop_source(row, by=by, now=at)
    Report.objects.filter(message=row, settled_at=None).update(settled_by=by, settled_at=at)
    note(
        actor=by,
        verb="message_hide",
        subject=Subject("study", row.thread.room.study),
        text=say(_("A message of the discussion was hidden.")),
        details={"message": row.key, "reason": reason.value},
        now=at,
    )


@transaction.atomic
def show_message(*, message: str, by: str, now: datetime | None = None) -> None:
    """Show a hidden message again.

    Raises:
        NotFoundError: There is no such message.
        GuardError: It is not hidden.
    """
    row = _locked(message)
    row.state = stepped(MESSAGE_STEPS, MessageState(row.state), MessageStep.SHOW)
    row.reason, row.why, row.hidden_by = "", "", ""
    row.save(update_fields=["state", "reason", "why", "hidden_by"])
    keep_again(row)
    note(
        actor=by,
        verb="message_show",
        subject=Subject("study", row.thread.room.study),
        text=say(_("A message of the discussion was shown again.")),
        details={"message": row.key},
        now=now,
    )


@transaction.atomic
def silence(*, study: str, participant_id: int, why: str, by: str, now: datetime | None = None) -> None:
    """Take the word from a participant, with a reason that they read; an empty reason gives it back.

    Raises:
        NotFoundError: There is no such participant in the study.
        InputError: The reason is too long.
    """
    found = participant(participant_id)
    if found.study != study:
        raise NotFoundError(_("There is no such participant in this study."), _("See its list of participants."))
    reason = plain_text(why, longest=WHY_LENGTH) if why.strip() else ""
    Member.objects.update_or_create(participant=found.id, defaults={"study": study, "silenced": reason})
    note(
        actor=by,
        verb="silence" if reason else "give_word",
        subject=Subject("study", study),
        text=say(_("A participant was asked not to write for now."))
        if reason
        else say(_("A participant may write again.")),
        details={"participant": found.label},
        now=now,
    )


@transaction.atomic
def report_message(*, token: str, message: str, why: str, now: datetime | None = None) -> None:
    """Point a message out to the moderators; a second time changes nothing.

    Raises:
        NotFoundError: The key opens nothing, or there is no such message for this person.
        InputError: It is one's own, or the words are too long.
    """
    guest = take_part(token)
    row = message_rows([message]).filter(state=MessageState.SHOWN).exclude(participant=None).first()
    seen = seen_threads(guest.participant.study, guest.participant.id)
    if row is None or not seen.filter(pk=row.thread_id).exists():
        raise NotFoundError(_("There is no such message."), _("Load the page again."))
    if row.participant == guest.participant.id:
        raise InputError(_("This is your own message."), _("You can change or remove it."))
    Report.objects.get_or_create(
        message=row,
        participant=guest.participant.id,
        defaults={
            "why": plain_text(why, longest=WHY_LENGTH) if why.strip() else "",
            "at": now or timezone.now(),
        },
    )


@transaction.atomic
def settle_report(*, report: int, by: str, now: datetime | None = None) -> None:
    """Note that a moderator looked at a reported message and lets it stand.

    Raises:
        NotFoundError: There is no such report that waits.
    """
    waiting = Report.objects.filter(pk=report, settled_at=None)
    if not waiting.update(settled_by=by, settled_at=now or timezone.now()):
        raise NotFoundError(_("There is no such report that waits."), _("Load the page again."))


def _locked(key: str) -> Message:
    row = Message.objects.select_for_update(of=("self",)).select_related("thread__room").filter(key=key).first()
    if row is None:
        raise NotFoundError(_("There is no such message."), _("Load the page again."))
    return row
