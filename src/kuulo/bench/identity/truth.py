"""How good clusters are beside the truth: precision, recall and F1 over pairs of records."""

from __future__ import annotations

import polars as pl

from kuulo.bench.turns import Answer


def pairwise(clusters: pl.Series, truth: pl.Series) -> Answer:
    """Return precision, recall and F1 of the pairs that share a cluster, beside those that share a person."""
    frame = pl.DataFrame({"cluster": clusters, "truth": truth})
    both = _pairs(frame.group_by("cluster", "truth").len()["len"])
    found = _pairs(frame.group_by("cluster").len()["len"])
    true = _pairs(frame.group_by("truth").len()["len"])
    precision, recall = both / max(found, 1), both / max(true, 1)
    f1 = 2 * both / max(found + true, 1)
    return {"pairwise precision": [precision], "pairwise recall": [recall], "pairwise F1": [f1]}


def _pairs(sizes: pl.Series) -> int:
    whole = sizes.cast(pl.Int64)
    return int((whole * (whole - 1) // 2).sum())
