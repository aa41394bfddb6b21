"""Which channel and which mailbox the settings name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings

from kuulo.base.errors import DeliveryError
from kuulo.base.texts import mark as _
from kuulo.invitations.channels.files import email_file, letter_file, sms_file
from kuulo.invitations.channels.mailboxes import Mailbox, mailbox_at, return_path_of
from kuulo.invitations.channels.mime import Sender
from kuulo.invitations.channels.port import Channel
from kuulo.invitations.channels.smtp import SmtpChannel


@contextmanager
def opened(name: str) -> Iterator[Channel]:
    """Open the channel of a name (``email``, ``sms``, ``letter``) for a batch, and close it afterwards.

    E-mail goes to the server of KUULO_EMAIL_URL; without one, and for SMS and letters, files are written to
    KUULO_DATA/sent/<channel>.

    Raises:
        DeliveryError: No channel has this name.
    """
    if name not in OPENERS:
        raise DeliveryError(
            _("There is no channel called “{name}”."), _("Choose one of email, sms and letter."), name=name
        )
    channel = OPENERS[name]()
    try:
        yield channel
    finally:
        channel.close()


def opened_mailbox() -> Mailbox | None:
    """Return the mailbox that bounces come back to (KUULO_BOUNCES_URL); None where none is set."""
    return mailbox_at(settings.KUULO_BOUNCES_URL) if settings.KUULO_BOUNCES_URL else None


def sender() -> Sender:
    """Return who e-mails come from."""
    url = settings.KUULO_BOUNCES_URL
    return Sender(address=settings.DEFAULT_FROM_EMAIL, return_path=return_path_of(url), reads_mail=bool(url))


def is_written_to_files(name: str) -> bool:
    """Return whether the channel only writes files here, so that nothing reaches anybody by itself."""
    return name != "email" or settings.KUULO_EMAIL is None


def sent_folder(name: str) -> Path:
    """Return the folder a channel's files are written to."""
    return Path(settings.KUULO_DATA) / "sent" / name


def _email() -> Channel:
    if settings.KUULO_EMAIL is None:
        return email_file(sent_folder("email"), sender())
    return SmtpChannel(settings.KUULO_EMAIL, sender())


def _sms() -> Channel:
    return sms_file(sent_folder("sms"))


def _letter() -> Channel:
    return letter_file(sent_folder("letter"))


OPENERS: Final[dict[str, Callable[[], Channel]]] = {"email": _email, "sms": _sms, "letter": _letter}
