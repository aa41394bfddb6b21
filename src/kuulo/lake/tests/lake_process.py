"""Processes that write to the lake, for tests that kill them. Each line they print is an acknowledgement.

Commands: ``end`` lets children record and seal and be killed at the steps its input names; ``write FIRST`` records and
seals for ever; ``keep`` seals, compacts and vacuums for ever; ``read`` counts for ever; ``erase`` lets children erase
the parties its input names, and be killed at the steps it names.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import timedelta

import django
from django.conf import settings

if not settings.configured:
    # This room alone: a process with every room takes seconds to start.
    settings.configure(
        DATABASES={"default": json.loads(os.environ["OPEN_DATABASE"])},
        INSTALLED_APPS=["kuulo.lake"],
        KUULO_LAKE_URL=os.environ["KUULO_LAKE_URL"],
        TIME_ZONE="UTC",
        USE_TZ=True,
    )
    django.setup()

from django.db import transaction

from kuulo.base.errors import BusyError
from kuulo.lake import queries, services
from kuulo.lake.rules import ChosenSignals
from kuulo.lake.tests.cast import answer

TOGETHER = 7
COUNT = "SELECT count(*) AS rows, count(DISTINCT signal_id) AS ids FROM signals"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def end_at(step: str) -> services.Step:
    """Return a port at which the process is killed."""

    def reach(reached: str) -> None:
        if reached == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def record(first: int, reach: services.Step) -> None:
    """Record seven signals in one transaction and acknowledge them."""
    with transaction.atomic():
        services.record_signals(answer(number) for number in range(first, first + TOGETHER))
        reach("recorded")
    reach("recording committed")
    say(f"recorded {first}")


def end_on_demand() -> None:
    """For each line “FIRST STEP” of the input, let a child record, seal and be killed at the step; say how it ended."""
    for line in sys.stdin:
        first, _, step = line.strip().partition(" ")
        child = os.fork()
        if not child:
            record(int(first), end_at(step))
            services.seal(step=end_at(step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def erase_on_demand() -> None:
    """For each line “NUMBER STEP”, let a child erase the party of that number and be killed at the step."""
    for line in sys.stdin:
        number, _, step = line.strip().partition(" ")
        child = os.fork()
        if not child:
            party = ChosenSignals(parties=frozenset({f"customer_id:{number}"}))
            services.erase_signals(party, step=end_at(step), grace=timedelta(0))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


def write_for_ever(first: int) -> None:
    """Record and seal until killed."""
    while True:
        record(first, services.pass_by)
        first += TOGETHER
        if first % 3 == 0:
            seal_once()
        time.sleep(0.01)


def keep_for_ever() -> None:
    """Seal, compact and vacuum until killed."""
    while True:
        seal_once()
        keep_once()
        say("kept")


def seal_once() -> None:
    """Seal unless another process does."""
    try:
        services.seal()
        say("sealed")
    except BusyError:
        say("busy")


def keep_once() -> None:
    """Compact and vacuum unless another process works on the same files."""
    try:
        services.compact()
        services.vacuum()
    except BusyError:
        say("busy")


def read_for_ever() -> None:
    """Count what is to be seen, again and again."""
    while True:
        with queries.open_snapshot() as snapshot:
            (row,) = snapshot.run(COUNT).to_pylist()
        say(f"{row['rows']} {row['ids']} {snapshot.data_version}")
        time.sleep(0.03)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["end"]:
            end_on_demand()
        case ["write", first]:
            write_for_ever(int(first))
        case ["keep"]:
            keep_for_ever()
        case ["read"]:
            read_for_ever()
        case ["erase"]:
            erase_on_demand()
