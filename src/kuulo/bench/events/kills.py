"""Killing the server in the midst of load, again and again, and knowing which events it had acknowledged."""

from __future__ import annotations

import asyncio
import base64
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

from kuulo.bench.events.bodies import message_ids
from kuulo.bench.intake.servers import start

CONNECTIONS = 8
SHORTEST_SECONDS, LONGEST_SECONDS = 0.3, 1.2
TARGET = "kuulo.web.front:application"


def kill_under_load(environment: Mapping[str, str], bodies: Path, *, key: str, kills: int, log: Path) -> int:
    """Send batches while the server is killed ``kills`` times; write the ids it acknowledged to ``log``, a line each.

    Return how many batches were sent without an answer: those may or may not be stored. Half of them are sent again to
    the next server, as clients do.
    """
    chance = random.Random(kills)  # noqa: S311 -- when to kill is no secret
    unanswered: list[bytes] = []
    with bodies.open("rb") as lines, log.open("w", encoding="ascii") as acknowledged:
        batches = iter(lines)
        total = 0
        for _kill in range(kills):
            server = start(TARGET, "asgi", environment)
            sender = Sender(server.port, key, [*unanswered[::2]], batches)
            thread = Thread(target=sender.run)
            thread.start()
            time.sleep(chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS))
            server.kill()
            thread.join()
            acknowledged.writelines(f"{name}\n" for name in sender.acknowledged)
            unanswered = sender.unanswered
            total += len(unanswered)
    return total


class Sender:
    """Sends one batch after another over several connections, in an event loop of its own thread."""

    def __init__(self, port: int, key: str, again: list[bytes], batches: Iterator[bytes]) -> None:
        self.acknowledged: list[str] = []
        self.unanswered: list[bytes] = []
        self._port = port
        self._key = base64.b64encode(f"{key}:".encode()).decode()
        self._again = again
        self._batches = batches

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
        """Send batch after batch until the server is gone; what is acknowledged is noted before the next is sent."""
        while True:
            body = self._again.pop() if self._again else next(self._batches, b"").rstrip(b"\n")
            if not body:
                return
            writer.write(self._request(body))
            try:
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(len(b'{"success":true}'))
            except (asyncio.IncompleteReadError, OSError):
                self.unanswered.append(body)
                return
            if head.startswith(b"HTTP/1.1 200"):
                self.acknowledged += message_ids(body)

    def _request(self, body: bytes) -> bytes:
        head = (
            f"POST /v1/batch HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAuthorization: Basic {self._key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body
