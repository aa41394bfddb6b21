"""Contenders that take turns, each in a process of its own: its peak memory is its own, and noise hits all alike.

The bench writes the name of a case on the contender's standard input and reads one line of JSON back: seconds and
answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _

Answer = dict[str, list[float]]
Case = Callable[[Path], Answer]

STOP = "stop"


def serve(cases: Mapping[str, Case]) -> None:
    """Answer case after case until told to stop; the folder of the data is the program's first argument."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        name = line.strip()
        if name == STOP:
            break
        started = time.perf_counter()
        answer = cases[name](folder)
        seconds = time.perf_counter() - started
        sys.stdout.write(json.dumps({"seconds": seconds, "answer": answer}) + "\n")
        sys.stdout.flush()
    sys.stdout.write(json.dumps({"peak_bytes": peak_bytes()}) + "\n")


def peak_bytes() -> int:
    """Return the most memory this process has held at once (the kernel's VmHWM, which no parent's memory enters)."""
    told = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in told.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


class Contender:
    """A contender's process, seen from the bench; use it in a ``with`` block."""

    def __init__(self, module: str, folder: Path) -> None:
        self.module = module
        self._process = subprocess.Popen(  # noqa: S603 -- our own module, run by this very Python
            [sys.executable, "-m", module, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, case: str) -> tuple[float, Answer]:
        """Return the seconds a case took and its answer.

        Raises:
            EngineError: The contender's process ended; what it said stands on standard error.
        """
        told = self._ask(case)
        return told["seconds"], told["answer"]

    def stop(self) -> int:
        """End the process and return the most memory it held, in bytes."""
        return int(self._ask(STOP)["peak_bytes"])

    def __enter__(self) -> Self:
        """Return the contender."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process, whether it was told to stop or not."""
        self._process.kill()
        self._process.communicate()

    def _ask(self, line: str) -> dict[str, Any]:
        if self._process.stdin is None or self._process.stdout is None:
            raise EngineError(_("The contender {module} has no pipes."), module=self.module)
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise EngineError(
                _("The contender {module} ended before it answered."),
                _("Read what it wrote on standard error; pandas comes with the development requirements."),
                module=self.module,
            )
        found: dict[str, Any] = json.loads(told)
        return found
