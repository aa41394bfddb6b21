"""Invented rows to be raked: six margins that hang together, unequal base weights, and targets of another shape."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

LEVELS = (2, 3, 5, 7, 9, 10)
NAMES = tuple(f"m{i}" for i in range(len(LEVELS)))
ROWS = "rows.parquet"
TARGETS = "targets.json"
_BUNDLE = 1_000_000


def write_rows(folder: Path, rows: int) -> None:
    """Write the rows as a Parquet file, the targets as JSON, and flat arrays for those who read no Parquet."""
    random = np.random.default_rng(20251)
    schema = pa.schema([("id", pa.int64()), *((name, pa.int32()) for name in NAMES), ("weight", pa.float64())])
    counted = [np.zeros(size) for size in LEVELS]
    flat = [(folder / f"{name}.bin").open("wb") for name in (*NAMES, "weight")]
    with pq.ParquetWriter(folder / ROWS, schema) as writer:
        for start in range(0, rows, _BUNDLE):
            count = min(_BUNDLE, rows - start)
            codes, weight = _bundle(random, count)
            counted = [
                total + np.bincount(code, weights=weight, minlength=len(total))
                for total, code in zip(counted, codes, strict=True)
            ]
            writer.write_table(pa.table([np.arange(start, start + count), *codes, weight], schema=schema))
            for file, code in zip(flat, codes, strict=False):
                file.write(code.tobytes())
            flat[-1].write(weight.tobytes())
    for file in flat:
        file.close()
    (folder / TARGETS).write_text(json.dumps(_targets(random, counted)), encoding="utf-8")


def _bundle(random: np.random.Generator, rows: int) -> tuple[list[NDArray[np.int32]], NDArray[np.float64]]:
    """Return levels that lean on one hidden trait, the later ones rarer, and base weights."""
    trait = random.normal(size=rows)
    codes = []
    for size in LEVELS:
        mixed = 0.4 * trait + np.sqrt(1 - 0.4**2) * random.normal(size=rows)
        shares = 1 / np.sqrt(1 + np.arange(size))
        cuts = np.quantile(mixed[:100_000], np.cumsum(shares / shares.sum())[:-1])
        codes.append(np.searchsorted(cuts, mixed).astype(np.int32))
    return codes, np.round(random.gamma(4, 0.5, rows) + 0.2, 3)


def _targets(random: np.random.Generator, counted: list[NDArray[np.float64]]) -> dict[str, list[float]]:
    """Return the margins of the population: those of the rows, moved by some tenths, of one size."""
    size = float(counted[0].sum())
    found = {}
    for name, total in zip(NAMES, counted, strict=True):
        moved = total * np.exp(random.normal(0, 0.3, len(total)))
        found[name] = (moved * size / moved.sum()).tolist()
    return found
