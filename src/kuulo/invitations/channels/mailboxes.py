"""Mailboxes that bounces come back to: a Maildir folder, or IMAP.

The address may end in ``?address=bounces+{mark}@example.com``: bounces then go to that address, with the message's mark
in it where ``{mark}`` stands (the mail server must take such addresses). Without it they go to the user of the mailbox
when that is an address, else to the sender.
"""

from __future__ import annotations

import imaplib
import mailbox
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from kuulo.base.errors import DeliveryError, SettingError
from kuulo.base.texts import mark as _

TIMEOUT: Final = 30.0
LONGEST_MAIL: Final = 262_144
"""Bytes of a message that are read; a report's own part comes first, the returned message last."""
LOOKED_AT: Final = "KuuloLookedAt"
IMAP_SCHEMES: Final = {"imaps": ("implicit", 993), "imap": ("starttls", 143), "imap+plain": ("none", 143)}


class Mailbox(Protocol):
    """A mailbox whose new messages are read once."""

    def new(self) -> Iterator[tuple[str, bytes]]:
        """Yield the messages nobody has looked at, each with its key.

        Raises:
            DeliveryError: The mailbox cannot be reached.
        """
        ...

    def settle(self, key: str) -> None:
        """Note that a message was understood and needs nobody: it counts as read."""
        ...

    def leave(self, key: str) -> None:
        """Note that a message was looked at and is for a person: it stays unread, and is not yielded again."""
        ...

    def close(self) -> None:
        """Let go of the mailbox."""
        ...


class MaildirMailbox:
    """A Maildir folder, as local mail servers deliver to."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "new").is_dir():
            raise SettingError(
                _("{folder} is no Maildir: it has no folder “new”."),
                _("Set KUULO_BOUNCES_URL to a Maildir folder or to imaps://user:password@host/INBOX."),
                folder=folder,
            )
        self._box = mailbox.Maildir(folder, factory=None, create=False)

    def new(self) -> Iterator[tuple[str, bytes]]:
        """Yield what lies in ``new``; see `Mailbox`."""
        for key in sorted(self._box.keys()):
            if self._box.get_message(key).get_subdir() == "new":
                with self._box.get_file(key) as file:
                    yield key, file.read(LONGEST_MAIL)

    def settle(self, key: str) -> None:
        """Move it to ``cur`` as seen."""
        self._move(key, "S")

    def leave(self, key: str) -> None:
        """Move it to ``cur`` unseen."""
        self._move(key, "")

    def close(self) -> None:
        """Let go of the folder."""
        self._box.close()

    def _move(self, key: str, flags: str) -> None:
        message = self._box.get_message(key)
        message.set_subdir("cur")
        message.set_flags(flags)
        self._box[key] = message


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAccount:
    """Where a mailbox is and who reads it; ``tls`` is implicit, starttls or none."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: str


class ImapMailbox:
    """A folder of an IMAP server."""

    def __init__(self, account: ImapAccount) -> None:
        self._account = account
        self._connection: imaplib.IMAP4 | None = None

    def new(self) -> Iterator[tuple[str, bytes]]:
        """Yield what is unseen and was not looked at; see `Mailbox`."""
        found = self._ask("search", "UNSEEN", "UNKEYWORD", LOOKED_AT)
        for key in (found[0] or b"").split():
            answer = self._ask("fetch", key.decode(), f"(BODY.PEEK[]<0.{LONGEST_MAIL}>)")
            bodies = [part[1] for part in answer if isinstance(part, tuple)]
            yield key.decode(), bodies[0] if bodies else b""

    def settle(self, key: str) -> None:
        """Mark it seen."""
        self._ask("store", key, "+FLAGS.SILENT", "(\\Seen)")

    def leave(self, key: str) -> None:
        """Mark it with a word of Kuulo's own and leave it unseen."""
        self._ask("store", key, "+FLAGS.SILENT", f"({LOOKED_AT})")

    def close(self) -> None:
        """Sign out."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.logout()

    def _ask(self, command: str, *words: str) -> list[Any]:
        answer: list[Any] = self._tried(lambda: _answer(self._connected().uid(command, *words)))
        return answer

    def _connected(self) -> imaplib.IMAP4:
        if self._connection is None:
            self._connection = _sign_in(self._account)
        return self._connection

    def _tried(self, step: Callable[[], list[Any]]) -> list[Any]:
        try:
            return step()
        except (imaplib.IMAP4.error, OSError) as error:
            raise DeliveryError(
                _("The mailbox at {host} cannot be read: {reason}."),
                _("See that it is there and that KUULO_BOUNCES_URL is right; bounces wait in it."),
                host=f"{self._account.host}:{self._account.port}",
                reason=" ".join(str(error).split())[:300],
            ) from error


def _answer(given: tuple[str, list[Any]]) -> list[Any]:
    state, data = given
    if state != "OK":
        raise imaplib.IMAP4.error(f"{state} {data!r}")
    return data


def _sign_in(account: ImapAccount) -> imaplib.IMAP4:
    connection = _connect(account)
    quoted = account.folder.replace("\\", "\\\\").replace('"', '\\"')
    try:
        if account.tls == "starttls":
            connection.starttls(ssl.create_default_context())
        connection.login(account.user, account.password)
        _answer(connection.select(f'"{quoted}"'))
    except (imaplib.IMAP4.error, OSError):
        connection.shutdown()
        raise
    return connection


def _connect(account: ImapAccount) -> imaplib.IMAP4:
    if account.tls == "implicit":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=TIMEOUT)
    return imaplib.IMAP4(account.host, account.port, timeout=TIMEOUT)


def mailbox_at(url: str) -> Mailbox:
    """Return the mailbox a setting names.

    Raises:
        SettingError: It names none.
    """
    parts = urlsplit(url)
    if parts.scheme not in IMAP_SCHEMES:
        return MaildirMailbox(maildir_of(url) or Path(url))
    if not parts.hostname:
        raise SettingError(
            _("KUULO_BOUNCES_URL names no host."), _("Write imaps://user:password@host/INBOX, or a Maildir folder.")
        )
    return ImapMailbox(_account(parts))


def maildir_of(url: str) -> Path | None:
    """Return the Maildir folder a setting names; None where it names a mailbox elsewhere, or none."""
    if not url or urlsplit(url).scheme in IMAP_SCHEMES:
        return None
    return Path(url.partition("?")[0].removeprefix("maildir:").removeprefix("//"))


def _account(parts: SplitResult) -> ImapAccount:
    tls, port = IMAP_SCHEMES[parts.scheme]
    return ImapAccount(
        host=parts.hostname or "",
        port=parts.port or port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
    )


def return_path_of(url: str) -> str:
    """Return the address bounces go to, with ``{mark}`` where the mark belongs; empty where the setting says none."""
    parts = urlsplit(url)
    # A plus in an address is a plus, not a space.
    named = parse_qs(parts.query.replace("+", "%2B")).get("address", [""])[0]
    user = unquote(parts.username or "") if parts.scheme in IMAP_SCHEMES else ""
    return named or (user if "@" in user else "")
