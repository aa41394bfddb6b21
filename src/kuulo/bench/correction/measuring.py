"""`kuulo bench correction`: every estimator in four worlds whose truth is known, and Meta's balance on the same data.

Balance lives in an environment of its own and takes seconds a round, so it sees the first few rounds of each world.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv

from kuulo.base.errors import EngineError
from kuulo.base.texts import mark as _
from kuulo.bench.correction.estimators import Outcome, estimate_round
from kuulo.bench.correction.fieldwork import Fieldwork, ask
from kuulo.bench.correction.population import TRUTH, WORLDS, make_population
from kuulo.bench.correction.scoring import ratios, score
from kuulo.bench.machine import machine
from kuulo.measures.correction import People

PEER: Final = Path(__file__).parents[4] / ".venv-peers-balance" / "bin" / "python"
SCRIPT: Final = Path(__file__).with_name("with_balance.py")
CUSTOMERS: Final = 200_000
BALANCE_ROUNDS: Final = 2
_ROUND: Final = "seconds a round"


@dataclass(frozen=True, slots=True)
class Experiment:
    """How large the experiment is.

    Attributes:
        replications: Rounds of asking in each world.
        seed: Of everything drawn by lot.
        customers: Size of the population.
        plan: How many are asked and followed.
        balance_rounds: How many rounds of each world Meta's balance sees, where it is installed.
    """

    replications: int = 200
    seed: int = 1
    customers: int = CUSTOMERS
    plan: Fieldwork = field(default_factory=Fieldwork)
    balance_rounds: int = BALANCE_ROUNDS


def bench_correction(experiment: Experiment) -> dict[str, Any]:
    """Run the experiment.

    Returns:
        One object: ``bench``, ``machine``, the experiment's sizes, ``balance`` (its version, or that it is not
        installed), ``table`` (one row an estimator and world), ``results`` and ``ratios``.

    Raises:
        EngineError: Meta's balance is installed but failed.
    """
    installed = PEER.is_file()
    sized = experiment if installed else replace(experiment, balance_rounds=0)
    table: list[dict[str, Any]] = []
    results = []
    for place, world in enumerate(WORLDS):
        outcomes, taken = [], []
        for told, seconds in _rounds(world, place, sized):
            outcomes += told
            taken.append(seconds)
        table += score(world, outcomes, TRUTH)
        results.append(_result(f"{world}: all estimators, {_ROUND}", taken))
    return {
        "bench": "correction",
        "machine": machine(),
        "replications": experiment.replications,
        "customers": experiment.customers,
        "invited": experiment.plan.invited,
        "followed": experiment.plan.followed,
        "truth": TRUTH,
        "seed": experiment.seed,
        "balance": f"{sized.balance_rounds} rounds a world" if installed else "not installed",
        "table": table,
        "results": results,
        "ratios": ratios(table),
    }


def _rounds(world: str, place: int, experiment: Experiment) -> Iterator[tuple[list[Outcome], float]]:
    """Yield the outcomes of each round of one world, with the seconds Kuulo's estimators took together."""
    root = np.random.SeedSequence([experiment.seed, place])
    made, *rounds = root.spawn(experiment.replications + 1)
    population = make_population(world, experiment.customers, np.random.default_rng(made))
    for number, sequence in enumerate(rounds):
        full, half = ask(population, experiment.plan, np.random.default_rng(sequence))
        start = time.perf_counter()
        told = list(estimate_round(full, half, seed=number))
        seconds = time.perf_counter() - start
        if number < experiment.balance_rounds:
            told += by_balance(half)
        yield told, seconds


def by_balance(people: People) -> list[Outcome]:
    """Return what Meta's balance says by its usual methods, from who answered and all who were invited.

    Raises:
        EngineError: It failed.
    """
    asked = people.take(people.invited)
    columns: dict[str, Any] = {
        name: [None if code < 0 else held.levels[code] for code in held.codes]
        for name, held in asked.x.categorical.items()
    }
    columns |= dict(asked.x.numeric)
    heard = np.where(asked.answered, asked.score, np.nan)
    columns |= {"earlier": asked.earlier, "answered": asked.answered, "score": heard}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "asked.csv"
        csv.write_csv(pa.table(columns), file)
        ended = subprocess.run(  # noqa: S603 -- our own script, in the peer's environment
            [str(PEER), str(SCRIPT), str(file)], capture_output=True, text=True, check=False
        )
    if ended.returncode:
        raise EngineError(
            _("Meta's balance failed: {error}"),
            _("Make its environment again, or remove it: the experiment runs without."),
            error=ended.stderr[-500:],
        )
    return [
        Outcome(f"balance, {method}", told["value"], told["low"], told["high"])
        for method, told in json.loads(ended.stdout.splitlines()[-1]).items()
    ]


def _result(case: str, taken: list[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": "s",
        "median": float(np.median(taken)),
        "min": min(taken),
        "max": max(taken),
        "runs": len(taken),
    }
