"""A worker does jobs; nothing that happens to it loses a job or runs it twice at once."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from kuulo.jobs import services
from kuulo.jobs.tests.conftest import Start, seen, wait_for


def test_a_job_is_done(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("brief", {"file": str(lines)})
    start_worker()
    wait_for(lambda: seen(job_id).state == "done")
    job = seen(job_id)
    assert job.attempts == 1
    assert job.started_at is not None
    assert job.finished_at is not None
    assert not job.error


def test_progress_is_seen_while_the_job_runs(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("pieces", {"file": str(lines)})
    start_worker()
    wait_for(lambda: (seen(job_id).progress or 0) > 0.05)
    job = seen(job_id)
    assert job.state == "running"
    assert job.total == 200
    assert str(job.note) == f"{job.done} pieces"


def test_a_job_whose_worker_was_killed_is_done_by_another(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("hang", {"file": str(lines)})
    first = start_worker()
    wait_for(lambda: "start" in lines.read_text())
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert seen(job_id).state == "running"
    start_worker()
    wait_for(lambda: seen(job_id).state == "done")
    assert seen(job_id).attempts == 2
    assert [line.split()[0] for line in lines.read_text().splitlines()] == ["start", "start", "end"]


def test_a_lease_is_renewed_while_the_handler_works(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("look", {"file": str(lines)})
    start_worker()
    start_worker()
    wait_for(lambda: "start" in lines.read_text())
    time.sleep(2.5)
    assert seen(job_id).attempts == 1
    assert lines.read_text().count("start") == 1


def test_workers_never_do_the_same_job_at_once(start_worker: Start, lines: Path) -> None:
    job_ids = [services.enqueue("brief", {"file": str(lines)}) for _ in range(24)]
    for _ in range(3):
        start_worker()
    wait_for(lambda: all(seen(job_id).state == "done" for job_id in job_ids))
    starts = [line.split() for line in lines.read_text().splitlines() if line.startswith("start")]
    assert sorted(int(line[2]) for line in starts) == job_ids
    assert len({line[1] for line in starts}) > 1, "more than one worker took part"


@pytest.mark.parametrize("kind", ["pieces", "look"])
def test_a_worker_stops_when_told_and_leaves_its_job_waiting(start_worker: Start, lines: Path, kind: str) -> None:
    job_id = services.enqueue(kind, {"file": str(lines)})
    worker = start_worker()
    wait_for(lambda: "start" in lines.read_text())
    worker.terminate()
    assert worker.wait(timeout=60) == 0
    job = seen(job_id)
    assert job.state == "queued"
    assert job.attempts == 0, "an attempt that was called off does not count"


def test_a_worker_without_work_stops_when_told(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("brief", {"file": str(lines)})
    worker = start_worker()
    wait_for(lambda: seen(job_id).state == "done")
    worker.terminate()
    assert worker.wait(timeout=60) == 0


def test_a_cancelled_job_stops_and_stays_cancelled(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("pieces", {"file": str(lines)})
    start_worker()
    wait_for(lambda: "start" in lines.read_text())
    services.cancel_job(job_id)
    after = services.enqueue("brief", {"file": str(lines)})
    wait_for(lambda: seen(after).state == "done", seconds=8)
    assert seen(job_id).state == "cancelled"
    assert lines.read_text().count("end") == 1, "only the later job came to its end"


def test_what_may_pass_is_tried_again_later(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("busy", {"file": str(lines)})
    start_worker()
    wait_for(lambda: bool(seen(job_id).error))
    waiting = seen(job_id)
    assert waiting.state == "queued"
    assert [str(text) for text in waiting.error] == ["Somebody is busy."]
    wait_for(lambda: seen(job_id).state == "done")
    assert seen(job_id).attempts == 2
    assert not seen(job_id).error


def test_wrong_input_fails_at_once_and_says_why(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("refuse", {"file": str(lines)})
    start_worker()
    wait_for(lambda: seen(job_id).state == "failed")
    assert [str(text) for text in seen(job_id).error] == ["answers.csv is empty.", "Send another file."]
    assert lines.read_text().count("start") == 1


def test_an_unforeseen_error_is_kept_with_the_job(start_worker: Start, lines: Path) -> None:
    job_id = services.enqueue("break", {"file": str(lines)})
    start_worker()
    wait_for(lambda: bool(seen(job_id).error))
    assert "ZeroDivisionError" in str(seen(job_id).error[0])
    assert seen(job_id).state == "queued"
