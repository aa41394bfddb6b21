"""Six figures over many answers: Kuulo beside hand-written SQL on the same engine, and beside pandas.

The three take turns on the same files, each in its own process; every answer of Kuulo must equal both others' before a
number is told.
"""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.bench.answers import write_answers
from kuulo.bench.machine import machine
from kuulo.bench.turns import Answer, Contender
from kuulo.bench.with_sql import CASES

CONTENDERS = {"kuulo": "kuulo.bench.with_kuulo", "sql": "kuulo.bench.with_sql", "pandas": "kuulo.bench.with_pandas"}
TOLERANCE = 1e-9  # relative; sums of doubles differ by their order


def bench_figures(rows: int, *, runs: int = 5) -> dict[str, Any]:
    """Measure the six cases over ``rows`` invented answers; pandas loads its columns in every run.

    Returns:
        One object: ``bench``, ``machine``, ``rows``, ``results`` (case, unit, median, min, max, runs) and ``ratios``:
        ``to_sql_worst`` and ``to_sql_median`` (Kuulo's time over SQL's), ``pandas_to_kuulo_median`` (how many times
        longer pandas takes) and ``peak_memory_to_pandas``.

    Raises:
        EngineError: A contender failed, or the answers differ.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        write_answers(folder, rows)
        contenders = {who: stack.enter_context(Contender(module, folder)) for who, module in CONTENDERS.items()}
        times = {case: _measure(case, contenders, runs) for case in CASES}
        peaks = {who: contender.stop() for who, contender in contenders.items()}
    results = [
        _result(f"{case}: {who}", "s", seconds) for case, by_who in times.items() for who, seconds in by_who.items()
    ]
    memory = [_result(f"peak memory: {who}", "MB", [peak / 1e6]) for who, peak in peaks.items()]
    return {
        "bench": "figures",
        "machine": machine(),
        "rows": rows,
        "results": results + memory,
        "ratios": _ratios(times, peaks),
    }


def _measure(case: str, contenders: Mapping[str, Contender], runs: int) -> dict[str, list[float]]:
    """Let the contenders take turns; the first turn of each warms it up and is compared, not timed."""
    answers = {who: contender.run(case)[1] for who, contender in contenders.items()}
    for who in ("sql", "pandas"):
        _compare(case, who, answers["kuulo"], answers[who])
    times: dict[str, list[float]] = {who: [] for who in contenders}
    for _turn in range(runs):
        for who, contender in contenders.items():
            times[who].append(contender.run(case)[0])
    return times


def _compare(case: str, who: str, found: Answer, wanted: Answer) -> None:
    same = {_bare(key): numbers for key, numbers in wanted.items()}
    told = {_bare(key): numbers for key, numbers in found.items()}
    equal = told.keys() == same.keys() and all(
        math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
        for key, numbers in told.items()
        for one, other in zip(numbers, same[key], strict=True)
    )
    if not equal:
        raise EngineError(_("Kuulo's answer to “{case}” differs from that of {who}."), case=case, who=who)


def _bare(key: str) -> str:
    """A first day is a date with one contender and a time at midnight with another."""
    return key.removesuffix(" 00:00:00")


def _result(case: str, unit: str, values: list[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": unit,
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "runs": len(values),
    }


def _ratios(times: Mapping[str, Mapping[str, list[float]]], peaks: Mapping[str, int]) -> dict[str, float]:
    medians = {case: {who: statistics.median(s) for who, s in by_who.items()} for case, by_who in times.items()}
    to_sql = [by_who["kuulo"] / by_who["sql"] for by_who in medians.values()]
    pandas = [by_who["pandas"] / by_who["kuulo"] for by_who in medians.values()]
    return {
        "to_sql_worst": max(to_sql),
        "to_sql_median": statistics.median(to_sql),
        "pandas_to_kuulo_median": statistics.median(pandas),
        "peak_memory_to_pandas": peaks["kuulo"] / peaks["pandas"],
    }
