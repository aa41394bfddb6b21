"""An e-mail as it goes over the wire: parts, and the headers a mailing to many must have.

Sources: RFC 5322, 2045–2047 (the message), RFC 2369 and 8058 (leaving with one click), RFC 3834 (an automatic message
says so). DKIM, which RFC 8058 wants over the List-Unsubscribe headers, is signed by the mail server.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Final
from urllib.parse import quote

from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.customers.rules import Channel, check_address
from kuulo.invitations.rules.marks import HEADER
from kuulo.invitations.rules.messages import Message

POLICY: Final = SMTP.clone(cte_type="7bit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who e-mails come from.

    Attributes:
        address: What stands in From: ``Name <local@domain>``.
        return_path: Where bounces go; ``{mark}`` in it is filled with the message's mark. Empty: the sender's own.
        reads_mail: Whether a mailbox is read, so that people can leave by mail too.
    """

    address: str
    return_path: str = ""
    reads_mail: bool = False

    @property
    def name_and_address(self) -> Address:
        """The sender as a header takes it."""
        name, address = parseaddr(self.address)
        return Address(display_name=one_line(name), addr_spec=address)

    def envelope(self, mark: str) -> str:
        """Return the address bounces of a message with this mark go to."""
        return (self.return_path or self.name_and_address.addr_spec).replace("{mark}", mark)


def one_line(text: str) -> str:
    """Return the text without line ends and other control characters, which no header may hold."""
    return " ".join("".join(" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text).split())


def written_address(text: str) -> str:
    """Return the one address the text is, its domain in ASCII.

    Raises:
        InputError: It is no address, more than one, or has a name beside it.
    """
    local, _at, domain = check_address(Channel.EMAIL, text).rpartition("@")
    try:
        return Address(username=local, domain=domain.encode("idna").decode()).addr_spec
    except ValueError as error:  # UnicodeError is one
        raise InputError(
            _("“{address}” is no e-mail address."), _("Write it as name@example.com."), address=text[:80]
        ) from error


def message_id(message: Message, sender: Sender) -> str:
    """Return the Message-ID, the same whenever the same message is sent, so that servers know a repeat."""
    return f"<{message.mark}.{message.step}@{sender.name_and_address.domain}>"


def to_mime(message: Message, sender: Sender) -> EmailMessage:
    """Return the message with its text and HTML parts and all its headers.

    Raises:
        InputError: The recipient's address is none.
    """
    address = written_address(message.to)
    mime = EmailMessage(policy=POLICY if address.isascii() else POLICY.clone(utf8=True))
    mime["From"] = sender.name_and_address
    mime["To"] = Address(one_line(message.name), *address.rsplit("@", 1))
    mime["Subject"] = one_line(message.subject)
    mime["Date"] = format_datetime(timezone.now())
    mime["Message-ID"] = message_id(message, sender)
    mime["Content-Language"] = one_line(message.language)
    mime[HEADER] = message.mark
    # RFC 3834: answering machines leave such a message alone; the other two tell Exchange and older ones the same.
    mime["Auto-Submitted"] = "auto-generated"
    mime["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    mime["Precedence"] = "bulk"
    if message.refuse_url:
        _let_leave(mime, message, sender)
    mime.set_content(message.text, charset="utf-8")
    if message.html:
        mime.add_alternative(message.html, subtype="html", charset="utf-8")
    return mime


def _let_leave(mime: EmailMessage, message: Message, sender: Sender) -> None:
    ways = [f"<{message.refuse_url}>"]
    if sender.reads_mail:
        subject = quote(f"unsubscribe {message.mark}")
        ways.append(f"<mailto:{quote(sender.envelope(message.mark), safe='@+')}?subject={subject}>")
    mime["List-Unsubscribe"] = ", ".join(ways)
    if message.refuse_url.startswith("https://"):
        mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
