"""What goes out to one person over one channel, and what became of it; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Delivery(StrEnum):
    """What a channel says at once about a message."""

    SENT = "sent"
    TEMPORARY = "temporary"
    """Not taken now; worth trying again."""
    PERMANENT = "permanent"
    """Never taken at this address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message, ready to go.

    Attributes:
        channel: ``email``, ``sms`` or ``letter``.
        to: The address on that channel; a letter's is several lines.
        name: What the recipient is called; may be empty.
        language: Of the texts.
        subject: Of an e-mail; the heading of a letter.
        text: The whole message as plain text.
        html: The same as a page: of an e-mail, or of the letter to print. Empty for SMS.
        mark: The invitation's mark (`kuulo.invitations.rules.marks`), by which what comes back is matched.
        step: 0 for the invitation, 1… for reminders; with the mark it makes the message's id, the same on a repeat.
        refuse_url: Where a mail program lets the person leave with one click; empty for a test message.
    """

    channel: str
    to: str
    name: str = ""
    language: str
    subject: str
    text: str
    html: str = ""
    mark: str
    step: int = 0
    refuse_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of a message.

    Attributes:
        delivery: Sent, or refused for now or for good.
        reference: Message-ID or name of the file; empty when refused.
        detail: What the server said when it refused.
    """

    delivery: Delivery
    reference: str = ""
    detail: str = ""
