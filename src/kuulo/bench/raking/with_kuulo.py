"""Kuulo's turn: read the rows, count the cells, find the weights, join them back and write them out."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import ibis
import pyarrow.parquet as pq

from kuulo.bench.raking.rows import NAMES, ROWS, TARGETS
from kuulo.measures.weighting import Margin, rake

OUT = "kuulo.parquet"


def main(folder: Path, runs: int) -> None:
    """Print the seconds of each run and keep the weights; a first run warms up."""
    told = json.loads((folder / TARGETS).read_text(encoding="utf-8"))
    margins = [Margin(name, dict(enumerate(told[name]))) for name in NAMES]
    engine = ibis.duckdb.connect()
    engine.con.execute("SET preserve_insertion_order = false")
    rows = engine.read_parquet(folder / ROWS)
    wall, cpu = [], []
    for _run in range(runs + 1):
        started, worked = time.perf_counter(), time.process_time()
        weighted = rake(rows, margins, weight="weight")
        weighted.weights("raked")[["id", "raked"]].to_parquet(folder / OUT)
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
    written = pq.read_table(folder / OUT).sort_by("id").column("raked").to_numpy()
    written.tofile(folder / "kuulo.out")
    cells = {"cells": weighted.cells.num_rows, "rounds": weighted.fitted.rounds}
    sys.stdout.write(json.dumps({"wall": wall[1:], "cpu": cpu[1:], "version": "", **cells}) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
