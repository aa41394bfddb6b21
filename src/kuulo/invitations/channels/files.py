"""Twins that write files: what would have been sent can be looked at, printed, or handed to another sender."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kuulo.base.errors import InputError
from kuulo.customers.rules import Channel as Contact
from kuulo.customers.rules import check_address
from kuulo.invitations.channels.mime import Sender, to_mime
from kuulo.invitations.rules.messages import Delivery, Message, Receipt
from kuulo.invitations.rules.sms import segments

SAFE: Final = re.compile(r"[^a-z0-9.-]+", re.IGNORECASE)
Write = Callable[[Message], bytes]


class FileChannel:
    """Writes each message to a file of its own in a folder; a repeat writes the same file again."""

    def __init__(self, folder: Path, suffix: str, write: Write) -> None:
        self._folder = folder
        self._suffix = suffix
        self._write = write

    def send(self, message: Message) -> Receipt:
        """Write the message; see `Channel`."""
        try:
            content = self._write(message)
        except InputError as error:
            return Receipt(delivery=Delivery.PERMANENT, detail=str(error))
        name = SAFE.sub("_", f"{message.mark}.{message.step}") + self._suffix
        _put(self._folder, name, content)
        return Receipt(delivery=Delivery.SENT, reference=name)

    def close(self) -> None:
        """Hold nothing, so let go of nothing."""


def email_file(folder: Path, sender: Sender) -> FileChannel:
    """Return the twin of e-mail: files that mail programs open."""

    def write(message: Message) -> bytes:
        mime = to_mime(message, sender)
        mime["Return-Path"] = f"<{sender.envelope(message.mark)}>"
        return mime.as_bytes()

    return FileChannel(folder, ".eml", write)


def sms_file(folder: Path) -> FileChannel:
    """Return the twin of SMS: number, how many parts it costs, and the text."""

    def write(message: Message) -> bytes:
        number = check_address(Contact.SMS, message.to)
        return f"To: {number}\nParts: {segments(message.text).parts}\n\n{message.text}\n".encode()

    return FileChannel(folder, ".txt", write)


def letter_file(folder: Path) -> FileChannel:
    """Return the twin of letters: pages to print, the address in the window of the envelope."""

    def write(message: Message) -> bytes:
        check_address(Contact.LETTER, message.to)
        return message.html.encode()

    return FileChannel(folder, ".html", write)


def _put(folder: Path, name: str, content: bytes) -> None:
    """Write the file at once or not at all; only the owner may read what is written to customers."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, path = tempfile.mkstemp(dir=folder, prefix=".writing-")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(path).replace(folder / name)
