"""A real mail server over loopback for tests, and a small IMAP server."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, kw_only=True)
class Server:
    """A mail server as the settings name one."""

    port: int
    host: str = "127.0.0.1"
    user: str = ""
    password: str = ""
    tls: str = "none"


@dataclass
class Arrived:
    """One message the server took."""

    envelope_from: str
    envelope_to: list[str]
    mail: EmailMessage
    connection: int


@dataclass
class Handler:
    """Takes every message but to the addresses it refuses, each with its answer."""

    refusals: dict[str, str] = field(default_factory=dict)
    arrived: list[Arrived] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- the name is the server's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse, or take the recipient."""
        del server, session, options
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message."""
        del server
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=policy.default)
        peer: Any = session.peer
        self.arrived.append(Arrived(str(envelope.mail_from), list(envelope.rcpt_tos), mail, int(peer[1])))
        return "250 kept"


def free_port() -> int:
    """Return a port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(**refusals: str) -> Iterator[tuple[Handler, Server]]:
    """Run a mail server; refusals are given as recipient's local part (at asiakas.example) → answer."""
    handler = Handler({f"{local}@asiakas.example": answer for local, answer in refusals.items()})
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield handler, Server(port=controller.port)
    finally:
        controller.stop()


class ImapServer(socketserver.ThreadingTCPServer):
    """Knows as much of IMAP as a mailbox of bounces needs: LOGIN, SELECT, UID SEARCH, FETCH and STORE."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, *, password: str, mails: list[bytes]) -> None:
        super().__init__(("127.0.0.1", 0), ImapSession)
        self.password = password
        self.mails = dict(enumerate(mails, start=1))
        self.flags: dict[int, set[str]] = {number: set() for number in self.mails}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class ImapSession(socketserver.StreamRequestHandler):
    """One connection."""

    server: ImapServer

    def handle(self) -> None:
        """Answer line by line until the client leaves."""
        self._say("* OK ready")
        for line in self.rfile:
            tag, command, rest = (line.decode().strip() + "  ").split(" ", 2)
            answer = getattr(self, f"_{command.lower()}")(rest.strip())
            self._say(f"{tag} {answer}")
            if command.upper() == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _capability(self, rest: str) -> str:
        del rest
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, rest: str) -> str:
        return "OK in" if rest.endswith(f'"{self.server.password}"') else "NO [AUTHENTICATIONFAILED] wrong password"

    def _select(self, rest: str) -> str:
        if rest != '"INBOX"':
            return "NO no such folder"
        self._say(f"* {len(self.server.mails)} EXISTS")
        return "OK [READ-WRITE] done"

    def _logout(self, rest: str) -> str:
        del rest
        self._say("* BYE")
        return "OK bye"

    def _uid(self, rest: str) -> str:
        command, rest = rest.split(" ", 1)
        return str(getattr(self, f"_uid_{command.lower()}")(rest))

    def _uid_search(self, rest: str) -> str:
        without = {"\\Seen" if rest.startswith("UNSEEN") else "", rest.rpartition(" ")[2]}
        found = [str(number) for number, flags in self.server.flags.items() if not flags & without]
        self._say("* SEARCH " + " ".join(found))
        return "OK done"

    def _uid_fetch(self, rest: str) -> str:
        number = int(rest.split()[0])
        mail = self.server.mails[number]
        self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(mail)}}}\r\n".encode() + mail + b")\r\n")
        return "OK done"

    def _uid_store(self, rest: str) -> str:
        number, _how, flags = rest.split(" ", 2)
        self.server.flags[int(number)].add(flags.strip("()"))
        return "OK done"


@contextmanager
def running_imap(*, password: str, mails: list[bytes]) -> Iterator[ImapServer]:
    """Run an IMAP server with these messages in its INBOX."""
    with ImapServer(password=password, mails=mails) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
