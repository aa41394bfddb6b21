"""A signal says what it is, or is refused by name."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from kuulo.base.errors import InputError
from kuulo.lake.rules import month_of
from kuulo.lake.schema import SIGNAL_SCHEMA, signals_table
from kuulo.lake.tests.cast import answer


def test_a_table_holds_what_the_signals_say() -> None:
    table = signals_table([answer(1), answer(2, party=None, value=None, direction=None, attributes={})])
    assert table.schema.equals(SIGNAL_SCHEMA)
    first, second = table.to_pylist()
    assert first["occurred_at"] == answer(1).occurred_at
    assert first["attributes"] == [("region", "Itä")]
    assert first["month"] == "2026-02"
    assert (second["party"], second["value"], second["direction"], second["attributes"]) == (None, None, None, [])


def test_the_month_is_the_one_in_utc() -> None:
    helsinki = timezone(timedelta(hours=3))
    assert month_of(datetime(2026, 7, 1, 2, 59, tzinfo=helsinki)) == "2026-06"
    assert month_of(datetime(2026, 7, 1, 3, 0, tzinfo=helsinki)) == "2026-07"
    assert month_of(datetime(814, 1, 1, tzinfo=UTC)) == "0814-01"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("signal_id", ""),
        ("signal_id", "x" * 129),
        ("kind", "two words"),
        ("kind", "up/../down"),
        ("kind", "käynti"),
        ("kind", "k" * 65),
        ("occurred_at", datetime(2026, 1, 1)),  # noqa: DTZ001 -- the missing zone is the point
        ("received_at", datetime(2026, 1, 1)),  # noqa: DTZ001 -- the missing zone is the point
        ("state", "lost"),
        ("direction", 0),
        ("value", float("nan")),
        ("weight", float("inf")),
        ("scale_max", float("-inf")),
    ],
)
def test_what_the_lake_cannot_keep_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(InputError) as refusal:
        answer(1, **{field: value})
    assert field in str(refusal.value)
    assert "takes" in str(refusal.value)
