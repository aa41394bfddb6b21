"""The same JSON merely parsed and written: a program of its own, without a server.

``python -m kuulo.bench.events.merely FILE FOLDER SECONDS GROUP`` decodes each line of the file with the types events
are read with, and appends it to a file in the folder, ``GROUP`` batches before each wait for the disk. It prints one
JSON object: batches, seconds, and seconds of processor.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from kuulo.events.rules.sent import BATCH


def parse_and_write(file: Path, folder: Path, *, seconds: float, group: int) -> dict[str, float]:
    """Return how many batches were parsed and written, and in which time."""
    bodies = file.read_bytes().splitlines()
    target = os.open(folder / "merely.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    began, used, batches = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - began < seconds:
        waiting = []
        for _each in range(group):
            body = bodies[batches % len(bodies)]
            BATCH.decode(body)
            waiting.append(body)
            batches += 1
        os.write(target, b"".join(waiting))
        os.fdatasync(target)
    done = {"batches": batches, "seconds": time.perf_counter() - began, "processor": time.process_time() - used}
    os.close(target)
    return done


if __name__ == "__main__":
    told = parse_and_write(Path(sys.argv[1]), Path(sys.argv[2]), seconds=float(sys.argv[3]), group=int(sys.argv[4]))
    sys.stdout.write(json.dumps(told) + "\n")
