"""Personal links: asked for by address, sent over the person's own channel, good for one person and a short while.

Whoever asks learns nothing: the answer is the same whether the address is known or not, and the message is written by a
job. Of link and code only digests are kept, of addresses only keyed ones.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from kuulo.accounts.queries import organisation
from kuulo.base.errors import DeliveryError, InputError
from kuulo.base.senders import network_of
from kuulo.base.texts import mark as _
from kuulo.customers.queries import parties_at, party, whole_of
from kuulo.customers.rules import AddressState, Channel, Purpose, check_address
from kuulo.invitations.channels import opened
from kuulo.invitations.rules.messages import Delivery, Message
from kuulo.jobs.services import JobContext, enqueue
from kuulo.rights.models import LinkAsking, PersonalLink

SEND_KIND: Final = "rights.send_link"
SALT: Final = "kuulo.rights.links"
LASTS: Final = timedelta(hours=2)
AN_HOUR: Final = timedelta(hours=1)
A_DAY: Final = timedelta(days=1)
MOST_FOR_ADDRESS: Final = 3
MOST_A_DAY: Final = 10
MOST_FROM_PLACE: Final = 20
MOST_TRIES: Final = 5
MOST_PARTIES: Final = 3
NOBODY: Final = 0
REACHED_BY: Final = (Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose page a link opens, and until when."""

    party_id: int
    expires_at: datetime


# The same work and one wait for the disk whether the address is known or not: else the clock tells who is a customer.
@transaction.atomic
def ask_for_link(*, address: str, place: str, language: str, now: datetime) -> str:
    """Let a link be sent to an address where it is known; return a word that belongs to the code in the message.

    Args:
        address: E-mail address or phone number, as it was typed.
        place: Where it is asked from: an address on the net; only the keyed digest of its network is kept, for a day.
        language: Of the page, for those whose own language is not known.
        now: The moment.

    Raises:
        InputError: It can be neither an e-mail address nor a phone number.
    """
    channel, written = read_address(address)
    ask = secrets.token_urlsafe(16)
    digests = (digest_of(f"{channel}:{written}"), digest_of(f"place:{network_of(place)}"))
    told = {"address": digests[0], "ask": _hash(ask), "language": language}
    if not _too_often(digests, now):
        for party_id in parties_at(channel, written)[:MOST_PARTIES] or (NOBODY,):
            enqueue(SEND_KIND, {**told, "party": party_id})
    return ask


def read_address(text: str) -> tuple[Channel, str]:
    """Return what was typed as a channel and an address as they are kept.

    Raises:
        InputError: It can be neither an e-mail address nor a phone number.
    """
    channel = Channel.EMAIL if "@" in text else Channel.SMS
    return channel, check_address(channel, text)


def send_link(context: JobContext) -> None:
    """Write the message a job names. A repeat sends another link; both hold."""
    told = context.payload
    if told["party"] == NOBODY:
        return
    view = party(int(str(told["party"])), purpose=Purpose.SERVICE)
    for contact in view.contacts:
        is_asked = digest_of(f"{contact.channel}:{contact.value}") == told["address"]
        if is_asked and contact.channel in REACHED_BY and contact.state is not AddressState.RETIRED:
            language = (view.language or str(told["language"])).partition("-")[0]
            token, code = make_link(view.party_id, str(told["ask"]), timezone.now())
            message = _message(contact.channel, contact.value, view.name, language, (token, code))
            _send(message)
            return


def open_link(token: str, *, now: datetime) -> Opened | None:
    """Return whose page a link opens; None where it is unknown or has run out."""
    link = PersonalLink.objects.filter(token_hash=_hash(token), expires_at__gt=now).first()
    if link is None:
        return None
    PersonalLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
    return Opened(whole_of([link.party_id]).get(link.party_id, link.party_id), link.expires_at)


@transaction.atomic
def open_by_code(*, ask: str, code: str, now: datetime) -> str | None:
    """Return a fresh link's token for the code of a message; None where it is wrong, used or tried too often."""
    mine = PersonalLink.objects.filter(ask_hash=_hash(ask), expires_at__gt=now, tries__lt=MOST_TRIES)
    links = list(mine.exclude(code_hash=""))
    mine.update(tries=F("tries") + 1)
    digits = "".join(sign for sign in code if sign.isdigit())
    for link in links:
        if secrets.compare_digest(link.code_hash, _hash(f"{link.ask_hash}:{digits}")):
            PersonalLink.objects.filter(pk=link.pk).update(code_hash="")
            token, _code = make_link(link.party_id, "", now)
            return token
    return None


def prune_links(*, now: datetime) -> int:
    """Delete links that ran out and askings older than a day; return how many."""
    links, _tables = PersonalLink.objects.filter(expires_at__lt=now).delete()
    askings, _tables = LinkAsking.objects.filter(at__lt=now - A_DAY).delete()
    return links + askings


def digest_of(text: str) -> str:
    """Return a keyed digest, from which nobody without the installation's secret can try out addresses."""
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def _too_often(digests: tuple[str, str], now: datetime) -> bool:
    """Return whether nothing is sent this time; what is refused does not count, or anybody could keep a person out."""
    address, place = digests
    limits = ((address, AN_HOUR, MOST_FOR_ADDRESS), (address, A_DAY, MOST_A_DAY), (place, AN_HOUR, MOST_FROM_PLACE))
    asked = LinkAsking.objects.filter
    if any(asked(digest=digest, at__gt=now - span).count() >= most for digest, span, most in limits):
        return True
    LinkAsking.objects.bulk_create([LinkAsking(digest=digest, at=now) for digest in digests])
    return False


def make_link(party_id: int, ask_hash: str, now: datetime) -> tuple[str, str]:
    """Make a link and return its token and code; only their digests are kept."""
    token, code = secrets.token_urlsafe(24), f"{secrets.randbelow(10**8):08d}"
    PersonalLink.objects.create(
        party_id=party_id,
        token_hash=_hash(token),
        code_hash=_hash(f"{ask_hash}:{code}") if ask_hash else "",
        ask_hash=ask_hash,
        made_at=now,
        expires_at=now + LASTS,
    )
    return token, code


def _message(channel: Channel, to: str, name: str, language: str, secret: tuple[str, str]) -> Message:
    token, code = secret
    url = f"{settings.KUULO_PUBLIC_URL}/me/{token}/"
    with translation.override(language):
        who = organisation().name or "Kuulo"
        subject = gettext("Your own data at {organisation}").format(organisation=who)
        spaced = f"{code[:4]} {code[4:]}"
        lines = (
            gettext("Here you see what is known about you, and decide about it: {url}").format(url=url),
            gettext("Or type this code on the page: {code}").format(code=spaced),
            gettext("Both hold for two hours. If you did not ask for this, leave it be: nobody else got the link."),
        )
    text = f"{who}: {lines[0]} {lines[1]}" if channel is Channel.SMS else "\n\n".join(lines) + "\n"
    return Message(
        channel=channel.value,
        to=to,
        name=name,
        language=language,
        subject="" if channel is Channel.SMS else subject,
        text=text,
        mark=f"own-{secrets.token_hex(8)}",
    )


def _send(message: Message) -> None:
    with opened(message.channel) as channel:
        receipt = channel.send(message)
    if receipt.delivery is Delivery.TEMPORARY:
        raise DeliveryError(_("The message was not taken now."), _("It is tried again."))
    if receipt.delivery is Delivery.PERMANENT:
        raise InputError(_("The message was refused for good."))
