"""E-mail over SMTP: one connection for a batch, refusals for now and for good told apart."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from typing import Final, Protocol

from kuulo.base.errors import DeliveryError, InputError
from kuulo.base.texts import mark as _
from kuulo.invitations.channels.mime import Sender, message_id, to_mime
from kuulo.invitations.rules.bounce_reports import STATUS, Failure, failure_of
from kuulo.invitations.rules.messages import Delivery, Message, Receipt

TIMEOUT: Final = 30.0
LONGEST_DETAIL: Final = 300


class Server(Protocol):
    """Where e-mail is handed over (`KUULO_EMAIL_URL`); ``tls`` is starttls, implicit or none."""

    @property
    def host(self) -> str:
        """Name of the machine."""
        ...

    @property
    def port(self) -> int:
        """Its port."""
        ...

    @property
    def user(self) -> str:
        """Who signs in; empty for nobody."""
        ...

    @property
    def password(self) -> str:
        """With what."""
        ...

    @property
    def tls(self) -> str:
        """How the connection is kept private."""
        ...


class SmtpChannel:
    """Hands e-mails to a mail server; connects at the first message and keeps the connection."""

    def __init__(self, server: Server, sender: Sender) -> None:
        self._server = server
        self._sender = sender
        self._connection: smtplib.SMTP | None = None

    def send(self, message: Message) -> Receipt:
        """Hand the message over; see `Channel`."""
        try:
            mime = to_mime(message, self._sender)
        except InputError as error:
            return Receipt(delivery=Delivery.PERMANENT, detail=str(error))
        connection = self._connected()
        try:
            return self._hand_over(connection, mime, message)
        except OSError as error:
            # Whether the server took the message is not known: it is tried again later under the same Message-ID.
            self._drop()
            return Receipt(delivery=Delivery.TEMPORARY, detail=_short(str(error)))

    def close(self) -> None:
        """End the connection; the next message opens another."""
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            connection.quit()
        except OSError:  # smtplib's errors are among them
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and not _is_alive(self._connection):
            self._drop()
        if self._connection is None:
            self._connection = _connect(self._server)
        return self._connection

    def _hand_over(self, connection: smtplib.SMTP, mime: EmailMessage, message: Message) -> Receipt:
        address = mime["To"].addresses[0].addr_spec
        options = [] if address.isascii() else ["SMTPUTF8"]
        if options and not connection.has_extn("smtputf8"):
            return Receipt(delivery=Delivery.PERMANENT, detail="the mail server takes only addresses in plain letters")
        to_recipient = []
        if connection.has_extn("dsn"):
            # RFC 3461: bounces bring the mark back as Original-Envelope-Id, and headers instead of the whole message.
            options += ["RET=HDRS", f"ENVID={message.mark}"]
            to_recipient = ["NOTIFY=FAILURE,DELAY"]
        try:
            connection.sendmail(self._sender.envelope(message.mark), [address], mime.as_bytes(), options, to_recipient)
        except smtplib.SMTPRecipientsRefused as refused:
            return _refused(*refused.recipients[address])
        except smtplib.SMTPResponseException as refused:
            return _refused(refused.smtp_code, refused.smtp_error)
        return Receipt(delivery=Delivery.SENT, reference=message_id(message, self._sender))


def _is_alive(connection: smtplib.SMTP) -> bool:
    try:
        code, _answer = connection.noop()
    except OSError:
        return False
    return code < 400


def _refused(code: int, answer: bytes | str) -> Receipt:
    """Return what a refusal means: only one that speaks of the address for good is a bounce."""
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    found = STATUS.search(words)
    # Without a status of RFC 3463 the code speaks: 550, 551 and 553 are about the mailbox, others about the message.
    plain = "5.1.0" if code in {550, 551, 553} else "5.7.0" if code >= 500 else "4.0.0"
    failure = failure_of("", found[1] if found else plain)
    lost = code >= 500 and failure is Failure.ADDRESS
    return Receipt(delivery=Delivery.PERMANENT if lost else Delivery.TEMPORARY, detail=_short(f"{code} {words}"))


def _short(words: str) -> str:
    return " ".join(words.split())[:LONGEST_DETAIL]


def _connect(server: Server) -> smtplib.SMTP:
    where = f"{server.host}:{server.port}"
    try:
        connection = _open(server)
        _sign_in(connection, server)
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryError(
            _("The mail server {server} does not let Kuulo sign in: {reason}."),
            _("Correct the user and password in KUULO_EMAIL_URL."),
            server=where,
            reason=_short(str(error)),
        ) from error
    except OSError as error:
        raise DeliveryError(
            _("The mail server {server} cannot be reached: {reason}."),
            _("See that it runs and that KUULO_EMAIL_URL is right; nothing is lost, the messages wait."),
            server=where,
            reason=_short(str(error)),
        ) from error
    return connection


def _sign_in(connection: smtplib.SMTP, server: Server) -> None:
    try:
        if server.tls == "starttls":
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except OSError:
        connection.close()
        raise


def _open(server: Server) -> smtplib.SMTP:
    if server.tls == "implicit":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
