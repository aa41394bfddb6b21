"""Messages that tell participants of what was written: over their own channel, within the contact budget, by day."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from kuulo.accounts.queries import organisation
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import Channel, Purpose
from kuulo.discussions.models import Member
from kuulo.discussions.queries.messages import newest_at
from kuulo.discussions.queries.rooms import lines_for, written_in
from kuulo.discussions.rules.notices import is_by_day, is_due
from kuulo.discussions.rules.states import RoomState
from kuulo.discussions.rules.talk import Notice
from kuulo.invitations.channels import opened
from kuulo.invitations.rules.messages import Delivery, Message
from kuulo.invitations.services import note_contact
from kuulo.jobs.services import JobContext
from kuulo.studies.queries import participant, participants_of, study
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyState

NOTICE_KIND: Final = "discussions.notify"
REACHED_BY: Final = frozenset({Channel.EMAIL, Channel.SMS})


def notify(context: JobContext) -> None:
    """Tell whoever is to be told."""
    sent = send_notices(now=timezone.now())
    context.progress(1, 1, say(_("{sent} participants were told of what was written."), sent=sent))


def send_notices(*, now: datetime) -> int:
    """Tell every participant who wants it of what is new since they looked; return how many were told.

    Raises:
        DeliveryError: A channel cannot be reached; who was told stays noted, the others are told later.
    """
    if not is_by_day(now.astimezone(ZoneInfo(settings.TIME_ZONE))):
        return 0
    slugs = Member.objects.filter(left_at=None, notice=Notice.DAILY).order_by().values_list("study", flat=True)
    running = [slug for slug in slugs.distinct() if study(slug).state is StudyState.RUNNING]
    return sum(_notice_study(slug, now) for slug in running)


def _notice_study(slug: str, now: datetime) -> int:
    people = {each.id: each for each in participants_of(slug) if each.state is ParticipantState.JOINED}
    members = Member.objects.filter(study=slug, notice=Notice.DAILY, participant__in=people)
    return sum(_notice(row, people[row.participant], now) for row in members)


def _notice(row: Member, who: ParticipantView, now: datetime) -> bool:
    """Tell one participant; claimed before it is sent, so that a crash tells nobody twice."""
    newest = _newest(who) if who.basis_in_force else None
    if not is_due(newest, seen=row.seen_at, noticed=row.noticed_at, now=now):
        return False
    address = participant(who.id, purpose=Purpose.RESEARCH, now=now).address
    if address is None or address[0] not in REACHED_BY or not _claimed(row, who, address[0], now):
        return False
    with opened(address[0]) as channel:
        receipt = channel.send(_message(who, address, mark=f"talk-{row.pk}-{int(now.timestamp())}"))
    if receipt.delivery is Delivery.TEMPORARY:
        Member.objects.filter(pk=row.pk, noticed_at=now).update(noticed_at=row.noticed_at)
    return receipt.delivery is Delivery.SENT


@transaction.atomic
def _claimed(row: Member, who: ParticipantView, channel: Channel, now: datetime) -> bool:
    """Note that somebody is told now, if nobody else did and the contact budget bears it."""
    if not Member.objects.filter(pk=row.pk, noticed_at=row.noticed_at).update(noticed_at=now):
        return False
    if who.party_id is None:
        return True
    source = f"discussions:{who.study}"
    if note_contact(party_id=who.party_id, channel=channel, at=now, source=source):
        return True
    Member.objects.filter(pk=row.pk).update(noticed_at=row.noticed_at)
    return False


def _newest(who: ParticipantView) -> datetime | None:
    """Return when something a participant sees in an open room was last written or begun by others."""
    lines = [line for line in lines_for(who.study, who.id) if line.thread.room.state is RoomState.OPEN]
    keys = [line.thread.key for line in lines]
    written = newest_at(keys, viewer=who.id, wrote=written_in(keys, who.id))
    begun = [line.thread.created_at for line in lines if line.thread.begun_by != who.id]
    return max([*written.values(), *begun], default=None)


def _message(who: ParticipantView, address: tuple[Channel, str], *, mark: str) -> Message:
    channel, to = address
    url = settings.KUULO_PUBLIC_URL + reverse("talk:talk", args=[who.token])
    with translation.override(who.language or None):
        asker = organisation().name or "Kuulo"
        lines = (
            gettext("There is something new in the discussion you take part in: {url}").format(url=url),
            gettext("This link is yours alone. On the same page you can choose not to get these messages."),
        )
        subject = gettext("New in the discussion of {organisation}").format(organisation=asker)
    is_sms = channel is Channel.SMS
    return Message(
        channel=channel.value,
        to=to,
        language=who.language,
        subject="" if is_sms else subject,
        text=f"{asker}: {lines[0]}" if is_sms else "\n\n".join(lines) + "\n",
        mark=mark,
    )
