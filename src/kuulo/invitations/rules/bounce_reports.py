"""Reading what mail servers send back: which message did not arrive, and whether it ever will; pure.

Sources: RFC 3464 (delivery status), RFC 3462 and 6522 (multipart/report), RFC 3463 (status codes), RFC 3834 (automatic
answers). Servers that write words instead of a report (qmail, Exim, older Exchange) are read by the words they use.
An automatic answer (“I am on holiday”) is no bounce: the message arrived.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum
from typing import Final

LONGEST_WORDS: Final = 200_000
LONGEST_DIAGNOSTIC: Final = 300
STATUS: Final = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE: Final = re.compile(r"\b([45]\d\d)[ -]")
ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)*")
QMAIL: Final = re.compile(r"this is the .*?(?:qmail|mail delivery|message delivery)[\w -]*program", re.IGNORECASE)
REFUSALS: Final = re.compile(
    r"user unknown|unknown user|no such user|unknown recipient|recipient (?:address )?rejected|mailbox (?:not found|"
    r"unavailable|does not exist)|does(?: not|n't) exist|address (?:not found|rejected)|account (?:disabled|closed)|"
    r"undeliverable|could not be delivered|delivery (?:has )?failed|permanent (?:fatal )?error",
    re.IGNORECASE,
)
SENDERS: Final = re.compile(r"mailer-daemon|postmaster|mail delivery (?:sub)?system|mdaemon", re.IGNORECASE)
ARRIVED: Final = frozenset({"delivered", "relayed", "expanded"})
QUOTED_HEADER: Final = re.compile(r"^>? ?(message-id|x-kuulo-invitation): *(\S.*)$", re.IGNORECASE | re.MULTILINE)


class Failure(StrEnum):
    """What did not work: whether the message is lost, and whether the address is."""

    ADDRESS = "address"
    """The address takes nothing, now or later."""
    MESSAGE = "message"
    """This message is lost; the address may take another: a full mailbox, a server's policy."""
    DELAY = "delay"
    """The server still tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One recipient whom a message did not reach.

    Attributes:
        recipient: The address as the report writes it, in lower case; empty where it names none.
        failure: What did not work.
        status: RFC 3463 status such as ``5.1.1``; empty where the report has none.
        diagnostic: What the server said.
        traces: Everything of the report in which the message's own mark may stand: the address the report came to,
            the envelope's id, Message-ID and headers of the returned message.
    """

    recipient: str
    failure: Failure
    status: str
    diagnostic: str
    traces: str


def read_bounces(raw: bytes) -> tuple[Bounce, ...]:
    """Return the bounces a message that came back reports; none where it is something else.

    Reports of success, receipts of reading, automatic answers and
    letters of persons give nothing.
    """
    mail = message_from_bytes(raw)
    if _is_report(mail):
        return tuple(_from_report(mail))
    if mail.get_content_type() == "multipart/report" or _is_automatic_answer(mail):
        return ()
    return tuple(_from_words(mail))


def _is_report(mail: Message) -> bool:
    return any(part.get_content_type().endswith("delivery-status") for part in mail.walk())


def _from_report(mail: Message) -> Iterator[Bounce]:
    traces = _traces(mail)
    for part in mail.walk():
        if not part.get_content_type().endswith("delivery-status"):
            continue
        whole, *each = _blocks(part)
        told = f"{traces} {_plain(whole, 'Original-Envelope-Id')}"
        for block in each or [whole]:
            bounce = _from_block(block, told)
            if bounce:
                yield bounce


def _blocks(part: Message) -> list[Message]:
    """Return the fields of the message as a whole, then of each recipient; at least one block."""
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    if blocks:
        return blocks
    words = _text_of(part)
    return [message_from_bytes(block.encode()) for block in re.split(r"\r?\n\s*\r?\n", words)] or [part]


