"""A worker of the real loop, for tests that kill it while it erases.

Each line of the input starts one: ``inside STORE`` is killed when the store is erased and nothing of it noted yet,
``before wiping`` and ``before ending`` where they say, ``to the end`` is let live. How each ended is printed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings

if not settings.configured:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kuulo.web.settings")
    settings.DATABASES["default"].update(json.loads(os.environ["OPEN_DATABASE"]))
    settings.SECRET_KEY = os.environ["OPEN_SECRET"]
    settings.MEDIA_ROOT = Path(os.environ["KUULO_DATA"]) / "uploads"
    django.setup()

from kuulo.base.texts import Text
from kuulo.customers.rules import PersonKey, PersonStore, Removed
from kuulo.jobs.services import JobContext, Pace, run_worker
from kuulo.lake.services import erasing as lake_erasing
from kuulo.rights.services import JOB_HANDLERS, erasing, person_stores

STORES = person_stores()
# How many steps before the last one the progress tells of.
BEFORE = {"wiping": 2, "ending": 1}


def end_now() -> None:
    """End this process as a failing machine would."""
    os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """A job whose progress is told to a function."""

    def __init__(self, context: JobContext, at: Callable[[int, int], None]) -> None:
        self.payload = context.payload
        self._at = at

    def progress(self, done: int, total: int, note: Text | None = None) -> None:
        """Tell how far it has come."""
        del note
        self._at(done, total)


def deadly(store: PersonStore) -> PersonStore:
    """Return the store, whose erasure ends the process once it is carried out."""

    def erase(key: PersonKey, now: datetime) -> Removed:
        removed = store.erase(key, now)
        end_now()
        return removed

    return replace(store, erase=erase)


def work(how: str, name: str) -> None:
    """Run a worker until the erasure is done or the process has ended."""
    stop = threading.Event()

    def at(done: int, total: int) -> None:
        if how == "before" and total - done == BEFORE[name]:
            end_now()

    def erase(context: JobContext) -> None:
        JOB_HANDLERS[erasing.ERASE_KIND](Watched(context, at))  # type: ignore[arg-type] # all a handler asks of a job
        stop.set()

    if how == "inside":
        stores = tuple(deadly(store) if store.name == name else store for store in STORES)
        vars(erasing)["person_stores"] = lambda: stores
    lake_erasing.GRACE = timedelta(0)  # type: ignore[misc] # nobody is reading
    run_worker({erasing.ERASE_KIND: erase}, stop=stop, pace=Pace(poll=0.05, lease=1.0, grace=30.0))


def main() -> None:
    """Start a worker for each line."""
    for line in sys.stdin:
        how, name = line.split()[0], line.split()[-1]
        child = os.fork()
        if not child:
            work(how, name)
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
