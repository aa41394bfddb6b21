"""Sending the messages that ask people to take part, at most once each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext

from kuulo.accounts.queries import organisation
from kuulo.base.errors import DeliveryError
from kuulo.customers.queries import frame_of
from kuulo.customers.rules import Channel, Purpose
from kuulo.invitations.channels import Channel as Port
from kuulo.invitations.channels import opened as opened_channel
from kuulo.invitations.rules.messages import Delivery, Message
from kuulo.studies.models import Participant, StudyText
from kuulo.studies.queries.participants import address_for, waiting_to_be_sent
from kuulo.studies.rules import Sending

CLAIM_LASTS: Final = timedelta(minutes=15)
Opener = Callable[[str], AbstractContextManager[Port]]
AFTER: Final = {
    Delivery.SENT: Sending.SENT,
    Delivery.TEMPORARY: Sending.WAITING,
    Delivery.PERMANENT: Sending.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of the messages of one run."""

    sent: int = 0
    refused: int = 0
    later: int = 0


def send_invitations(*, now: datetime, opened: Opener = opened_channel, most: int = 500) -> Sent:
    """Send what waits to be sent in running studies; who dies in between leaves a claim, which is never sent again.

    Raises:
        DeliveryError: A channel cannot be reached at all; its messages wait.
    """
    Participant.objects.filter(sending=Sending.CLAIMED, claimed_at__lt=now - CLAIM_LASTS).update(
        sending=Sending.UNCLEAR
    )
    counts = dict.fromkeys((Sending.SENT, Sending.REFUSED, Sending.WAITING), 0)
    for row in list(waiting_to_be_sent()[:most]):
        became = _send_one(row, opened, now)
        if became is not None:
            counts[became] += 1
    return Sent(counts[Sending.SENT], counts[Sending.REFUSED], counts[Sending.WAITING])


def _send_one(row: Participant, opened: Opener, now: datetime) -> Sending | None:
    claimed = Participant.objects.filter(pk=row.pk, sending=Sending.WAITING)
    if not claimed.update(sending=Sending.CLAIMED, claimed_at=now):
        return None
    reached = address_for(row, now)
    if reached is None:
        return _settle(row, Sending.REFUSED, now)
    message = message_to(row, reached, name_of(row, now))
    try:
        with opened(message.channel) as channel:
            receipt = channel.send(message)
    except DeliveryError:
        # The channel as a whole is closed: this message has not left, so it may be tried again.
        _settle(row, Sending.WAITING, now)
        raise
    return _settle(row, AFTER[receipt.delivery], now)


def _settle(row: Participant, became: Sending, now: datetime) -> Sending:
    sent_at = now if became is Sending.SENT else None
    Participant.objects.filter(pk=row.pk, sending=Sending.CLAIMED).update(sending=became, sent_at=sent_at)
    return became


def name_of(row: Participant, now: datetime) -> str:
    """Return what the person is called, where a customer is known; empty otherwise."""
    if row.party_id is None:
        return ""
    found = frame_of([row.party_id], purpose=Purpose.SURVEYS, now=now).get(row.party_id)
    return found.name if found is not None else ""


def message_to(row: Participant, reached: tuple[Channel, str], name: str) -> Message:
    """Return the message that asks somebody to take part, in their language."""
    channel, address = reached
    told = StudyText.objects.filter(study=row.study, version=row.study.text_version, language=row.language).first()
    url = f"{settings.KUULO_PUBLIC_URL}/join/{row.token}/"
    with translation.override(row.language):
        who = organisation().name
        what = (told.title if told else "") or gettext("a study")
        asks = gettext("{organisation} asks you to take part: {title}") if who else gettext("Take part: {title}")
        subject = asks.format(organisation=who, title=what)
        lines = [
            gettext("Hello {name},").format(name=name) if name else gettext("Hello,"),
            (told.about if told else "") or gettext("We would like to hear from you how things really are."),
            gettext("What it means, what is done with what you say, and whether you want to:"),
            url,
            gettext("It is up to you. You can leave at any time, and what you were promised is yours either way."),
            gettext("If you would rather not, say so there with one press, and we will not ask again."),
            who,
        ]
    text = f"{subject} {url}" if channel is Channel.SMS else "\n\n".join(line for line in lines if line) + "\n"
    html = ""
    if channel is Channel.LETTER:
        html = render_to_string("studies/message/letter.html", {"lines": lines, "to": address, "subject": subject})
    return Message(
        channel=channel.value,
        to=address,
        name=name,
        language=row.language,
        subject="" if channel is Channel.SMS else subject,
        text=text,
        html=html,
        mark=f"study-{row.study_id}-{row.number}",
        refuse_url=f"{settings.KUULO_PUBLIC_URL}/join/{row.token}/leave/",
    )
