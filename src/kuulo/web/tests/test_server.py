"""The real server: pages and the collecting side on one port, stopped cleanly whatever its clients do."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

pytestmark = pytest.mark.slow
START_SECONDS = 60


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(free_port: int, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "KUULO_DATA": str(tmp_path), "DATABASE_URL": "", "KUULO_HOSTS": "127.0.0.1"}
    command = [sys.executable, "-m", "kuulo.cli", "serve", "--port", str(free_port)]
    process = subprocess.Popen(command, env=environment, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and not answers(free_port):
        time.sleep(0.2)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def answers(port: int) -> bool:
    try:
        return get(port, "/health/")[0] == 200
    except OSError:
        return False


def get(port: int, path: str) -> tuple[int, bytes]:
    # Closed also where no answer comes in time: a socket left open is told of in another test.
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read()


def test_serves_both_sides_and_stops_when_told(server: subprocess.Popen[bytes], free_port: int) -> None:
    status, page = get(free_port, "/accounts/login/")
    assert status == 200
    assert b"<html" in page
    assert get(free_port, "/v1/alive") == (200, b'{"status":"ok"}')
    status, problem = get(free_port, "/v1/nothing")
    assert status == 404
    assert "/v1/alive" in msgspec.json.decode(problem)["detail"]
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", free_port)) as leaver:
            leaver.sendall(b"GET /accounts/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) is not None
    assert not answers(free_port)


def test_a_taken_port_is_named_with_the_mend(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        environment = {**os.environ, "KUULO_DATA": str(tmp_path), "DATABASE_URL": ""}
        command = [sys.executable, "-m", "kuulo.cli", "serve", "--port", port]
        result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert port in result.stderr
    assert "--port" in result.stderr
