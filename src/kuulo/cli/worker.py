"""`kuulo worker`: the work that waits in the jobs table."""

from __future__ import annotations

import signal
import threading
from typing import Annotated

import typer

from kuulo.jobs.services import run_worker
from kuulo.web.workers import HANDLERS, ensure_schedule

app = typer.Typer(add_completion=False)


@app.command()
def worker(threads: Annotated[int, typer.Option(min=1, help="How many jobs at a time.")] = 2) -> None:
    """Do background work until stopped (Ctrl-C or SIGTERM); a job at hand is left whole for another worker."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    ensure_schedule()
    run_worker(HANDLERS, stop=stop, threads=threads)
