"""What a handler knows of the job it does."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from kuulo.base.texts import Text
from kuulo.jobs.services.claims import Claim, Progress, write_progress
from kuulo.jobs.wording import JSON

SECONDS_BETWEEN_WRITES: Final = 0.3


class StoppedError(Exception):
    """Raised inside a handler to leave the job for another worker; it is run again from its beginning."""


class JobContext:
    """The job at hand: its payload, a way to tell its progress, and whether to stop.

    Handlers must be idempotent: a job whose worker was killed is run again.
    """

    def __init__(self, claim: Claim, stop: threading.Event) -> None:
        self.claim = claim
        self.latest = Progress()
        self.was_told_to_stop = False
        self._stop = stop
        self._lost = threading.Event()
        self._written = 0.0

    @property
    def job_id(self) -> int:
        """The job's number."""
        return self.claim.job_id

    @property
    def payload(self) -> Mapping[str, JSON]:
        """What the job was enqueued with."""
        return self.claim.payload

    @property
    def attempt(self) -> int:
        """Which attempt this is, from 1."""
        return self.claim.attempt

    @property
    def stopping(self) -> bool:
        """Whether the handler shall end soon: the worker stops, or the job was cancelled or taken away.

        A handler that looks, sees true and returns leaves the job for the next worker.
        """
        asked = self._stop.is_set() or self._lost.is_set()
        self.was_told_to_stop = self.was_told_to_stop or asked
        return asked

    def progress(self, done: int, total: int, note: Text | None = None) -> None:
        """Tell how far the job has come; written at most three times a second.

        Raises:
            StoppedError: The job shall stop; what the handler has committed stays, the rest is done again.
        """
        if self.stopping:
            raise StoppedError
        self.latest = Progress(done, total, note)
        now = time.monotonic()
        if now - self._written >= SECONDS_BETWEEN_WRITES:
            self._written = now
            if not write_progress(self.claim, self.latest):
                self.lose()

    def lose(self) -> None:
        """Note that the job is no longer held."""
        self._lost.set()


Handler: TypeAlias = Callable[[JobContext], None]
