"""A bare server over the test's database and a plain HTTP client for it: what tests of the intake send to and kill."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.conf import settings

from kuulo.responses.rules.forms import FormToken
from kuulo.responses.tests.answering import FORM_TYPE, minted

START_SECONDS = 60
SERVE = (
    "from granian import Granian; import sys; "
    "Granian('kuulo.web.front:application', port=int(sys.argv[1]), interface='asgi', websockets=False, "
    "log_level='warning', workers=int(sys.argv[2])).serve()"
)
NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Reply:
    """What the server answered; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Server:
    """A running server, and the address of this machine it is spoken to from: floods are counted by address."""

    process: subprocess.Popen[bytes]
    port: int
    source: str = "127.0.0.1"

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = NO_HEADERS) -> Reply:
        """Send one request on a connection of its own."""
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(self.source, 0))
        try:
            wire.request(method, path, body, dict(headers))
            answer = wire.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, told, answer.read())
        finally:
            wire.close()

    def post_form(
        self,
        made: FormToken,
        at: str,
        *,
        path: str = "",
        headers: Mapping[str, str] = NO_HEADERS,
        **fields: str | list[str],
    ) -> Reply:
        """Post one page of a form to the address it was made for, or to ``path``."""
        address = path or f"/{'p' if made.personal else 'a'}/{made.token}"
        body = urlencode({"_form": minted(made), "_page": at, "_language": "en", **fields}, doseq=True).encode()
        return self.ask("POST", address, body, {"Content-Type": FORM_TYPE, **headers})

    def stop(self) -> None:
        """End the server as an operator does, and wait for it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def kill(self) -> None:
        """End the server and its web processes at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)


@contextmanager
def served(environment: Mapping[str, str], *, processes: int = 1, **more: str) -> Iterator[Server]:
    """Run a server over the database of ``open_database`` until the end of the block."""
    port = free_port()
    # With KUULO_DEBUG pages need no manifest.
    own = {"KUULO_HOSTS": "127.0.0.1", "KUULO_SECRET_KEY": settings.SECRET_KEY, "KUULO_DEBUG": "1"}
    command = [sys.executable, "-c", SERVE, str(port), str(processes)]
    process = subprocess.Popen(command, env={**environment, **own, **more}, start_new_session=True)
    server = Server(process, port)
    try:
        wait_until_alive(server)
        yield server
    finally:
        if process.poll() is None:
            server.kill()


def from_elsewhere(server: Server) -> Server:
    """Return the same server spoken to from an address that nobody used before."""
    return replace(server, source=f"127.{secrets.randbelow(250)}.{secrets.randbelow(250)}.{2 + secrets.randbelow(250)}")


def wait_until_alive(server: Server) -> None:
    """Wait until the server answers; fail when it does not in time."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if server.ask("GET", "/v1/alive").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
