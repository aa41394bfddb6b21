"""A process that runs beside another and is started again when it ends by itself."""

from __future__ import annotations

import logging
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

log = logging.getLogger(__name__)

PAUSE = 2.0


@contextmanager
def kept_running(command: Sequence[str], *, pause: float = PAUSE) -> Iterator[None]:
    """Keep a command running inside the block; stop it, and wait for its end, when the block is left.

    A worker that the system killed would otherwise leave every import waiting until somebody starts the server anew.

    Args:
        command: Program and arguments.
        pause: Seconds before it is started again.
    """
    stop = threading.Event()
    running = [subprocess.Popen(command)]

    def watch() -> None:
        while True:
            code = running[-1].wait()
            if code == 0 or stop.is_set():
                # It was told to stop, alone or with everything else.
                return
            log.warning("%s ended with %s and is started again", " ".join(command[-2:]), code)
            if stop.wait(pause):
                return
            running[:] = [subprocess.Popen(command)]
            if stop.is_set():
                running[-1].terminate()

    watcher = threading.Thread(target=watch, name="beside", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        running[-1].terminate()
        watcher.join()
