"""A bare server over the test's database: what a browser sends to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

START_SECONDS = 90
SERVE = (
    "from granian import Granian; import sys; "
    "Granian('kuulo.web.front:application', port=int(sys.argv[1]), interface='asgi', websockets=False, "
    "log_level='warning', workers=1).serve()"
)


@contextmanager
def served(environment: Mapping[str, str]) -> Iterator[int]:
    """Serve Kuulo without its worker and yield the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVE, str(port)]
    process = subprocess.Popen(command, env=dict(environment), start_new_session=True)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not start"
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
