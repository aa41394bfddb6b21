"""Group commit: what waits is written by one thread with one wait for the disk, and only then acknowledged.

While one group is on its way to the disk the next one gathers: the busier it is, the larger the groups.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

LOGGER: Final = logging.getLogger(__name__)
MOST_WAITING_BYTES: Final = 64 * 1024 * 1024
LARGEST_GROUP: Final = 256
# A full disk stays full for a while, and the log may well be on it.
COMPLAIN_SECONDS: Final = 60.0

Write = Callable[[Sequence[bytes]], None]
Pending = tuple[bytes, bytes, "asyncio.Future[bool]"]


class FullError(Exception):
    """More waits to be written than is taken in."""


class Writer:
    """Writes records in groups; one for each process, to be used from its event loop only."""

    def __init__(self, write: Write, close: Callable[[], None]) -> None:
        self._write = write
        self._close = close
        self._waiting: list[Pending] = []
        self._bytes = 0
        self._handed: SimpleQueue[list[Pending] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._busy = False
        self._idle: asyncio.Event | None = None
        self._unwritten = 0
        self._complained: float | None = None

    def put(self, head: bytes, body: bytes) -> asyncio.Future[bool]:
        """Return whether the record of this head and body was written, as soon as that is known.

        Raises:
            FullError: Too much waits already.
        """
        if self._bytes + len(body) > MOST_WAITING_BYTES:
            raise FullError
        loop = self._loop or self._start()
        future = loop.create_future()
        self._waiting.append((head, body, future))
        self._bytes += len(body)
        if self._idle is not None:
            self._idle.clear()
        if not self._busy:
            self._busy = True
            # After everything else that has come in meanwhile was looked at, so that it goes along.
            loop.call_soon(self._hand_over)
        return future

    async def drain(self) -> None:
        """Wait until all that was put is written, and end the thread."""
        if self._loop is None or self._idle is None:
            return
        await self._idle.wait()
        self._handed.put(None)
        thread = self._thread
        self._loop = self._thread = None
        if thread is not None:
            await asyncio.get_running_loop().run_in_executor(None, thread.join)

    def _start(self) -> asyncio.AbstractEventLoop:
        # Not earlier: web processes are forked, and threads do not survive a fork.
        self._loop = asyncio.get_running_loop()
        self._idle = asyncio.Event()
        self._handed = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="events-writer", daemon=True)
        self._thread.start()
        return self._loop

    def _hand_over(self) -> None:
        group, self._waiting = self._waiting[:LARGEST_GROUP], self._waiting[LARGEST_GROUP:]
        self._handed.put(group)

    def _done(self, group: list[Pending], written: bool) -> None:  # noqa: FBT001 -- a callback's argument
        self._bytes -= sum(len(body) for _head, body, _future in group)
        if self._waiting:
            # The thread goes on at once, while those who waited for it are answered here.
            self._hand_over()
        else:
            self._busy = False
            if self._idle is not None:
                self._idle.set()
        for _head, _body, future in group:
            if not future.done():
                future.set_result(written)

    def _work(self) -> None:
        while (group := self._handed.get()) is not None:
            written = self._written([part for head, body, _future in group for part in (head, body)])
            loop = self._loop
            if loop is not None:
                loop.call_soon_threadsafe(self._done, group, written)
        self._close()

    def _written(self, parts: list[bytes]) -> bool:
        try:
            self._write(parts)
        except OSError as error:
            self._complain(len(parts) // 2, error)
            return False
        return True

    def _complain(self, requests: int, error: OSError) -> None:
        """Say in one line, once a minute at most, how many requests were not written since it was last said."""
        self._unwritten += requests
        now = time.monotonic()
        if self._complained is not None and now - self._complained < COMPLAIN_SECONDS:
            return
        LOGGER.error("%d requests could not be written (%s); their senders are told so.", self._unwritten, error)
        self._unwritten, self._complained = 0, now
