"""`kuulo identity run`: looks for customers who are one, on either engine."""

from __future__ import annotations

import pytest

from kuulo.cli.tests.conftest import Command
from kuulo.matching.queries import list_runs
from kuulo.matching.rules.settings import Engine
from kuulo.matching.tests.register import fill_register

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("engine", ["duckdb", pytest.param("spark", marks=[pytest.mark.spark, pytest.mark.long])])
def test_both_engines_propose_the_same_customers(kuulo: Command, engine: str) -> None:
    pairs = fill_register(60, 10)
    done = kuulo("identity", "run", "--engine", engine)
    assert done.code == 0
    assert f"70 persons and 0 organisations were compared on {engine}." in done.err
    found = list_runs()[0]
    assert found.engine is Engine(engine)
    assert abs(found.counts["open"] - len(pairs)) <= 2
