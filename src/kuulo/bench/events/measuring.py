"""The whole bench: rounds in turns, then the kills."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from kuulo.bench.events.bodies import EVENTS, write_bodies
from kuulo.bench.events.kills import TARGET, kill_under_load
from kuulo.bench.events.load import CONNECTIONS, load
from kuulo.bench.intake.load import Round
from kuulo.bench.intake.servers import served
from kuulo.bench.intake.store import environment
from kuulo.bench.machine import machine

ROUNDS = 4
BATCHES = 1_000
WARM_SECONDS = 2
BATCHES_A_KILL = 1_500
INSIDE = "kuulo.bench.events.inside"
MERELY = "kuulo.bench.events.merely"
BARE = "kuulo.bench.events.bare:application"


def bench_events(*, seconds: int = 32, kills: int = 20) -> dict[str, Any]:
    """Drive Kuulo's server, a bare one and the mere parse and write in turns; then kill Kuulo's under load.

    Returns:
        One object: ``bench``, ``machine``, ``results`` (case, unit, median, min, max, runs) and ``ratios``:
        ``to_parse_and_write`` (processor time of a batch over HTTP, acknowledged after the commit, by that of the same
        JSON merely parsed and written without any server; each round with its neighbour, the median), ``to_bare_http``
        (the same by a bare server that parses and writes), ``lost`` and ``doubled`` events after the kills.

    Raises:
        EngineError: A server does not start.
        SettingError: The load generator is not installed.
    """
    share = max(seconds // (2 * ROUNDS), 1)
    mine: list[Round] = []
    bare: list[Round] = []
    merely: list[dict[str, float]] = []
    for _turn in range(ROUNDS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            bodies = folder / "batches.txt"
            write_bodies(bodies, BATCHES)
            merely.append(parse_and_write(folder, bodies, share))
            mine.append(_driven(TARGET, folder, bodies, share, prepared(folder)["key"]))
            bare.append(_driven(BARE, folder, bodies, share, "none"))
    found = count_lost(kills)
    cpu = [each["processor"] / each["batches"] * 1e6 for each in merely]
    return {
        "bench": "events",
        "machine": machine(),
        "seconds": seconds,
        "kills": kills,
        "results": [
            *_results("Kuulo, over HTTP, acknowledged after the commit", mine),
            *_results("bare server, parsed and written", bare),
            _result("merely parsed and written: events", "1/s", _rates(merely)),
            _result("merely parsed and written: processor a batch", "µs", cpu),
            *(_result(f"kills: {name}", "events", [float(number)]) for name, number in found.items()),
        ],
        "ratios": {
            "to_parse_and_write": _ratio([each.cpu_us for each in mine], cpu),
            "to_bare_http": _ratio([each.cpu_us for each in mine], [each.cpu_us for each in bare]),
            "events_a_second": statistics.median(each.rate * EVENTS for each in mine),
            "lost": found["lost"],
            "doubled": found["doubled"],
        },
    }


def count_lost(kills: int) -> dict[str, int]:
    """Kill Kuulo's server under load so many times; return what was acknowledged, stored, lost and doubled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = prepared(folder)
        bodies, log = folder / "batches.txt", folder / "acknowledged.txt"
        write_bodies(bodies, kills * BATCHES_A_KILL)
        unanswered = kill_under_load(environment(folder), bodies, key=made["key"], kills=kills, log=log)
        return {"unanswered batches": unanswered, **_told(folder, INSIDE, "check", str(log), made["slug"])}


def prepared(folder: Path) -> dict[str, Any]:
    """Make a store in the folder; return its write key and its source's name."""
    return _told(folder, INSIDE, "prepare")


def parse_and_write(folder: Path, bodies: Path, seconds: int) -> dict[str, float]:
    """Parse and write the file's batches without a server, as many at once as are on their way to one."""
    return _told(folder, MERELY, str(bodies), str(folder), str(seconds), str(CONNECTIONS))


def _driven(target: str, folder: Path, bodies: Path, seconds: int, key: str) -> Round:
    with served(target, "asgi", environment(folder)) as server:
        load(server, bodies, key=key, seconds=WARM_SECONDS)
        return load(server, bodies, key=key, seconds=seconds)


def _told(folder: Path, module: str, *words: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 -- our own module, run by this very Python
        [sys.executable, "-m", module, *words],
        env={**os.environ, **environment(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def _rates(merely: Sequence[dict[str, float]]) -> list[float]:
    return [each["batches"] * EVENTS / each["seconds"] for each in merely]


def _ratio(mine: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the rounds' ratios: rounds side by side had the same machine."""
    return round(statistics.median(one / other for one, other in zip(mine, theirs, strict=True)), 3)


def _results(who: str, rounds: Sequence[Round]) -> list[dict[str, Any]]:
    cases: dict[tuple[str, str], Callable[[Round], float]] = {
        ("events", "1/s"): lambda each: each.rate * EVENTS,
        ("p50", "ms"): lambda each: each.p50,
        ("p99", "ms"): lambda each: each.p99,
        ("processor a batch", "µs"): lambda each: each.cpu_us,
        ("processor share", "cores"): lambda each: each.share,
        ("refused or broken", "requests"): lambda each: float(each.refused),
    }
    return [_result(f"{who}: {case}", unit, [read(each) for each in rounds]) for (case, unit), read in cases.items()]


def _result(case: str, unit: str, values: Sequence[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": unit,
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "runs": len(values),
    }
