"""How long the server takes for Home and Explore over many answers, measured through Django from request to page.

The answers are invented here, lie in a lake of their own, and are gone afterwards.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from django.conf import settings
from django.test import Client, override_settings
from django.test.utils import setup_databases, teardown_databases

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.bench.machine import machine
from kuulo.correction import queries as correction
from kuulo.figures import queries as figures
from kuulo.lake.schema import SIGNAL_SCHEMA
from kuulo.lake.services import append_sealed, compact

# Static files need not have been collected where only pages are measured.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
END = datetime(2026, 11, 1, tzinfo=UTC)
DAYS = 730
CHUNK = 250_000
COMMENTS_EVERY = 20
TOUCHPOINTS = ("Booking", "Home visit", "Phone", "Invoice", "Website", "Complaint", "Renewal", "Delivery")
SHIFTS = np.array([0.3, 0.6, -0.8, -0.3, 0.1, -1.8, 0.0, 0.4])
REGIONS = ("Uusimaa", "Pirkanmaa", "Varsinais-Suomi", "Pohjois-Pohjanmaa", "Keski-Suomi")
QUESTIONS = (("recommend", "nps@1", 0, 10), ("satisfaction", "csat.top2@1", 1, 5), ("effort", "ces.2@1", 1, 7))
PAGES = {
    "home": "/",
    "explore by touchpoint, 90 days": "/explore/?by=touchpoint&period=90",
    "explore by month, all time": "/explore/?by=month&period=all",
    "explore by region, one touchpoint, a year": "/explore/?by=a.region&touchpoint=Phone&period=365",
}


def bench_home(rows: int, *, runs: int = 20) -> dict[str, Any]:
    """Measure the pages over ``rows`` answers; medians of ``runs``, each warm (kept results) and cold (nothing kept).

    Returns:
        One object: ``bench``, ``machine``, ``results`` (case, unit, median, min, max, runs) and ``ratios``.
    """
    with tempfile.TemporaryDirectory() as folder, store_of_its_own(folder), reader() as client:
        fill(rows)
        compact()
        results = []
        for name, address in PAGES.items():
            look = _looking(client, address)
            _forget()
            look()
            results.append(_result(f"{name}, cold", _times(look, runs, prepare=_forget)))
            results.append(_result(f"{name}, warm", _times(look, runs, prepare=_nothing)))
    return {"bench": "home", "machine": machine(), "rows": rows, "results": results, "ratios": {}}


def fill(rows: int) -> None:
    """Append ``rows`` invented answers to three questions, and comments to some of them, to the lake in use."""
    generator = np.random.default_rng(1)
    for part, start in enumerate(range(0, rows, CHUNK), start=1):
        append_sealed(_answers(generator, start, min(CHUNK, rows - start)), "bench-answers", part)
    append_sealed(_comments(generator, max(rows // COMMENTS_EVERY, 1)), "bench-comments", 1)


def _answers(generator: np.random.Generator, start: int, count: int) -> pa.Table:
    index = np.arange(start, start + count)
    responses, which = index // len(QUESTIONS), index % len(QUESTIONS)
    places = np.sort(generator.integers(0, DAYS * 86_400, count))
    touchpoints = generator.integers(0, len(TOUCHPOINTS), count)
    lows, highs = (np.array([question[end] for question in QUESTIONS], dtype=float) for end in (2, 3))
    mood = 0.72 + 0.06 * SHIFTS[touchpoints] + generator.normal(0, 0.22, count)
    values = np.clip(np.rint(lows[which] + mood * (highs - lows)[which]), lows[which], highs[which])
    named = np.array([question[0] for question in QUESTIONS])[which]
    return _table(
        {
            "signal_id": [f"a{each}" for each in index],
            "kind": ["answer"] * count,
            "times": places,
            "touchpoint": np.array(TOUCHPOINTS)[touchpoints],
            "response_id": [f"r{each}" for each in responses],
            "question": named,
            "definition": np.array([question[1] for question in QUESTIONS])[which],
            "value": values,
            "text": [None] * count,
            "scale_min": lows[which],
            "scale_max": highs[which],
            "region": np.array(REGIONS)[generator.integers(0, len(REGIONS), count)],
            "party": generator.integers(0, max(count // 2, 10), count),
        }
    )


def _comments(generator: np.random.Generator, count: int) -> pa.Table:
    touchpoints = generator.integers(0, len(TOUCHPOINTS), count)
    return _table(
        {
            "signal_id": [f"c{each}" for each in range(count)],
            "kind": ["comment"] * count,
            "times": np.sort(generator.integers(0, DAYS * 86_400, count)),
            "touchpoint": np.array(TOUCHPOINTS)[touchpoints],
            "response_id": [f"r{each * COMMENTS_EVERY // len(QUESTIONS)}" for each in range(count)],
            "question": ["comment"] * count,
            "definition": [None] * count,
            "value": [None] * count,
            "text": ["The technician came on time and explained everything."] * count,
            "scale_min": [None] * count,
            "scale_max": [None] * count,
            "region": np.array(REGIONS)[generator.integers(0, len(REGIONS), count)],
            "party": generator.integers(0, max(count // 2, 10), count),
        }
    )


def _table(columns: dict[str, Any]) -> pa.Table:
    """Return columns as signals: what is the same in all of them is filled in here."""
    count = len(columns["signal_id"])
    times = [END - timedelta(days=DAYS) + timedelta(seconds=int(second)) for second in columns.pop("times")]
    regions, parties = columns.pop("region"), columns.pop("party")
    columns |= {
        "occurred_at": times,
        "received_at": times,
        "month": [f"{moment.year:04d}-{moment.month:02d}" for moment in times],
        "party": [f"customer_id:{party}" for party in parties],
        "attributes": [[("region", str(region))] for region in regions],
        "source": ["bench"] * count,
        "channel": ["phone"] * count,
        "language": ["fi"] * count,
        "wording": ["1"] * count,
        "state": ["answered"] * count,
        "direction": [1] * count,
        "weight": [None] * count,
        "promise": ["identified"] * count,
    }
    return pa.Table.from_arrays(
        [pa.array(columns[field.name], field.type) for field in SIGNAL_SCHEMA], schema=SIGNAL_SCHEMA
    )


@contextmanager
def store_of_its_own(folder: str) -> Iterator[None]:
    """Give the bench a lake and a database of its own, as the tests have; the installation's are left alone."""
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        with override_settings(KUULO_LAKE_URL=str(Path(folder) / "lake"), ALLOWED_HOSTS=["*"], STORAGES=STORAGES):
            yield
    finally:
        teardown_databases(databases, verbosity=0)


@contextmanager
def reader() -> Iterator[Client]:
    """Sign a person in who may see everything a page can show."""
    person = User.objects.create(email="bench@example.org", name="Bench", role=Role.INSIGHT_LEAD, language="en")
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    yield client


def _looking(client: Client, address: str) -> Callable[[], None]:
    def look() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}")

    return look


def _times(look: Callable[[], None], runs: int, *, prepare: Callable[[], None]) -> list[float]:
    taken = []
    for _run in range(runs):
        prepare()
        start = time.perf_counter()
        look()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def _forget() -> None:
    """Let go of all that rooms keep of answers, what the answers are corrected by included."""
    figures.MEMORY.forget()
    correction.forget()


def _nothing() -> None:
    """Prepare nothing: what was kept stays kept."""


def _result(case: str, taken: list[float]) -> dict[str, Any]:
    return {
        "case": case,
        "unit": "ms",
        "median": round(statistics.median(taken), 2),
        "min": round(min(taken), 2),
        "max": round(max(taken), 2),
        "runs": len(taken),
    }
