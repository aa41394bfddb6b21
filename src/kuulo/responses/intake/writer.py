"""Group commit: what waits is written by one thread in one transaction, and only then acknowledged.

The event loop gathers; when the thread is free it gets everything that waits. While one batch is on its way to the disk
the next one gathers, so the busier it is the larger the batches, and the fewer waits for the disk an answer costs.

After a batch the next one is held back for a part of the time the disk took and until those who were just answered can
have sent again, unless half of the crowd waits already: then that half is on its way to the disk while the other half
is answered. Without this, half of all batches hold one answer, and a commit for one costs nearly as much as for many.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from typing import Final

from django.db import connection

from kuulo.responses.rules.states import Outcome
from kuulo.responses.services.writing import Waiting

LOGGER: Final = logging.getLogger(__name__)
MOST_WAITING: Final = 2_000
LARGEST_BATCH: Final = 256
HELD_BACK: Final = 0.25
LOG_PAGES: Final = 8_000
ENOUGH: Final = 0.5
SECONDS_EACH: Final = 0.000_15
LONGEST_HOLD: Final = 0.008

Write = Callable[[Sequence[Waiting]], list[Outcome]]
Pending = tuple[Waiting, "asyncio.Future[Outcome]"]


class FullError(Exception):
    """More waits to be written than is taken in."""


class StoreError(Exception):
    """The submission could not be written; nothing of it is stored."""


class Writer:
    """Writes submissions in batches; one for each process, to be used from its event loop only."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._waiting: list[Pending] = []
        self._handed: SimpleQueue[list[Pending] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._busy = False
        self._next: asyncio.Handle | None = None
        self._enough = 0
        self._idle: asyncio.Event | None = None

    def put(self, waiting: Waiting) -> asyncio.Future[Outcome]:
        """Return what will become of the submission; it raises `StoreError` when it could not be written.

        Raises:
            FullError: Too much waits already.
        """
        if len(self._waiting) >= MOST_WAITING:
            raise FullError
        loop = self._loop or self._start()
        future = loop.create_future()
        self._waiting.append((waiting, future))
        if self._idle is not None:
            self._idle.clear()
        if not self._busy and (self._next is None or len(self._waiting) == self._enough):
            self._soon(loop)
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
        self._thread = threading.Thread(target=self._work, name="intake-writer", daemon=True)
        self._thread.start()
        return self._loop

    def _soon(self, loop: asyncio.AbstractEventLoop) -> None:
        """Hand over after everything else that has come in meanwhile was looked at, so that it goes along."""
        if self._next is not None:
            self._next.cancel()
        self._next = loop.call_soon(self._hand_over)

    def _hand_over(self) -> None:
        self._next = None
        if self._busy or not self._waiting:
            return
        self._busy = True
        batch, self._waiting = self._waiting[:LARGEST_BATCH], self._waiting[LARGEST_BATCH:]
        self._handed.put(batch)

    def _done(self, batch: list[Pending], outcomes: Sequence[Outcome | None], seconds: float) -> None:
        self._busy = False
        crowd = len(batch) + len(self._waiting)
        self._enough = min(max(1, round(crowd * ENOUGH)), LARGEST_BATCH)
        if len(self._waiting) >= self._enough:
            # The thread goes on at once, while those who waited for it are answered here.
            self._hand_over()
        for (_waiting, future), outcome in zip(batch, outcomes, strict=True):
            if future.cancelled():
                continue
            if outcome is None:
                future.set_exception(StoreError())
            else:
                future.set_result(outcome)
        if self._busy or self._loop is None:
            return
        if crowd > 1:
            hold = seconds * HELD_BACK + crowd * SECONDS_EACH
            self._next = self._loop.call_later(min(hold, LONGEST_HOLD), self._hand_over)
        if not self._waiting and self._idle is not None:
            self._idle.set()

    def _work(self) -> None:
        if connection.vendor == "sqlite":
            # Pages that many answers touch are copied from the log into the file once for all of them.
            connection.cursor().execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
        while (batch := self._handed.get()) is not None:
            began = time.perf_counter()
            outcomes = self._written([waiting for waiting, _future in batch])
            loop = self._loop
            if loop is not None:
                loop.call_soon_threadsafe(self._done, batch, outcomes, time.perf_counter() - began)
        connection.close()

    def _written(self, batch: list[Waiting]) -> Sequence[Outcome | None]:
        try:
            return self._write(batch)
        except Exception:
            # One that cannot be written must not take the others along; nor may a lost connection end the thread.
            LOGGER.exception("A batch of %d answers could not be written; each is tried alone.", len(batch))
            connection.close()
        return [self._written_alone(waiting) for waiting in batch]

    def _written_alone(self, waiting: Waiting) -> Outcome | None:
        try:
            return self._write([waiting])[0]
        except Exception:
            LOGGER.exception("An answer could not be written; its sender is told so.")
            connection.close()
            return None
