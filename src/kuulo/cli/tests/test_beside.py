"""A process beside another: started again when it ends, stopped with the block."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kuulo.cli.beside import kept_running

NOTES_ITS_NUMBER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(60)"


def until(told: Callable[[], bool]) -> None:
    last = time.monotonic() + 20
    while not told():
        assert time.monotonic() < last, "nothing happened"
        time.sleep(0.02)


def test_a_killed_process_is_started_again_and_the_last_one_stops_with_the_block(tmp_path: Path) -> None:
    notes = tmp_path / "numbers"
    notes.touch()

    def numbers() -> list[int]:
        return [int(line) for line in notes.read_text(encoding="utf-8").split("\n") if line]

    with kept_running([sys.executable, "-c", NOTES_ITS_NUMBER, str(notes)], pause=0.01):
        until(lambda: len(numbers()) == 1)
        os.kill(numbers()[0], signal.SIGKILL)
        until(lambda: len(numbers()) == 2)
    assert not Path(f"/proc/{numbers()[1]}").exists()
