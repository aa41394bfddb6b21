"""The doubles as Kuulo finds them, from the raw table; its model is left for the contender that comes after."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from kuulo.bench.identity.truth import pairwise
from kuulo.bench.turns import Answer, serve
from kuulo.identity import link


def dedupe(folder: Path) -> Answer:
    """Link the persons without configuration."""
    persons = pl.read_parquet(folder / "persons.parquet")
    linked = link([persons.drop("person").to_arrow()])
    (folder / "model.json").write_text(linked.model.to_json(), encoding="utf-8")
    return pairwise(pl.Series(linked.clusters["cluster"]), persons["person"])


if __name__ == "__main__":
    serve({"dedupe": dedupe})
