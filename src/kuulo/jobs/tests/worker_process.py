"""A worker in a process of its own, for tests that kill it: its handlers leave lines in files."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path

import django
from django.conf import settings

if not settings.configured:
    # This room alone: a process with every room takes seconds to start.
    settings.configure(
        DATABASES={"default": json.loads(os.environ["OPEN_DATABASE"])},
        INSTALLED_APPS=["kuulo.jobs"],
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()

from kuulo.base.errors import BusyError, FileError
from kuulo.base.texts import say
from kuulo.jobs.services import Handler, JobContext, Pace, run_worker


def write_line(context: JobContext, word: str) -> None:
    """Leave a line: what happened, in which process, when."""
    with Path(str(context.payload["file"])).open("a") as file:
        file.write(f"{word} {os.getpid()} {context.job_id} {context.attempt} {time.time()}\n")


def work_briefly(context: JobContext) -> None:
    """Take a little time, with a line at the start and one at the end."""
    write_line(context, "start")
    time.sleep(0.05)
    write_line(context, "end")


def work_in_pieces(context: JobContext) -> None:
    """Do 200 pieces in about ten seconds, telling the progress."""
    write_line(context, "start")
    for piece in range(200):
        context.progress(piece, 200, say("{count} pieces", count=piece))
        time.sleep(0.05)
    write_line(context, "end")


def hang_at_first(context: JobContext) -> None:
    """Hang for ever at the first attempt, be quick at the next."""
    write_line(context, "start")
    while context.attempt == 1:
        time.sleep(0.05)
    write_line(context, "end")


def look_and_return(context: JobContext) -> None:
    """Look whether to stop, and simply return then."""
    write_line(context, "start")
    while not context.stopping:
        time.sleep(0.02)


def fail_at_first(context: JobContext) -> None:
    """Fail at the first attempt in a way that may pass."""
    write_line(context, "start")
    if context.attempt == 1:
        raise BusyError("{who} is busy.", who="Somebody")


def refuse(context: JobContext) -> None:
    """Fail for a reason that will not pass."""
    write_line(context, "start")
    raise FileError("{file} is empty.", "Send another file.", file="answers.csv")


def break_off(context: JobContext) -> None:
    """Fail in a way nobody foresaw."""
    write_line(context, "start")
    raise ZeroDivisionError


HANDLERS: dict[str, Handler] = {
    "brief": work_briefly,
    "pieces": work_in_pieces,
    "hang": hang_at_first,
    "look": look_and_return,
    "busy": fail_at_first,
    "refuse": refuse,
    "break": break_off,
}

if __name__ == "__main__":
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    run_worker(HANDLERS, stop=stop, pace=Pace(poll=0.05, lease=1.0, grace=3.0))
