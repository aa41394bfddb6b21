"""The least anybody can do on the same engine: read the margins twice, and write one number a row out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ibis

from kuulo.bench.raking.rows import NAMES, ROWS


def main(folder: Path, runs: int) -> None:
    """Print the seconds of each run; a first run warms up."""
    engine = ibis.duckdb.connect()
    engine.con.execute("SET preserve_insertion_order = false")
    source = f"read_parquet('{folder / ROWS}')"
    summed = " + ".join(NAMES)
    first = f"SELECT sum({summed}), sum(weight), sum(weight * weight) FROM {source}"  # noqa: S608 -- the bench's own file
    rows = f"SELECT id, weight * ({summed}) AS raked FROM {source}"  # noqa: S608 -- as above
    second = f"COPY ({rows}) TO '{folder / 'scans.parquet'}'"
    wall, cpu = [], []
    for _run in range(runs + 1):
        started, worked = time.perf_counter(), time.process_time()
        engine.con.execute(first).fetchall()
        engine.con.execute(second)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
    sys.stdout.write(json.dumps({"wall": wall[1:], "cpu": cpu[1:], "version": ""}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
