"""Looks at the lake that many tests need."""

from __future__ import annotations

import pytest

from kuulo.lake import queries

COUNTS = "SELECT count(*) AS rows, count(DISTINCT signal_id) AS ids FROM signals"


def ids() -> list[str]:
    """Return the ids of the signals a reader sees now, each as often as it is seen."""
    with queries.open_snapshot() as snapshot:
        return sorted(snapshot.run("SELECT signal_id FROM signals")["signal_id"].to_pylist())


def named(*numbers: int) -> list[str]:
    """Return the ids of the answers of those numbers."""
    return sorted(f"answer-{number}" for number in numbers)


@pytest.fixture(autouse=True)
def database(db: None) -> None:
    """Let every test of the lake use the database."""
    del db
