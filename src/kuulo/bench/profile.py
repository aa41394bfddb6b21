"""How long the server takes for one customer's page, timeline and service profile, among many customers and signals.

Measured through Django from request to answer. The reference is the plain way: one statement over all files of the lake
for the same customer, in the same run. Customers and signals are invented here, and gone afterwards.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any, Final

import numpy as np
import pyarrow as pa
from django.test import Client
from django.utils import timezone

from kuulo.accounts.services import make_key
from kuulo.bench.home import reader, store_of_its_own
from kuulo.bench.machine import machine
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import PartyRow, Purpose
from kuulo.customers.services import give_consent, register_parties
from kuulo.lake.queries import open_snapshot
from kuulo.lake.schema import SIGNAL_SCHEMA
from kuulo.lake.services import append_sealed, compact
from kuulo.profiles import api
from kuulo.profiles.queries import warm_up

DAYS: Final = 730
CHUNK: Final = 250_000
CROWDED: Final = 10_000
"""Signals of the one customer whose timeline is looked at."""
A_VISIT: Final = 20
KINDS: Final = np.array(["answer", "purchase", "page_view", "visit"])
SHARES: Final = (0.3, 0.2, 0.45, 0.05)
PLAIN_SQL: Final = """
    SELECT signal_id, kind, occurred_at, channel, touchpoint, source, response_id, question, value, text, attributes
    FROM signals WHERE party = '{party}' ORDER BY occurred_at DESC LIMIT 400
"""


def bench_profile(signals: int, *, customers: int = 100_000, runs: int = 300) -> dict[str, Any]:
    """Measure page, timeline and service profile among ``customers`` customers with ``signals`` signals.

    Returns:
        One object: ``bench``, ``machine``, ``results`` (case, unit, median, p99, min, max, runs) and ``ratios``.
    """
    with tempfile.TemporaryDirectory() as folder, store_of_its_own(folder), reader() as client:
        crowded = fill(signals, customers)
        headers = {"Authorization": f"Bearer {make_key(name='bench', by='bench', now=timezone.now())}"}
        began = time.perf_counter()
        warm_up()
        index = (time.perf_counter() - began) * 1000
        others = cycle(range(1, customers, 7919))
        results = [
            _result("where each customer's signals lie: counted anew", [index]),
            _result(
                "customer's page, 10,000 signals",
                _times(lambda: _look(client, f"/customers/{crowded}/"), runs // 5),
            ),
            _result(
                "timeline, first piece, 10,000 signals",
                _times(lambda: _look(client, f"/customers/{crowded}/timeline/"), runs // 5),
            ),
            _result("plain statement, 10,000 signals", _times(lambda: _plain(crowded), runs // 5)),
            _result("service profile, any customer", _times(lambda: _ask(next(others), headers), runs)),
            _result("service profile, 10,000 signals", _times(lambda: _ask(0, headers), runs // 5)),
            _result("plain statement, any customer", _times(lambda: _plain(next(others)), runs // 5)),
            _result("an empty answer of the server", _times(lambda: _look(client, "/health/"), runs // 5)),
        ]
    return {
        "bench": "profile",
        "machine": machine(),
        "signals": signals,
        "customers": customers,
        "results": results,
        "ratios": _ratios({row["case"]: row for row in results}),
    }


def _ratios(rows: dict[str, dict[str, Any]]) -> dict[str, float]:
    def over(case: str, below: str) -> float:
        ratio: float = rows[case]["median"] / rows[below]["median"]
        return round(ratio, 3)

    return {
        "timeline_to_plain": over("timeline, first piece, 10,000 signals", "plain statement, 10,000 signals"),
        "profile_to_plain": over("service profile, any customer", "plain statement, any customer"),
        "profile_to_empty": over("service profile, any customer", "an empty answer of the server"),
    }


def fill(signals: int, customers: int) -> int:
    """Register the customers and append their signals; return the number of the one with `CROWDED` of them."""
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", name=f"Customer {number}", language="fi")
        for number in range(customers)
    )
    generator = np.random.default_rng(1)
    for part, start in enumerate(range(0, signals, CHUNK), start=1):
        count = min(CHUNK, signals - start)
        append_sealed(_signals(generator, start, count, customers), "bench-signals", part)
    compact()
    crowded = party_ids_of(["customer_id:0"])["customer_id:0"]
    give_consent(party_id=crowded, purpose=Purpose.PROFILING, at=timezone.now())
    return crowded


def _signals(generator: np.random.Generator, start: int, count: int, customers: int) -> pa.Table:
    kinds = KINDS[generator.choice(len(KINDS), count, p=SHARES)]
    seconds = generator.integers(0, DAYS * 86_400, count)
    who = generator.integers(1, customers, count)
    if start == 0:
        who[:CROWDED] = 0
        seconds[:CROWDED] = np.sort(seconds[:CROWDED])
    now = datetime.now(UTC)
    times = [now - timedelta(seconds=int(each)) for each in seconds]
    scored = kinds == "answer"
    columns: dict[str, Any] = {
        "signal_id": [f"s{start + at}" for at in range(count)],
        "kind": kinds,
        "occurred_at": times,
        "received_at": times,
        "party": [f"customer_id:{each}" for each in who],
        "touchpoint": ["Invoice" if each else None for each in scored],
        "channel": ["web"] * count,
        "source": ["bench"] * count,
        "response_id": [f"{kind}-{(start + at) // A_VISIT}-{who[at]}" for at, kind in enumerate(kinds)],
        "question": ["recommend"] * count,
        "definition": ["nps@1" if each else None for each in scored],
        "value": generator.integers(0, 11, count).astype(float),
        "text": ["A title, a product or a few words"] * count,
        "scale_min": [0.0] * count,
        "scale_max": [10.0] * count,
        "direction": [1] * count,
        "wording": ["1"] * count,
        "state": ["answered"] * count,
        "language": ["fi"] * count,
        "weight": [None] * count,
        "attributes": [[("path", "/page"), ("quantity", "1"), ("unit_price", "10")]] * count,
        "promise": ["identified"] * count,
        "month": [f"{moment.year:04d}-{moment.month:02d}" for moment in times],
    }
    arrays = [pa.array(columns[field.name], field.type) for field in SIGNAL_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=SIGNAL_SCHEMA)


def _look(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")


def _ask(number: int, headers: dict[str, str]) -> None:
    # The bench asks faster than any key may.
    api.ALLOWANCE.left.clear()
    response = Client().get(f"/api/v1/parties/customer_id:{number}/service-profile", headers=headers)
    if response.status_code != 200:
        raise RuntimeError(f"the service profile answered {response.status_code}")


def _plain(number: int) -> None:
    with open_snapshot() as snapshot:
        snapshot.run(PLAIN_SQL.format(party=f"customer_id:{number}")).to_pylist()


def _times(look: Callable[[], None], runs: int) -> list[float]:
    look()
    return list(_taken(look, runs))


def _taken(look: Callable[[], None], runs: int) -> Iterator[float]:
    for _run in range(runs):
        start = time.perf_counter()
        look()
        yield (time.perf_counter() - start) * 1000


def _result(case: str, taken: list[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": "ms",
        "median": round(statistics.median(taken), 2),
        "p99": round(float(np.quantile(taken, 0.99)), 2),
        "min": round(min(taken), 2),
        "max": round(max(taken), 2),
        "runs": len(taken),
    }
