"""Messages of a thread, as moderators and as participants see them; and the answers to a probe."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from kuulo.discussions.models import Message, Report
from kuulo.discussions.rules.shapes import Answer, MessageView, ReportView, ThreadView
from kuulo.discussions.rules.states import HideReason, MessageState
from kuulo.discussions.rules.talk import Seeing, sees_others
from kuulo.studies.queries import participants_called

MOST_SHOWN: Final = 200
"""Messages of a thread on one page: the newest."""


def messages_of(found: ThreadView) -> tuple[MessageView, ...]:
    """Return the messages of a thread as its moderators see them: hidden ones too, words of who left not."""
    return _views(_newest(Message.objects.filter(thread=found.id)))


def messages_for(found: ThreadView, participant_id: int) -> tuple[MessageView, ...]:
    """Return the messages of a thread that a participant sees.

    One's own are always among them, also hidden ones with the moderator's reason; of the others only what is shown.
    """
    every = _views(_newest(Message.objects.filter(thread=found.id)))
    wrote = any(each.participant_id == participant_id and each.text for each in every)
    others = sees_others(found.seeing, wrote=wrote)
    return tuple(each for each in every if _is_seen(each, participant_id, others=others))


def message_rows(keys: Collection[str]) -> QuerySet[Message]:
    """Return rows of messages by their keys."""
    return Message.objects.filter(key__in=list(keys)).select_related("thread__room")


def thread_key_of(message: str) -> str:
    """Return the key of the thread a message is in; empty where there is no such message."""
    return Message.objects.filter(key=message).values_list("thread__key", flat=True).first() or ""


def own_messages(participant_ids: Collection[int]) -> tuple[MessageView, ...]:
    """Return everything that some participants wrote and did not remove."""
    rows = Message.objects.filter(participant__in=list(participant_ids)).exclude(state=MessageState.REMOVED)
    return _views(rows.select_related("thread", "reply_to"))


def waiting_reports(study: str) -> tuple[ReportView, ...]:
    """Return the reports nobody has looked at, the oldest first."""
    rows = Report.objects.filter(message__thread__room__study=study, settled_at=None).order_by("at")
    found = list(rows.select_related("message__thread", "message__reply_to"))
    views = {view.key: view for view in _views(each.message for each in found)}
    return tuple(
        ReportView(
            id=each.pk,
            message=views[each.message.key],
            thread_title=each.message.thread.title,
            why=each.why,
            at=each.at,
        )
        for each in found
    )


def reported_by(participant_id: int, keys: Collection[str]) -> frozenset[str]:
    """Return which messages a participant has reported already."""
    mine = Report.objects.filter(participant=participant_id, message__key__in=list(keys))
    return frozenset(mine.values_list("message__key", flat=True))


def answers_to(ref: str) -> tuple[Answer, ...]:
    """Return what participants answered to the probes that carry a reference, the first answer first.

    Hidden and removed words are no answers, nor those of people whose consent is not in force.
    """
    rows = Message.objects.filter(thread__ref=ref, state=MessageState.SHOWN).exclude(participant=None)
    views = _views(rows.exclude(source="").select_related("thread", "reply_to")) if ref else ()
    sources = dict(rows.values_list("key", "source"))
    return tuple(
        Answer(
            ref=ref,
            participant_id=view.participant_id,
            author=view.author,
            source=sources[view.key],
            written_at=view.written_at,
        )
        for view in views
        if view.participant_id is not None and view.state is MessageState.SHOWN
    )


def newest_at(keys: Collection[str], *, viewer: int, wrote: Collection[str]) -> Mapping[str, datetime]:
    """Return when somebody else last wrote in each of the threads what the viewer sees.

    Args:
        keys: The threads.
        viewer: The participant who looks.
        wrote: Threads in which they have written.
    """
    seen = Q(thread__seeing=Seeing.EVERYBODY) | Q(participant=None)
    seen |= Q(thread__seeing=Seeing.AFTER_OWN, thread__key__in=list(wrote))
    rows = Message.objects.filter(seen, thread__key__in=list(keys), state=MessageState.SHOWN)
    # Excluding by a number alone would leave out moderators, who have none.
    others = rows.filter(Q(participant=None) | ~Q(participant=viewer))
    return dict(others.order_by("written_at").values_list("thread__key", "written_at"))


def _newest(rows: QuerySet[Message]) -> list[Message]:
    found = rows.select_related("thread", "reply_to").order_by("-written_at", "-pk")[:MOST_SHOWN]
    return list(reversed(found))


def _is_seen(message: MessageView, viewer: int, *, others: bool) -> bool:
    if message.is_staff or message.participant_id == viewer:
        return message.state is not MessageState.REMOVED
    return others and message.state is MessageState.SHOWN


def _views(rows: Iterable[Message]) -> tuple[MessageView, ...]:
    """Return messages as they are shown; the words of somebody whose consent is not in force are as if removed."""
    found = list(rows)
    everybody = [*found, *(row.reply_to for row in found if row.reply_to)]
    writers = frozenset(row.participant for row in everybody if row.participant is not None)
    people = participants_called(writers)
    names = {number: who.name for number, who in people.items()}
    staff = gettext("Moderator")
    authors = {row.key: staff if row.participant is None else names.get(row.participant, "") for row in everybody}
    allowed = {number for number, who in people.items() if who.basis_in_force}
    return tuple(_view(row, authors, is_allowed=row.participant is None or row.participant in allowed) for row in found)


def _view(row: Message, authors: Mapping[str, str], *, is_allowed: bool) -> MessageView:
    return MessageView(
        key=row.key,
        thread=row.thread.key,
        participant_id=row.participant,
        author=authors[row.key],
        reply_to=row.reply_to.key if row.reply_to else "",
        answers=authors[row.reply_to.key] if row.reply_to else "",
        text=row.text if is_allowed else "",
        state=MessageState(row.state) if is_allowed else MessageState.REMOVED,
        written_at=row.written_at,
        edited_at=row.edited_at,
        reason=HideReason(row.reason) if row.reason else None,
        why=row.why,
    )
