"""Doubles among many persons: Kuulo beside Splink called by hand with the same model, each in a process of its own."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kuulo.bench.identity.persons import write_persons
from kuulo.bench.machine import machine
from kuulo.bench.turns import Contender

KUULO, SPLINK = "kuulo.bench.identity.with_kuulo", "kuulo.bench.identity.with_splink"
CASE = "dedupe"


def bench_identity(records: int) -> dict[str, Any]:
    """Measure one deduplication of ``records`` invented persons by each contender, one after the other.

    Kuulo comes first and from the raw table: it recognises columns, writes values one way, chooses blocking rules,
    learns and links. Splink by hand then takes Kuulo's prepared table, comparisons and blocking rules as given, and
    does what its documentation says: random sampling, training, prediction, clusters.

    Returns:
        One object: ``bench``, ``machine``, ``records``, ``results`` (case, unit, median, min, max, runs) and
        ``ratios``: ``to_splink`` (Kuulo's seconds over Splink's) and ``peak_memory_to_splink``.

    Raises:
        EngineError: A contender failed.
    """
    results: list[dict[str, Any]] = []
    seconds: dict[str, float] = {}
    peaks: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_persons(folder / "persons.parquet", records)
        for who, module in {"kuulo": KUULO, "splink": SPLINK}.items():
            with ExitStack() as stack:
                contender = stack.enter_context(Contender(module, folder))
                seconds[who], answer = contender.run(CASE)
                peaks[who] = contender.stop()
            results.append(_result(f"{records} records: {who}", "s", seconds[who]))
            results.append(_result(f"peak memory: {who}", "MB", peaks[who] / 1e6))
            results += [_result(f"{measure}: {who}", "share", values[0]) for measure, values in answer.items()]
    return {
        "bench": "identity",
        "machine": machine(),
        "records": records,
        "results": results,
        "ratios": {
            "to_splink": seconds["kuulo"] / seconds["splink"],
            "peak_memory_to_splink": peaks["kuulo"] / peaks["splink"],
        },
    }


def _result(case: str, unit: str, value: float) -> dict[str, Any]:
    return {"case": case, "unit": unit, "median": value, "min": value, "max": value, "runs": 1}
