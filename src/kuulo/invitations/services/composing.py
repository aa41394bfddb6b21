"""Writing messages: the words of the rules, in the shape of the room's templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from kuulo.accounts.queries import organisation
from kuulo.customers.rules import Channel
from kuulo.instruments.queries import VersionView
from kuulo.instruments.rules.piping import date_in
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.invitations.queries.views import InvitationView
from kuulo.invitations.rules.composing import Addressee, Asking, Content, OwnWords, compose, plain_text
from kuulo.invitations.rules.marks import mark_of
from kuulo.invitations.rules.message_words import Occasion
from kuulo.invitations.rules.messages import Message

NO_WORDS: Final[Mapping[str, Mapping[str, str]]] = {}
WORDS: Final = ("subject", "lead", "thanks")


def message_of(
    invitation: InvitationView,
    version: VersionView,
    *,
    words: Mapping[str, Mapping[str, str]] = NO_WORDS,
    step: int = 0,
) -> Message:
    """Return the message that goes out for an invitation.

    Args:
        invitation: Whom it goes to, on which channel.
        version: The published questionnaire.
        words: The round's or trigger's own, by language: subject, lead and thanks.
        step: 0 for the invitation, 1… for reminders.
    """
    to = Addressee(
        token=invitation.token,
        name=invitation.recipient,
        language=invitation.language,
        attributes=invitation.attributes,
        tracked=invitation.tracking_allowed,
    )
    occasion = Occasion.REMINDER if step else Occasion.QUIET if invitation.phase > 1 else Occasion.INVITATION
    content = compose(asking_of(version, words), to, occasion)
    return to_message(
        content,
        channel=Channel(invitation.channel),
        to=invitation.address,
        name=invitation.recipient,
        mark=mark_of(invitation.id, settings.SECRET_KEY),
        step=step,
    )


def asking_of(version: VersionView, words: Mapping[str, Mapping[str, str]]) -> Asking:
    """Return what is asked, with who asks and where answers go in this installation."""
    return Asking(
        questionnaire=version.questionnaire,
        promise=Promise(version.promise),
        organisation=organisation().name,
        public_url=settings.KUULO_PUBLIC_URL,
        words={language: own_words(own) for language, own in words.items()},
    )


def own_words(own: Mapping[str, str]) -> OwnWords:
    """Return a round's own words in one language as the rules read them."""
    return OwnWords(**{name: own.get(name, "").strip() for name in WORDS})


def to_message(
    content: Content, *, channel: Channel, to: str, name: str = "", mark: str = "test", step: int = 0
) -> Message:
    """Return the content in the shape of its channel."""
    is_real = not content.test
    return Message(
        channel=channel.value,
        to=to,
        name=name,
        language=content.language,
        subject="" if channel is Channel.SMS else content.subject,
        text=content.sms if channel is Channel.SMS else plain_text(content),
        html=html_of(content, channel, to),
        mark=mark,
        step=step,
        refuse_url=content.refuse_url if is_real else "",
    )


def html_of(content: Content, channel: Channel, address: str) -> str:
    """Return the e-mail or the letter as a page; empty for a text message."""
    if channel is Channel.SMS:
        return ""
    if channel is Channel.EMAIL:
        return render_to_string("invitations/message/email.html", {"content": content})
    context = {
        "content": content,
        "address": address,
        "day": _day(timezone.localdate(), content.language),
        "qr": qr_of(content.answer_url),
        "short_url": short(content.answer_url),
        "short_refuse": short(content.refuse_url),
    }
    return render_to_string("invitations/message/letter.html", context)


def qr_of(url: str) -> SafeString:
    """Return the address as a QR code, with the four modules of quiet that readers need."""
    drawn = segno.make(url, error="m").svg_inline(border=4, omitsize=True, dark="#000000", light="#ffffff")
    return mark_safe(drawn)  # noqa: S308 -- segno writes paths; nothing of the address stands in it as text


def short(url: str) -> str:
    """Return an address as people type it."""
    return url.removeprefix("https://").removeprefix("http://")


def _day(day: date, language: str) -> str:
    return date_in(language, day.isoformat())
