"""Servers of the bench: each in processes of its own, with the settings Kuulo is served with."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _

SERVE = (
    "import sys; from granian import Granian; "
    "Granian(sys.argv[1], port=int(sys.argv[2]), interface=sys.argv[3], websockets=False, log_level='warning', "
    "workers=1, **({'blocking_threads': 8} if sys.argv[3] == 'wsgi' else {})).serve()"
)
START_SECONDS = 90
SETTLE_LOOKS = 60
SETTLE_SECONDS = 0.5
SETTLED_SHARE = 0.05


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    def seconds_of_processor(self) -> float:
        """Return the processor time its processes have used so far."""
        main = psutil.Process(self.process.pid)
        times = [each.cpu_times() for each in (main, *main.children(recursive=True))]
        return sum(float(each.user + each.system) for each in times)

    def kill(self) -> None:
        """End all its processes at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def served(target: str, interface: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """Serve the application until the end of the block.

    Raises:
        EngineError: It does not start.
    """
    server = start(target, interface, environment)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def start(target: str, interface: str, environment: Mapping[str, str]) -> Server:
    """Start a server and wait until it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-c", SERVE, target, str(port), interface]
    # What the server says goes beside the bench's own result, not into it.
    process = subprocess.Popen(  # noqa: S603 -- this very Python
        command, env=dict(environment), start_new_session=True, stdout=sys.stderr
    )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(port):
            server = Server(process, port)
            _let_settle(server)
            return server
        time.sleep(0.05)
    raise EngineError(_("The server {target} did not start."), target=target)


def _let_settle(server: Server) -> None:
    """Wait until what a server does after its start is done, so that it is not counted as the answers' work."""
    for _look in range(SETTLE_LOOKS):
        before = server.seconds_of_processor()
        time.sleep(SETTLE_SECONDS)
        if server.seconds_of_processor() - before < SETTLED_SHARE * SETTLE_SECONDS:
            return


def _answers(port: int) -> bool:
    wire = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        wire.request("GET", "/v1/alive")
        wire.getresponse().read()
    except OSError:
        return False
    finally:
        wire.close()
    return True
