"""Killing the server in the midst of load, again and again, and knowing which answers it had acknowledged."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

from kuulo.bench.intake.servers import Server, start

CONNECTIONS = 32
SHORTEST_SECONDS, LONGEST_SECONDS = 0.4, 1.6
ACKNOWLEDGED = b"HTTP/1.1 303"


def kill_under_load(
    target: str, environment: Mapping[str, str], bodies: Path, *, path: str, kills: int, log: Path
) -> int:
    """Send forms while the server is killed ``kills`` times; write the keys it acknowledged to ``log``, a line each.

    Return how many forms were sent without an answer, for the server died first: those may or may not be stored.
    """
    chance = random.Random(kills)  # noqa: S311 -- when to kill is no secret
    with bodies.open("rb") as lines, log.open("w", encoding="ascii") as acknowledged:
        forms = iter(lines)
        unanswered = 0
        for _kill in range(kills):
            server = start(target, "asgi", environment)
            sender = Sender(server.port, path, forms)
            thread = Thread(target=sender.run)
            thread.start()
            time.sleep(chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
            server.kill()
            thread.join()
            acknowledged.writelines(f"{key}\n" for key in sender.acknowledged)
            unanswered += sender.unanswered
    _finish(start(target, "asgi", environment))
    return unanswered


def _finish(server: Server) -> None:
    """Let a last server find what the killed ones left, and end it in peace."""
    server.process.terminate()
    server.process.wait()


class Sender:
    """Sends one form after another over several connections, in an event loop of its own thread."""

    def __init__(self, port: int, path: str, forms: Iterator[bytes]) -> None:
        self.acknowledged: list[str] = []
        self.unanswered = 0
        self._port = port
        self._path = path
        self._forms = forms

    def run(self) -> None:
        """Send until the server is gone."""
        asyncio.run(self._all())

    async def _all(self) -> None:
        await asyncio.gather(*(self._one() for _connection in range(CONNECTIONS)))

    async def _one(self) -> None:
        """Open one connection and send over it."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            return
        try:
            await self._send_all(reader, writer)
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _send_all(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Send form after form until the server is gone; what is acknowledged is noted before the next is sent."""
        for form in self._forms:
            body = form.rstrip(b"\n")
            writer.write(self._request(body))
            try:
                head = await reader.readuntil(b"\r\n\r\n")
            except (asyncio.IncompleteReadError, OSError):
                self.unanswered += 1
                return
            if head.startswith(ACKNOWLEDGED):
                self.acknowledged.append(key_of(body))

    def _request(self, body: bytes) -> bytes:
        head = (
            f"POST {self._path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def key_of(body: bytes) -> str:
    """Return the key of the response a form belongs to."""
    return body.split(b".", 2)[1].decode()
