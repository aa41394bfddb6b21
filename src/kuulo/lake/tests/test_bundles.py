"""All signals of a response as one row of the outbox, and what was promised about them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from kuulo.base.errors import InputError
from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal
from kuulo.lake.rules import Bundle, Said, Shared, instrument_signal_id
from kuulo.lake.schema import PARTITIONS, SIGNAL_SCHEMA, signals_table
from kuulo.lake.services import sealing
from kuulo.lake.tests.cast import answer
from kuulo.lake.tests.conftest import ids, named

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def bundle(response: str, *questions: str, **shared: object) -> tuple[str, Bundle]:
    """Return the answers of a response to some questions."""
    fields = {"source": "service", "response_id": response, "occurred_at": NOON, "received_at": NOON, **shared}
    said = (Said(kind="answer", question=question, state="answered", wording="1", value=9) for question in questions)
    return response, Bundle(Shared(**fields), tuple(said))  # type: ignore[arg-type] # the fields above


def read(columns: str) -> list[tuple[object, ...]]:
    """Return columns of all signals."""
    with queries.open_snapshot() as snapshot:
        rows = snapshot.run(f"SELECT {columns} FROM signals ORDER BY ALL").to_pylist()  # noqa: S608 -- the test's own words
    return [tuple(row.values()) for row in rows]


def test_a_bundle_is_one_row_and_as_many_signals_as_it_holds() -> None:
    services.record_bundles([bundle("a", "recommend", "why"), bundle("b", "recommend")])
    assert OutboxSignal.objects.count() == 2
    assert queries.status().unsealed == 3
    for _look in range(2):
        assert read("response_id, question, value") == [("a", "recommend", 9), ("a", "why", 9), ("b", "recommend", 9)]
        assert instrument_signal_id("answer", "a", "why") in ids()
        services.seal()
    assert queries.status().unsealed == 0


def test_a_signal_that_comes_again_in_another_bundle_is_read_and_sealed_once() -> None:
    services.record_bundles([bundle("a", "recommend"), ("a:2", bundle("a", "recommend", "why")[1])])
    services.record_bundles([bundle("a", "other name, same id")])
    assert read("question") == [("recommend",), ("why",)]
    assert services.seal().sealed == 2
    services.record_bundles([("a:3", bundle("a", "why", "late")[1])])
    assert read("question") == [("late",), ("recommend",), ("why",)]
    assert services.seal() == services.SealReport(batches=1, sealed=1, repeated=1)


def test_a_batch_ends_where_its_signals_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH_SIGNALS", 4)
    services.record_bundles([bundle(f"r{number}", "one", "two", "three") for number in range(4)])
    assert services.seal() == services.SealReport(batches=2, sealed=12, repeated=0)


def test_what_is_anonymous_has_numbers_of_chance_and_the_day_alone() -> None:
    services.record_bundles([bundle(name, "recommend", promise="anonymous") for name in "abcdefgh"])
    rows = OutboxSignal.objects.order_by("id")
    assert [row.signal_id for row in rows] != list("abcdefgh"), "one chance in 40,320 that they are alike"
    assert all(row.id < 0 and row.created_at.time().isoformat() == "00:00:00" for row in rows)
    services.record_signals([answer(1)])
    assert OutboxSignal.objects.order_by("-id")[0].id > 0
    assert read("DISTINCT promise") == [("anonymous",), ("identified",)]
    assert services.seal().sealed == 9


def test_a_time_without_a_zone_is_refused_before_it_can_stop_the_sealing() -> None:
    with pytest.raises(InputError, match="without a time zone"):
        services.record_bundles([bundle("a", "recommend", occurred_at=NOON.replace(tzinfo=None))])


def test_a_lake_from_before_promises_goes_on_and_its_customers_are_known(tmp_path: Path) -> None:
    before = pa.schema([field for field in SIGNAL_SCHEMA if field.name != "promise"])
    rows = signals_table([answer(1), answer(2)]).select(before.names).cast(before)
    write_deltalake(str(tmp_path / "lake"), rows, partition_by=list(PARTITIONS))
    assert read("DISTINCT promise") == [("identified",)]
    services.record_bundles([bundle("a", "recommend", promise="confidential")])
    for _look in range(2):
        assert read("promise") == [("confidential",), ("identified",), ("identified",)]
        services.seal()
    services.compact()
    assert read("promise") == [("confidential",), ("identified",), ("identified",)]
    assert "promise" in {field.name for field in DeltaTable(tmp_path / "lake").schema().fields}
    assert set(named(1, 2)) <= set(ids())
