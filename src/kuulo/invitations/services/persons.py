"""What this room holds about persons, for export and erasure: whom it asked, by what, and who was left out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import Channel
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.invitations.channels import sent_folder
from kuulo.invitations.channels.mailboxes import maildir_of
from kuulo.invitations.models import TOKEN_LENGTH, Contact, Invitation, Mailing, NotAsked
from kuulo.invitations.rules.plans import MailingState

BEFORE_ANSWERS: Final = 20
FILES_FIRST: Final = 15
STRIPPED: Final = say(
    _("Only that one person was asked stays, without saying who: else rates of answering would change.")
)
RETURNED: Final = say(_("Messages that came back to a mailbox on another server are not Kuulo's to delete."))


def _invitations(key: PersonKey) -> QuerySet[Invitation]:
    theirs = Q(party__in=key.party_ids) | Q(identifier__in=key.identifiers)
    addresses = [address for _channel, address in key.addresses]
    return Invitation.objects.filter(theirs | Q(address__in=addresses))


def _export_invitations(key: PersonKey) -> Iterator[Mapping[str, object]]:
    fields = ("channel", "address", "recipient", "language", "attributes", "touchpoint", "outcome", "sent_at")
    for row in _invitations(key).order_by("pk").values("pk", "instrument__name", "stratum", *fields):
        number = row.pop("pk")
        sent = Mailing.objects.filter(invitation=number).order_by("number")
        messages = list(sent.values("number", "state", "due_at", "sent_at", "reason"))
        yield {name: value for name, value in row.items() if value not in (None, "", {})} | {"messages": messages}


def _erase_invitations(key: PersonKey, now: datetime) -> Removed:
    """Take the person out of every invitation; messages that were to go out are not sent."""
    del now
    found = list(_invitations(key).values_list("pk", flat=True))
    mailings = Mailing.objects.filter(invitation__in=found)
    waiting = mailings.filter(state__in=[MailingState.PLANNED, MailingState.CLAIMED])
    waiting.update(state=MailingState.DROPPED)
    mailings.update(message_id="", reason="", claimed_by="")
    for invitation in Invitation.objects.filter(pk__in=found):
        invitation.token = secrets.token_urlsafe(32)[:TOKEN_LENGTH]
        invitation.event = f"erased:{secrets.token_hex(16)}" if invitation.trigger_id else ""
        invitation.party_id, invitation.identifier, invitation.address, invitation.recipient = None, "", "", ""
        invitation.attributes, invitation.language = {}, ""
        invitation.tracking_allowed = False
        invitation.save()
    return Removed(rows=len(found), kept=STRIPPED if found else None)


def _not_asked(key: PersonKey) -> QuerySet[NotAsked]:
    return NotAsked.objects.filter(Q(party__in=key.party_ids) | Q(identifier__in=key.identifiers))


def _export_not_asked(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return _not_asked(key).order_by("pk").values("reason", "stratum", "at")


def _erase_not_asked(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=_not_asked(key).delete()[0])


def _contacts(key: PersonKey) -> QuerySet[Contact]:
    return Contact.objects.filter(party__in=key.party_ids)


def _export_contacts(key: PersonKey) -> Iterable[Mapping[str, object]]:
    return _contacts(key).order_by("pk").values("channel", "at", "source", "reminder")


def _erase_contacts(key: PersonKey, now: datetime) -> Removed:
    del now
    return Removed(rows=_contacts(key).delete()[0])


def _export_files(key: PersonKey) -> Iterator[Mapping[str, object]]:
    for path, content in _files_about(key):
        yield {"file": path.name, "message": _words_of(content)}


def _erase_files(key: PersonKey, now: datetime) -> Removed:
    del now
    files = [path for path, _content in _files_about(key)]
    for path in files:
        path.unlink(missing_ok=True)
    elsewhere = settings.KUULO_BOUNCES_URL and not maildir_of(settings.KUULO_BOUNCES_URL)
    return Removed(files=len(files), kept=RETURNED if elsewhere else None)


def _files_about(key: PersonKey) -> Iterator[tuple[Path, bytes]]:
    """Yield the messages in files, sent here or come back, in which the person stands."""
    mentions = Mentions(key)
    # The name of an invitation's message begins with the mark, whatever address it went to at the time.
    marks = tuple(f"k{number}-" for number in _invitations(key).values_list("pk", flat=True))
    folders = [sent_folder(channel.value) for channel in Channel]
    maildir = maildir_of(settings.KUULO_BOUNCES_URL)
    folders += [maildir] if maildir else []
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            content = path.read_bytes() if path.is_file() else None
            if content is not None and (path.name.startswith(marks) or _stands(mentions, content)):
                yield path, content


def _stands(mentions: Mentions, content: bytes) -> bool:
    return mentions.stand_in_bytes(content) or mentions.stand_in(_words_of(content))


def _words_of(content: bytes) -> str:
    """Return a message as it is read: headers and texts, decoded; of what is no message its text."""
    try:
        message = message_from_bytes(content, EmailMessage, policy=modern)
        headers = [f"{name}: {value}" for name, value in message.items()]
        parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    except (MessageError, LookupError, ValueError):
        return content.decode("utf-8", "replace")
    return "\n".join([*headers, *parts])


PERSON_STORES: Final = (
    PersonStore(
        name="invitations.files",
        title=_("Messages written to files, and messages that came back"),
        tables=frozenset(),
        export=_export_files,
        erase=_erase_files,
        order=FILES_FIRST,
    ),
    PersonStore(
        name="invitations.contacts",
        title=_("When you were written to"),
        tables=frozenset({"invitations.Contact"}),
        export=_export_contacts,
        erase=_erase_contacts,
        order=BEFORE_ANSWERS,
    ),
    PersonStore(
        name="invitations.not_asked",
        title=_("When you were not asked, and why"),
        tables=frozenset({"invitations.NotAsked"}),
        export=_export_not_asked,
        erase=_erase_not_asked,
        order=BEFORE_ANSWERS,
    ),
    PersonStore(
        name="invitations.invitations",
        title=_("Invitations to answer, and messages of them"),
        tables=frozenset({"invitations.Invitation", "invitations.Mailing"}),
        export=_export_invitations,
        erase=_erase_invitations,
        order=40,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "invitations.Round": "How a sample was drawn: conditions and counts of groups.",
    "invitations.Trigger": "A standing order; who set it off stands with the invitation.",
    "invitations.BudgetRule": "A rule for everybody.",
    "invitations.Ledger": "One row: a count.",
}
