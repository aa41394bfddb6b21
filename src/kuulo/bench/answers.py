"""The answers a bench reads: invented, the same every time, written as Parquet files by month.

Two questions: 7 of 10 rows answer the recommend question (0–10), 3 of 10 the effort question (1–7). Customers lie in a
file beside them. Everything is made month by month, so that making them needs little memory.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

MONTHS = 24
FIRST_MONTH = np.datetime64("2024-11", "M")
LAST_DAY = np.datetime64("2026-10-31", "D")
TOUCHPOINTS = 20
TECHNICIANS = 5000
SEGMENTS = ("home", "family", "senior", "company")
REGIONS = ("south", "west", "east", "north", "lakes", "archipelago")
STEPS = ("find", "book", "visit", "pay", "use", "complain")
PLANS = ("basic", "plus", "complete", "none")
RECOMMEND = "recommend"
ROW_GROUP = 122_880  # as the lake writes its files
EFFORT = "effort"


def write_answers(folder: Path, rows: int) -> None:
    """Write ``rows`` answers under ``folder``/answers/question=…/month=… and the customers who gave them."""
    customers = max(rows // 20, 100)
    share = {RECOMMEND: 7, EFFORT: 3}
    for seed, (question, tenths) in enumerate(share.items()):
        random = np.random.default_rng(seed)
        for month in range(MONTHS):
            count = max(rows * tenths // (10 * MONTHS), 1)
            start = FIRST_MONTH + month
            part = folder / "answers" / f"question={question}" / f"month={start}"
            part.mkdir(parents=True)
            pq.write_table(
                _month(random, start, count, customers, question),
                part / "part.parquet",
                compression="zstd",
                compression_level=1,
                row_group_size=ROW_GROUP,
            )
    pq.write_table(_customers(customers), folder / "customers.parquet")


def _month(random: np.random.Generator, start: np.datetime64, count: int, customers: int, question: str) -> pa.Table:
    first = start.astype("datetime64[us]")
    length = ((start + 1).astype("datetime64[us]") - first).astype(np.int64)
    touchpoint = random.integers(0, TOUCHPOINTS, count)
    happy = random.normal(0.35 + 0.03 * (touchpoint % 7), 0.6, count)
    score = np.clip(np.round(7 + 3 * happy), 0, 10) if question == RECOMMEND else np.clip(np.round(4 + 2 * happy), 1, 7)
    unanswered = random.random(count) < 0.05
    return pa.table(
        {
            "party": random.integers(0, customers, count),
            "occurred_at": first + np.sort(random.integers(0, length, count)).astype("timedelta64[us]"),
            "touchpoint": _named(touchpoint, [f"touchpoint {i}" for i in range(TOUCHPOINTS)]),
            "segment": _named(random.integers(0, len(SEGMENTS), count), SEGMENTS),
            "region": _named(random.integers(0, len(REGIONS), count), REGIONS),
            "step": _named(random.integers(0, len(STEPS), count), STEPS),
            "technician": random.integers(0, TECHNICIANS, count).astype(np.int32),
            "value": pa.array(score, mask=unanswered),
            "weight": random.lognormal(0, 0.4, count),
        }
    )


def _customers(count: int) -> pa.Table:
    random = np.random.default_rng(99)
    return pa.table({"party": np.arange(count), "plan": _named(random.integers(0, len(PLANS), count), PLANS)})


def _named(places: np.ndarray, names: tuple[str, ...] | list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places, pa.int32()), pa.array(names)).cast(pa.string())
