"""Processes that write the log and move it, for tests that kill them. Each line they print is an acknowledgement.

Commands: ``end`` lets children write and move and be killed at the steps its input names; ``write SOURCE FIRST`` writes
for ever, from several processes at once where it is started several times; ``move`` moves for ever.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time

import django
from django.conf import settings

if not settings.configured:
    # These rooms alone: a process with every room takes seconds to start.
    settings.configure(
        DATABASES={"default": json.loads(os.environ["OPEN_DATABASE"])},
        INSTALLED_APPS=[f"kuulo.{room}" for room in ("lake", "jobs", "customers", "events")],
        KUULO_DATA=os.environ["KUULO_DATA"],
        KUULO_LAKE_URL=os.environ["KUULO_LAKE_URL"],
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()

from kuulo.base.errors import BusyError
from kuulo.events.collection.log import Log
from kuulo.events.queries import log_folder
from kuulo.events.rules.records import RecordKind, record_head
from kuulo.events.services import moving
from kuulo.lake import services as lake

TOGETHER = 7


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def batch(*numbers: int) -> bytes:
    """Return a batch of events of those numbers."""
    events = [
        {"type": "track", "event": "Seen", "userId": f"{number % 50}", "messageId": f"e-{number}"} for number in numbers
    ]
    return json.dumps({"batch": events}).encode()


def record(source_id: int, first: int, count: int = TOGETHER) -> bytes:
    """Return a record of so many events."""
    body = batch(*range(first, first + count))
    us = time.time_ns() // 1000
    return record_head(RecordKind.BATCH, gpc=False, source_id=source_id, received_us=us, body=body) + body


def end_at(step: str) -> moving.Step:
    """Return a port at which the process is killed."""

    def reach(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def end_on_demand() -> None:
    """For each line “SOURCE FIRST COUNT STEP”, let a child write, move and be killed at the step; say how it ended."""
    for line in sys.stdin:
        source, first, count, step = line.strip().split(" ", 3)
        child = os.fork()
        if not child:
            log = Log(log_folder())
            log.write([record(int(source), int(first), int(count))])
            reach = end_at(step)
            reach("written")
            moving.move_events(step=reach)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def write_for_ever(source: int, first: int) -> None:
    """Write until killed."""
    log = Log(log_folder())
    while True:
        log.write([record(source, first), record(source, first + TOGETHER)])
        say(f"written {first}")
        first += 2 * TOGETHER


def move_for_ever() -> None:
    """Move and seal until killed."""
    while True:
        try:
            report = moving.move_events()
            lake.seal()
            say(f"moved {report.moved}")
        except BusyError:
            say("busy")
        time.sleep(0.02)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["end"]:
            end_on_demand()
        case ["write", source, first]:
            write_for_ever(int(source), int(first))
        case ["move"]:
            move_for_ever()
