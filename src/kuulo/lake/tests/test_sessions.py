"""The session every query runs in: in UTC, whatever time zone Django gave the process."""

from __future__ import annotations

import time

import pytest

from kuulo.lake.queries import open_snapshot

pytestmark = pytest.mark.django_db


def test_months_and_hours_are_those_of_utc() -> None:
    assert time.timezone != 0, "else the process's own zone would do"
    sql = "SELECT month(moment) AS m, hour(moment) AS h FROM (SELECT TIMESTAMPTZ '2026-01-31 22:30:00+00:00' AS moment)"
    with open_snapshot() as snapshot:
        assert snapshot.run(sql).to_pylist() == [{"m": 1, "h": 22}]