def _from_block(block: Message, traces: str) -> Bounce | None:
    action = _plain(block, "Action").lower()
    status = _first(STATUS, _plain(block, "Status"))
    if action in ARRIVED or status.startswith("2") or not (action or status):
        return None
    recipient = _plain(block, "Original-Recipient") or _plain(block, "Final-Recipient")
    diagnostic = _plain(block, "Diagnostic-Code").partition(";")[2].strip() or _plain(block, "Diagnostic-Code")
    return Bounce(
        recipient=_first(ADDRESS, recipient).lower(),
        failure=failure_of(action, status),
        status=status,
        diagnostic=diagnostic[:LONGEST_DIAGNOSTIC],
        traces=traces,
    )


def failure_of(action: str, status: str) -> Failure:
    """Return what an action and a status of RFC 3464 mean for the message and for the address.

    Only x.1.x (addressing) and the mailbox that is disabled speak of the address; policy (x.7.x) and full mailboxes
    (x.2.2) are about this message.
    """
    if action == "delayed":
        return Failure.DELAY
    if status.startswith("4"):
        return Failure.MESSAGE
    if not status or status.startswith(("5.1.", "5.0.")) or status in {"5.2.0", "5.2.1"}:
        return Failure.ADDRESS
    return Failure.MESSAGE


def _is_automatic_answer(mail: Message) -> bool:
    if _plain(mail, "X-Failed-Recipients"):
        return False
    automatic = _plain(mail, "Auto-Submitted").lower()
    if automatic.startswith("auto-replied") and not SENDERS.search(_plain(mail, "From")):
        return True
    if _plain(mail, "Precedence").lower() in {"auto_reply", "auto-reply"}:
        return True
    return any(mail.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress-Reply"))


def _from_words(mail: Message) -> Iterator[Bounce]:
    """Yield what a server says in words; only its own address, or Exim's header, makes a letter a bounce."""
    words = "\n".join(_text_of(part) for part in mail.walk() if part.get_content_maintype() == "text")[:LONGEST_WORDS]
    failed = ADDRESS.findall(_plain(mail, "X-Failed-Recipients"))
    if not failed and not (
        _is_server(mail) and (QMAIL.search(words) or REFUSALS.search(words) or STATUS.search(words))
    ):
        return
    own_words = re.split(r"(?mi)^-+ ?(?:below this line|this is a copy|original message|message header)", words)[0]
    status = _first(STATUS, own_words)
    code = _first(REPLY_CODE, own_words)
    failure = failure_of("", status or ("4" if code.startswith("4") else ""))
    traces = _traces(mail)
    for recipient in failed or ADDRESS.findall(own_words)[:1] or [""]:
        yield Bounce(
            recipient=recipient.lower(),
            failure=failure,
            status=status,
            diagnostic=_line_of_refusal(own_words)[:LONGEST_DIAGNOSTIC],
            traces=traces,
        )


def _is_server(mail: Message) -> bool:
    return bool(SENDERS.search(_plain(mail, "From"))) or _plain(mail, "Return-Path") == "<>"


def _line_of_refusal(words: str) -> str:
    lines = [line.strip() for line in words.splitlines()]
    for sign in (STATUS, REPLY_CODE, REFUSALS):
        told = next((line for line in lines if sign.search(line)), "")
        if told:
            return told
    return ""


def _traces(mail: Message) -> str:
    """Return where the mark of the returned message may stand; its body is not looked at."""
    names = ("To", "Delivered-To", "X-Original-To", "In-Reply-To", "References")
    found = [_plain(mail, name) for name in names]
    for part in mail.walk():
        if part is not mail and part.get("Message-ID"):
            found += [_plain(part, "Message-ID"), _plain(part, "X-Kuulo-Invitation")]
        if part.get_content_maintype() == "text" or part.get_content_type() == "message/rfc822-headers":
            found += [match[2] for match in QUOTED_HEADER.finditer(_text_of(part)[:LONGEST_WORDS])]
    return " ".join(one for one in found if one)


def _plain(mail: Message, name: str) -> str:
    """Return a header as one line of text; what cannot be decoded stays as it was sent."""
    value = mail.get(name)
    if value is None:
        return ""
    text = " ".join(str(value).split())
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, UnicodeError, ValueError):
        return text


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset, errors="replace")
    except LookupError:
        return payload.decode("latin-1")


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found and not found.groups() else found[1] if found else ""
