"""Processes killed while they write the log and move it: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from kuulo.base.ids import derived_id
from kuulo.events import queries, services
from kuulo.events.collection.log import Log
from kuulo.events.models import Came, LogFile, MovingState
from kuulo.events.rules.sources import SourceView
from kuulo.events.services import moving
from kuulo.events.tests.conftest import signals
from kuulo.events.tests.events_process import TOGETHER, record
from kuulo.lake import services as lake

pytestmark = pytest.mark.slow
Run = Callable[..., "subprocess.Popen[str]"]
SMALL = ["written", "recorded", "moved", "deleted"]
LARGE = ["written", "planned", "appended", "moved", "deleted"]
MANY = moving.DIRECT_FROM + 10


@pytest.fixture(autouse=True)
def database(open_database: dict[str, str]) -> dict[str, str]:
    """Let this file's tests share their database with other processes."""
    return open_database


@pytest.fixture
def source() -> SourceView:
    """Return a source whose users are nobody's."""
    return services.create_source(name="Shop", channel="server", creates_parties=False)


@pytest.fixture
def run(database: dict[str, str], tmp_path: Path) -> Iterator[Run]:
    """Return a function that starts a process, its lines in a file; whatever still runs is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kuulo.events.tests.events_process", *words]
        with (tmp_path / f"{'-'.join(words)}.txt").open("a") as lines:
            started.append(subprocess.Popen(command, env=database, stdin=subprocess.PIPE, stdout=lines, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def lines_of(tmp_path: Path, *words: str) -> list[str]:
    """Return the whole lines a process has printed so far."""
    return [
        line for line in (tmp_path / f"{'-'.join(words)}.txt").read_text().splitlines(keepends=True) if line[-1] == "\n"
    ]


def wait_for_lines(tmp_path: Path, words: tuple[str, ...], at_least: int) -> None:
    """Wait until a process has printed some lines."""
    deadline = time.monotonic() + 240
    while len(lines_of(tmp_path, *words)) < at_least:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def names(source: SourceView, *numbers: int) -> list[str]:
    """Return the ids of the events of those numbers."""
    return sorted(derived_id("event", source.slug, f"e-{number}") for number in numbers)


def move_after_the_killed() -> list[str]:
    """Let the lease of a killed mover run out, move the rest, and return what is in the store."""
    MovingState.objects.update(lease_until=timezone.now())
    services.move_events()
    return sorted(row["signal_id"] for row in signals())


@pytest.mark.parametrize(("steps", "count"), [(SMALL, TOGETHER), (LARGE, MANY)])
def test_killed_at_every_step_nothing_is_lost_or_doubled(
    run: Run, tmp_path: Path, source: SourceView, steps: list[str], count: int
) -> None:
    parent = run("end")
    assert parent.stdin is not None
    expected: list[str] = []
    for number, step in enumerate(steps):
        first = 10_000 * number
        parent.stdin.write(f"{source.id} {first} {count} {step}\n")
        parent.stdin.flush()
        wait_for_lines(tmp_path, ("end",), number + 1)
        assert lines_of(tmp_path, "end")[-1] == "ended -9\n", f"not killed at “{step}”"
        expected = sorted([*expected, *names(source, *range(first, first + count))])
        assert move_after_the_killed() == expected, f"lost or doubled at “{step}”"
        assert not list(queries.log_folder().glob("*.log")), f"left behind at “{step}”"
        # The row of a file whose mover died right after deleting it goes with the next file.
        assert LogFile.objects.filter(offset__gt=0).count() <= (step == "deleted")
    assert sum(Came.objects.values_list("events", flat=True)) == len(expected), "counted once"
    lake.seal()
    assert sorted(row["signal_id"] for row in signals()) == expected


def test_several_writers_killed_at_any_moment_while_another_moves(run: Run, tmp_path: Path, source: SourceView) -> None:
    chance = random.Random(4711)  # noqa: S311 -- moments to kill at, no secret
    run("move")
    sure: list[int] = []
    for number in range(4):
        many = [("write", str(source.id), str(1_000_000 * (2 * number + each))) for each in range(2)]
        processes = [run(*words) for words in many]
        for words in many:
            wait_for_lines(tmp_path, words, 3)
        time.sleep(chance.uniform(0.0, 0.4))
        for process in processes:
            process.kill()
            process.wait()
        for words in many:
            firsts = [int(line.split()[1]) for line in lines_of(tmp_path, *words)]
            sure += [each for first in firsts for each in range(first, first + 2 * TOGETHER)]
    deadline = time.monotonic() + 240
    while list(queries.log_folder().glob("*.log")):
        assert time.monotonic() < deadline, "the mover does not end"
        time.sleep(0.1)
    stored = Counter(row["signal_id"] for row in signals())
    assert max(stored.values()) == 1
    assert set(names(source, *sure)) <= stored.keys()


def test_a_torn_end_is_let_go_and_nothing_before_it(source: SourceView) -> None:
    log = Log(queries.log_folder())
    log.write([record(source.id, 0)])
    log.close()
    (path,) = queries.log_folder().glob("*.log")
    with path.open("ab") as file:
        file.write(record(source.id, 100)[:-5])
    assert services.move_events().moved == TOGETHER
    assert not path.exists()
    assert sorted(row["signal_id"] for row in signals()) == names(source, *range(TOGETHER))


def test_a_damaged_record_ends_its_file(source: SourceView) -> None:
    log = Log(queries.log_folder())
    log.write([record(source.id, 0)])
    log.close()
    (path,) = queries.log_folder().glob("*.log")
    with path.open("ab") as file:
        file.write(b"\0" * 4096)
    assert services.move_events().moved == TOGETHER
    assert not path.exists()


def test_a_writer_whose_file_was_moved_begins_another(source: SourceView) -> None:
    log = Log(queries.log_folder())
    for number in range(3):
        log.write([record(source.id, 100 * number)])
        assert services.move_events().moved == TOGETHER
    assert not list(queries.log_folder().glob("*.log"))


def test_files_do_not_grow_without_end(source: SourceView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuulo.events.collection.log.LARGEST_FILE", 2_000)
    log = Log(queries.log_folder())
    for number in range(6):
        log.write([record(source.id, 100 * number)])
    assert len(list(queries.log_folder().glob("*.log"))) > 1
    assert services.move_events().moved == 6 * TOGETHER


def test_a_disk_that_takes_only_a_part_leaves_the_log_whole(
    source: SourceView, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(queries.log_folder())
    log.write([record(source.id, 0)])
    real = os.write

    def full(file: int, content: bytes) -> int:
        if len(content) < 100:
            raise OSError(28, "No space left on device")
        return real(file, content[: len(content) // 2])

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="No space"):
            log.write([record(source.id, 100)])
    log.write([record(source.id, 200)])
    assert services.move_events().moved == 2 * TOGETHER
    wanted = [*range(TOGETHER), *range(200, 200 + TOGETHER)]
    assert sorted(row["signal_id"] for row in signals()) == names(source, *wanted)


def test_what_was_sealed_long_ago_is_not_taken_twice(source: SourceView) -> None:
    log = Log(queries.log_folder())
    log.write([record(source.id, 0)])
    services.move_events()
    lake.seal()
    for count in (TOGETHER, MANY):
        log.write([record(source.id, 0, count)])
        services.move_events()
    assert sorted(row["signal_id"] for row in signals()) == names(source, *range(MANY))
