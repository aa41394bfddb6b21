"""The peers' turns, run by the Python of their own environment: nothing of Kuulo is imported here.

    python peers.py NAME FOLDER RUNS

Reading the rows is not timed; each peer is called as its documentation shows, with a tolerance as strict as it takes.
"""

from __future__ import annotations

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

LEVELS = (2, 3, 5, 7, 9, 10)
NAMES = tuple(f"m{i}" for i in range(len(LEVELS)))
STRICT = 1e-10
ROUNDS = 200


def samplics(folder: Path, targets: dict[str, list[float]]) -> Callable[[], Any]:
    """Return samplics' raking."""
    weighting = import_module("samplics.weighting")
    rows = _rows(folder)
    columns = {name: rows[name].to_numpy() for name in NAMES}
    base = rows["weight"].to_numpy()
    control = {name: dict(enumerate(targets[name])) for name in NAMES}
    return lambda: weighting.SampleWeight().rake(
        samp_weight=base, margins=columns, control=control, tol=STRICT, ctrl_tol=STRICT, max_iter=ROUNDS
    )


def svy(folder: Path, targets: dict[str, list[float]]) -> Callable[[], Any]:
    """Return svy's raking."""
    package, frames = import_module("svy"), import_module("polars")
    rows = frames.read_parquet(folder / "rows.parquet")
    controls = {name: dict(enumerate(targets[name])) for name in NAMES}

    def run() -> Any:
        sample = package.Sample(rows, package.Design(wgt="weight"))
        raked = sample.weighting.rake(controls=controls, wgt_name="raked", tol=STRICT, max_iter=ROUNDS)
        return raked.data["raked"].to_numpy()

    return run


def ipfn(folder: Path, targets: dict[str, list[float]]) -> Callable[[], Any]:
    """Return ipfn's fit of a data frame, of the rows counted into cells by pandas, joined back by pandas."""
    package, frames = import_module("ipfn.ipfn"), import_module("pandas")
    rows = _rows(folder)
    margins = [frames.Series(targets[name], index=frames.Index(range(size), name=name)) for name, size in _SIZES]

    def run() -> Any:
        cells = rows.groupby(list(NAMES), as_index=False)["weight"].sum().rename(columns={"weight": "total"})
        fit = package.ipfn(
            cells.copy(), margins, [[name] for name in NAMES], convergence_rate=STRICT, rate_tolerance=0.0
        )
        cells["factor"] = fit.iteration()["total"].to_numpy() / cells["total"].to_numpy()
        return (rows.merge(cells, on=list(NAMES), how="left")["factor"] * rows["weight"]).to_numpy()

    return run


def balance(folder: Path, targets: dict[str, list[float]]) -> Callable[[], Any]:
    """Return balance's raking with its own defaults, the margins as it takes them."""
    method = import_module("balance.weighting_methods.rake")
    logging.getLogger("balance").setLevel(logging.ERROR)
    rows = _rows(folder)
    sample = rows[list(NAMES)].astype("str")
    # Each margin has to add up to the same number to the last digit
    size = sum(targets[NAMES[0]])
    margins = {
        name: {str(level): share * size / sum(targets[name]) for level, share in enumerate(targets[name])}
        for name in NAMES
    }

    def run() -> Any:
        found = method.rake(sample, rows["weight"], None, None, variables=list(NAMES), target_margins=margins)
        return found["weight"].to_numpy()

    return run


_SIZES = tuple(zip(NAMES, LEVELS, strict=True))
_PEERS = {"samplics": samplics, "svy": svy, "ipfn": ipfn, "balance": balance}


def _rows(folder: Path) -> Any:
    numbers, frames = import_module("numpy"), import_module("pandas")
    columns = {name: numbers.fromfile(folder / f"{name}.bin", dtype="int32") for name in NAMES}
    return frames.DataFrame(columns | {"weight": numbers.fromfile(folder / "weight.bin")})


def main(name: str, folder: Path, runs: int) -> None:
    """Print the seconds of each run and keep the weights."""
    warnings.simplefilter("ignore")
    run = _PEERS[name](folder, json.loads((folder / "targets.json").read_text(encoding="utf-8")))
    wall, cpu = [], []
    for _run in range(runs):
        started, worked = time.perf_counter(), time.process_time()
        weights = run()
        wall.append(time.perf_counter() - started)
        cpu.append(time.process_time() - worked)
    weights.astype("float64").tofile(folder / f"{name}.out")
    sys.stdout.write(json.dumps({"wall": wall, "cpu": cpu, "version": version(name)}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
