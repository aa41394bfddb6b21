"""The whole bench: rounds of load in turns, the database alone, then the kills."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kuulo.bench.intake.kills import kill_under_load
from kuulo.bench.intake.load import Round, load
from kuulo.bench.intake.raw import GROUP, rows_a_second
from kuulo.bench.intake.servers import served
from kuulo.bench.intake.store import environment, told
from kuulo.bench.machine import machine

KUULO, EMPTY, DJANGO = "Kuulo's intake", "bare ASGI that does nothing", "Django, a row a request"
SERVERS: Mapping[str, tuple[str, str]] = {
    KUULO: ("kuulo.bench.intake.unlimited:application", "asgi"),
    EMPTY: ("kuulo.bench.intake.empty:application", "asgi"),
    DJANGO: ("kuulo.bench.intake.row_a_request:application", "wsgi"),
}
ROUNDS = 4
WARM_SECONDS = 2
RAW_SECONDS = 3.0
# More than any round can use; the empty server reads none of them and begins anew at the end of the file.
FORMS_A_SECOND = 8_000
FORMS_A_KILL = 12_000
ANSWERS_SEEN = 30


def bench_intake(*, seconds: int = 60, kills: int = 20) -> dict[str, Any]:
    """Drive the three servers in turns, Kuulo's for ``seconds`` in all and the others for half as long; then kill.

    Returns:
        One object: ``bench``, ``machine``, ``results`` (case, unit, median, min, max, runs) and ``ratios``:
        ``of_empty_asgi`` and ``to_django_row`` (Kuulo's rate over theirs, each round with its neighbours, the median),
        ``lost`` and ``doubled`` (acknowledged answers that are missing, or there twice, after the kills).

    Raises:
        EngineError: A server does not start.
        SettingError: The load generator is not installed.
    """
    with tempfile.TemporaryDirectory() as name:
        rounds = _rounds(Path(name), max(seconds // ROUNDS, 1))
        raw = {
            f"SQLite alone, {together} row(s) a commit": rows_a_second(
                Path(name), seconds=RAW_SECONDS, together=together
            )
            for together in (1, GROUP)
        }
    waits = seen_after()
    found = count_lost(kills)
    results = [row for who, shown in rounds.items() for row in _results(who, shown)]
    results += [_result(case, "rows/s", [rate]) for case, rate in raw.items()]
    results.append(_result("an answer until another process's figure holds it", "ms", waits))
    results += [_result(f"kills: {name}", "answers", [float(number)]) for name, number in found.items()]
    return {
        "bench": "intake",
        "machine": machine(),
        "seconds": seconds,
        "kills": kills,
        "results": results,
        "ratios": {
            "of_empty_asgi": _ratio(rounds[KUULO], rounds[EMPTY]),
            "to_django_row": _ratio(rounds[KUULO], rounds[DJANGO]),
            "lost": found["lost"],
            "doubled": found["doubled"],
        },
    }


def _rounds(folder: Path, seconds: int) -> dict[str, list[Round]]:
    """Measure each server in turn, `ROUNDS` times, each time over a store of its own."""
    rounds: dict[str, list[Round]] = {who: [] for who in SERVERS}
    for turn in range(ROUNDS):
        for who, (target, interface) in SERVERS.items():
            place = folder / f"{turn}-{interface}-{len(who)}"
            lasts = seconds if who == KUULO else max(seconds // 2, 1)
            rounds[who].append(_round(place, target, interface, lasts))
    return rounds


def _round(place: Path, target: str, interface: str, seconds: int) -> Round:
    place.mkdir()
    made = told(place, "prepare")
    bodies = place / "forms.txt"
    warm = WARM_SECONDS * FORMS_A_SECOND
    told(place, "sign", str(warm + seconds * FORMS_A_SECOND), str(bodies), made["token"], str(made["instrument"]))
    path = f"/a/{made['token']}"
    with served(target, interface, environment(place)) as server:
        load(server, bodies, path=path, seconds=WARM_SECONDS)
        return load(server, bodies, path=path, seconds=seconds, skip=warm)


def seen_after() -> list[float]:
    """Send answers one by one; return the milliseconds until a figure read in another process holds each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = told(folder, "prepare")
        forms = folder / "forms.txt"
        told(folder, "sign", str(ANSWERS_SEEN), str(forms), made["token"], str(made["instrument"]))
        with served(*SERVERS[KUULO], environment(folder)) as server:
            waits: list[float] = told(folder, "seen", str(server.port), f"/a/{made['token']}", str(forms))["waits"]
    return waits


def count_lost(kills: int) -> dict[str, int]:
    """Kill Kuulo's server under load so many times; return what was acknowledged, stored, lost and doubled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = told(folder, "prepare")
        bodies, log = folder / "forms.txt", folder / "acknowledged.txt"
        told(folder, "sign", str(kills * FORMS_A_KILL), str(bodies), made["token"], str(made["instrument"]))
        path = f"/a/{made['token']}"
        target = SERVERS[KUULO][0]
        unanswered = kill_under_load(target, environment(folder), bodies, path=path, kills=kills, log=log)
        return {"unanswered": unanswered, **told(folder, "check", str(log))}


def _ratio(mine: Sequence[Round], theirs: Sequence[Round]) -> float:
    """Return the median of the rounds' ratios: rounds side by side had the same machine."""
    return statistics.median(one.rate / other.rate for one, other in zip(mine, theirs, strict=True))


def _results(who: str, rounds: Sequence[Round]) -> list[dict[str, Any]]:
    return [
        _result(f"{who}: answers", "1/s", [each.rate for each in rounds]),
        _result(f"{who}: p50", "ms", [each.p50 for each in rounds]),
        _result(f"{who}: p99", "ms", [each.p99 for each in rounds]),
        _result(f"{who}: processor an answer", "µs", [each.cpu_us for each in rounds]),
        _result(f"{who}: processor share", "cores", [each.share for each in rounds]),
        _result(f"{who}: refused or broken", "requests", [float(each.refused) for each in rounds]),
    ]


def _result(case: str, unit: str, values: Sequence[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": unit,
        "median": round(statistics.median(values), 3),
        "min": round(min(values), 3),
        "max": round(max(values), 3),
        "runs": len(values),
    }
