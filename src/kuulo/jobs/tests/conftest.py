"""Workers in processes of their own."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kuulo.jobs.queries import JobView, get_job

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def start_worker(open_database: dict[str, str]) -> Iterator[Start]:
    """Return a function that starts a worker; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "kuulo.jobs.tests.worker_process"]
        started.append(subprocess.Popen(command, env=open_database))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """Return the file in which handlers leave their lines."""
    path = tmp_path / "lines"
    path.touch()
    return path


def wait_for(condition: Callable[[], bool], *, seconds: float = 40.0) -> None:
    """Wait until the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def seen(job_id: int) -> JobView:
    """Return the job, which must be there."""
    job = get_job(job_id)
    assert job is not None
    return job
