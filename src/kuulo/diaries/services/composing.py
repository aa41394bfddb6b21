"""Writing a prompt's message, in the shape in which the house writes to people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from kuulo.accounts.queries import organisation
from kuulo.customers.rules import Channel
from kuulo.diaries.rules.message_words import Phrases, phrases_of
from kuulo.invitations.rules.composing import Content
from kuulo.invitations.rules.messages import Message
from kuulo.invitations.services.composing import to_message

SALT: Final = "kuulo.diaries.marks"
MARK_LENGTH: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one message is made of: to whom it goes, in which language, and the words of its prompt."""

    number: int
    channel: Channel
    address: str
    token: str
    name: str
    language: str
    title: str
    words: str


def message_of(letter: Letter) -> Message:
    """Return the message; the same letter gives the same message, so that servers know a repeat."""
    phrases = phrases_of(letter.language)
    content = _content(letter, phrases, organisation().name)
    return to_message(content, channel=letter.channel, to=letter.address, name=letter.name, mark=mark_of(letter.number))


def mark_of(number: int) -> str:
    """Return the mark a message carries: it opens nothing and says nothing of whom it is for."""
    return f"d{number}-{salted_hmac(SALT, str(number)).hexdigest()[:MARK_LENGTH]}"


def _content(letter: Letter, phrases: Phrases, asker: str) -> Content:
    write = settings.KUULO_PUBLIC_URL + reverse("own_diary:diary", args=[letter.token])
    leave = settings.KUULO_PUBLIC_URL + reverse("own_diary:leave", args=[letter.token])
    named = {"organisation": asker, "title": letter.title}
    lead = letter.words.strip() or phrases.lead
    said = phrases.sms.format(organisation=asker or letter.title)
    return Content(
        language=letter.language,
        subject=phrases.subject.format(**named),
        greeting=phrases.greeting_by_name.format(name=letter.name) if letter.name else phrases.greeting,
        lead=tuple(each.strip() for each in lead.split("\n\n") if each.strip()),
        question=None,
        choose="",
        answer=phrases.write,
        answer_here=phrases.write_here,
        answer_url=write,
        thanks=phrases.thanks,
        signature=asker,
        promise=phrases.promise,
        sender=phrases.sender.format(**named) if asker else phrases.sender_alone,
        refuse=phrases.leave,
        refuse_text=phrases.leave_text,
        refuse_url=leave,
        own=phrases.own,
        own_url=f"{settings.KUULO_PUBLIC_URL}/me/",
        pixel_url="",
        letter_answer=phrases.letter_write,
        letter_refuse=phrases.letter_leave,
        sms=f"{said} {write} {phrases.sms_leave} {leave}",
    )
