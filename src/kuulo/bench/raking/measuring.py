"""Runs the contenders one after the other, each in a process of its own, and puts their numbers side by side."""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.bench.machine import machine
from kuulo.bench.raking.rows import write_rows

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
PEERS = {
    "svy": ".venv-peers",
    "samplics": ".venv-peers",
    "ipfn": ".venv-peers",
    "balance": ".venv-peers-balance",
}
PEER_ROWS = 1_000_000
STRICT = "1e-9"  # largest change of a cell, in persons, at which R stops
MAKE = "not installed: scripts/make-peers"


def bench_raking(rows: int, *, peer_rows: int = PEER_ROWS, runs: int = 5, slow_runs: int = 1) -> dict[str, Any]:
    """Measure raking of ``rows`` invented rows to six margins, with unequal base weights.

    The peers hold every row in memory and take seconds a million, so beyond ``peer_rows`` they and Kuulo beside them
    are measured on that many rows; Kuulo and the two scans on all.

    Returns:
        One object: ``bench``, ``machine``, ``rows``, ``peer_rows``, ``results`` (case, unit, median, min, max, runs),
        ``not_measured`` (contender → why) and ``ratios``, of processor seconds: ``r_survey_to_kuulo`` (R's rake as
        strict as Kuulo's), ``r_survey_default_to_kuulo`` (R's default, which stops when no cell changes by a person),
        ``svy_to_kuulo``, ``samplics_to_kuulo``, ``ipfn_to_kuulo``, ``balance_to_kuulo``, ``to_two_scans`` (Kuulo's over
        those of two scans of the margins and a write-out by the same engine) and ``max_relative_difference_to_r``.

    Raises:
        EngineError: Kuulo or the scans failed.
    """
    results: list[dict[str, Any]] = []
    missing: dict[str, str] = {}
    ratios: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder, rows)
        kuulo, scans = (_own(folder, module, runs) for module in ("with_kuulo", "with_scans"))
        results += _told(f"kuulo, {rows} rows", kuulo) + _told(f"two scans and a write-out, {rows} rows", scans)
        ratios["to_two_scans"] = statistics.median(kuulo["cpu"]) / statistics.median(scans["cpu"])
        if rows > peer_rows:
            write_rows(folder, peer_rows)
            kuulo = _own(folder, "with_kuulo", runs)
            results += _told(f"kuulo, {peer_rows} rows", kuulo)
        beside = _beside(folder, slow_runs, missing)
        ratios |= _ratios(folder, kuulo, beside)
        for who, found in beside.items():
            results += _told(f"{who} {found['version']}, {min(rows, peer_rows)} rows", found)
            if who not in {"r_survey", "kuulo"}:
                missed = _difference(folder, who)
                results += [] if missed is None else [_row(f"{who}: largest difference to R", "relative", [missed])]
    return {
        "bench": "raking",
        "machine": machine(),
        "rows": rows,
        "peer_rows": min(rows, peer_rows),
        "cells": kuulo["cells"],
        "results": results,
        "not_measured": missing,
        "ratios": ratios,
    }


def _own(folder: Path, module: str, runs: int) -> dict[str, Any]:
    found = _run([sys.executable, "-m", f"kuulo.bench.raking.{module}", str(folder), str(runs)])
    if isinstance(found, str):
        raise EngineError(_("The contender {module} failed: {reason}"), module=module, reason=found)
    return found


def _beside(folder: Path, runs: int, missing: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Return what the peers found; the reason of each that could not run goes to ``missing``."""
    found: dict[str, dict[str, Any]] = {}
    for who, command in _commands(folder, runs).items():
        told = command if isinstance(command, str) else _run(command)
        if isinstance(told, str):
            missing[who] = told
        else:
            found[who] = told
    return found


def _commands(folder: Path, runs: int) -> dict[str, list[str] | str]:
    """Return each peer's command, or why it has none."""
    commands: dict[str, list[str] | str] = {}
    for who, name in PEERS.items():
        python = ROOT / name / "bin" / "python"
        commands[who] = [str(python), str(HERE / "peers.py"), who, str(folder), str(runs)] if python.exists() else MAKE
    script = shutil.which("Rscript")
    for who, epsilon in (("r_survey", STRICT), ("r_survey_default", "1")):
        told: list[str] | str = "not installed: R with its package survey (Debian's r-cran-survey)"
        if script is not None:
            told = [script, str(HERE / "rake.R"), str(folder), str(runs), epsilon, f"{who}.out"]
        commands[who] = told
    return commands


def _run(command: Sequence[str]) -> dict[str, Any] | str:
    """Return what the program told on its last line, or the last line of what it complained."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- programs of the bench's own list
    if done.returncode:
        return (done.stderr.strip() or f"ended with {done.returncode}").splitlines()[-1]
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _ratios(folder: Path, kuulo: dict[str, Any], beside: dict[str, dict[str, Any]]) -> dict[str, float]:
    own = statistics.median(kuulo["cpu"])
    ratios = {f"{who}_to_kuulo": statistics.median(found["cpu"]) / own for who, found in beside.items()}
    missed = _difference(folder, "kuulo")
    return ratios if missed is None else ratios | {"max_relative_difference_to_r": missed}


def _difference(folder: Path, who: str) -> float | None:
    """Return the largest relative difference of somebody's weights to R's, both brought to one sum."""
    ours, theirs = (_weights(folder / f"{name}.out") for name in (who, "r_survey"))
    if ours is None or theirs is None or len(ours) != len(theirs):
        return None
    return float(np.abs(ours / theirs * (theirs.sum() / ours.sum()) - 1).max())


def _weights(file: Path) -> NDArray[np.float64] | None:
    return np.fromfile(file) if file.is_file() else None


def _told(case: str, found: dict[str, Any]) -> list[dict[str, Any]]:
    return [_row(f"{case}: processor", "s", found["cpu"]), _row(f"{case}: wall", "s", found["wall"])]


def _row(case: str, unit: str, values: Sequence[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": unit,
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "runs": len(values),
    }
