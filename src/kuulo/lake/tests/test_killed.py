"""Processes killed while they record and seal: nothing acknowledged is lost, nothing is doubled."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.tests.cast import answers
from kuulo.lake.tests.conftest import ids, named
from kuulo.lake.tests.lake_process import TOGETHER

Run = Callable[..., "subprocess.Popen[str]"]
ERASING_STEPS = ["outbox erased", "rows deleted", "old files removed", "checkpoint written", "past forgotten"]
STEPS = ["recorded", "recording committed", "cleared leftovers", "numbered", "read", "committed", "cleared"]


@pytest.fixture(autouse=True)
def database(open_database: dict[str, str]) -> dict[str, str]:
    """Let this file's tests share their database with other processes."""
    return open_database


@pytest.fixture
def run(database: dict[str, str], tmp_path: Path) -> Iterator[Run]:
    """Return a function that starts a process of the lake, its lines in a file; whatever still runs is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "kuulo.lake.tests.lake_process", *words]
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


def acknowledged(tmp_path: Path, *words: str) -> set[str]:
    """Return the ids that a process acknowledged."""
    firsts = [int(line.split()[1]) for line in lines_of(tmp_path, *words) if line.startswith("recorded")]
    return {name for first in firsts for name in named(*range(first, first + TOGETHER))}


def end_leases() -> None:
    """Let time pass until the lease of a killed sealer has run out."""
    SealingState.objects.update(lease_until=timezone.now())


def test_killed_at_every_step_nothing_is_lost_or_doubled(run: Run, tmp_path: Path) -> None:
    parent = run("end")
    assert parent.stdin is not None
    for number, step in enumerate(STEPS):
        parent.stdin.write(f"{100 * number} {step}\n")
        parent.stdin.flush()
        wait_for_lines(tmp_path, ("end",), at_least=number + 1, start="ended")
        assert lines_of(tmp_path, "end")[-1] == "ended -9\n", f"not killed at “{step}”"
        sure = acknowledged(tmp_path, "end")
        seen = ids()
        assert len(seen) == len(set(seen)), f"doubled at “{step}”"
        assert sure <= set(seen), f"lost at “{step}”"
        possible = set(named(*range(100 * number, 100 * number + TOGETHER)))
        assert possible & set(seen) in (set(), possible), f"torn at “{step}”"
        assert bool(possible & set(seen)) is (step != "recorded")
        end_leases()
    services.seal()
    assert ids() == sorted(seen)
    assert queries.status().rows == len(seen)
    assert not OutboxSignal.objects.exists()


def test_killed_at_any_moment_nothing_is_lost_or_doubled(run: Run, tmp_path: Path) -> None:
    chance = random.Random(4711)  # noqa: S311 -- moments to kill at, no secret
    sure: set[str] = set()
    for number in range(3):
        words = ("write", str(100_000 * number))
        process = run(*words)
        wait_for_lines(tmp_path, words, at_least=3)
        time.sleep(chance.uniform(0.0, 0.4))
        process.kill()
        process.wait()
        sure |= acknowledged(tmp_path, *words)
        end_leases()
        seen = ids()
        assert len(seen) == len(set(seen))
        assert sure <= set(seen)
        assert len(seen) % TOGETHER == 0, "a transaction is seen whole or not at all"
    services.seal()
    assert ids() == sorted(seen)


def test_readers_see_whole_counts_while_others_write_seal_compact_and_vacuum(run: Run, tmp_path: Path) -> None:
    run("read")
    wait_for_lines(tmp_path, ("read",), at_least=1)
    run("write", "0")
    run("keep")
    wait_for_lines(tmp_path, ("keep",), at_least=3)
    end = time.monotonic() + 4
    before = 0
    while time.monotonic() < end:
        seen = ids()
        assert len(seen) == len(set(seen))
        assert len(seen) % TOGETHER == 0
        assert len(seen) >= before
        before = len(seen)
    read = [line.split() for line in lines_of(tmp_path, "read")]
    counts = [int(rows) for rows, _, _ in read]
    assert all(rows == once for rows, once, _ in read), "nothing is seen twice"
    assert all(count % TOGETHER == 0 for count in counts), "a transaction is seen whole or not at all"
    assert counts == sorted(counts), "what was seen stays"
    assert counts[-1] > 0
    assert len({version for _, _, version in read}) > 5


def test_killed_while_erasing_the_others_stay_and_a_repeat_leaves_nothing(run: Run, tmp_path: Path) -> None:
    services.record_signals(answers(*range(20)))
    services.seal()
    parent = run("erase")
    assert parent.stdin is not None
    for number, step in enumerate(ERASING_STEPS):
        parent.stdin.write(f"{number} {step}\n")
        parent.stdin.flush()
        wait_for_lines(tmp_path, ("erase",), at_least=number + 1, start="ended")
        assert lines_of(tmp_path, "erase")[-1] == "ended -9\n", f"not killed at “{step}”"
        assert set(named(*range(number + 1, 20))) <= set(ids()), f"lost at “{step}”"
        end_leases()
        services.erase_signals(ChosenSignals(parties=frozenset({f"customer_id:{number}"})), grace=timedelta(0))
        assert ids() == named(*range(number + 1, 20))
        assert not words_on_disk(tmp_path / "lake", f"customer_id:{number}".encode())


def words_on_disk(lake: Path, words: bytes) -> list[str]:
    """Return the log entries and checkpoints in which the words stand as such, or end at them."""
    found = [path for path in lake.rglob("*") if path.is_file()]
    return [path.name for path in found if re.search(re.escape(words) + rb"\b", path.read_bytes())]


def test_erasing_while_others_write_seal_and_compact_nobody_else_is_touched(run: Run, tmp_path: Path) -> None:
    run("write", "0")
    run("keep")
    wait_for_lines(tmp_path, ("keep",), at_least=3)
    # Who is erased must have been written before: an answer that comes after is a new one.
    wait_for_lines(tmp_path, ("write", "0"), at_least=15 // TOGETHER + 1)
    erased: set[int] = set()
    for number in (1, 8, 15):
        sure = acknowledged(tmp_path, "write", "0")
        erase_patiently(number)
        erased.add(number)
        seen = ids()
        assert len(seen) == len(set(seen))
        assert sure - set(named(*erased)) <= set(seen), "nobody else is lost"
        assert not set(named(*erased)) & set(seen), "who was erased stays erased"


def erase_patiently(number: int) -> None:
    """Erase a party, again while others are busy with the same files."""
    deadline = time.monotonic() + 240
    while True:
        try:
            services.erase_signals(ChosenSignals(parties=frozenset({f"customer_id:{number}"})), grace=timedelta(0))
        except BusyError:
            assert time.monotonic() < deadline, "waited too long"
        else:
            return


def wait_for_lines(tmp_path: Path, words: tuple[str, ...], *, at_least: int, start: str = "") -> None:
    """Wait until a process has printed some lines that start so."""
    deadline = time.monotonic() + 240
    while sum(line.startswith(start) for line in lines_of(tmp_path, *words)) < at_least:
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
