"""Opening a snapshot and asking it."""

from __future__ import annotations

import threading
from datetime import UTC, date
from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable
from pytest_django.fixtures import Settings

from kuulo.base.errors import EngineError, SettingError
from kuulo.lake import queries, services
from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.schema import SIGNAL_SCHEMA, signals_table
from kuulo.lake.tests.cast import answer, answers
from kuulo.lake.tests.conftest import COUNTS, ids, named


def test_an_empty_lake_answers() -> None:
    with queries.open_snapshot() as snapshot:
        assert snapshot.data_version == "v0+0"
        assert snapshot.run(COUNTS).to_pylist() == [{"rows": 0, "ids": 0}]


def test_sealed_and_unsealed_rows_are_the_same_to_a_reader() -> None:
    query = "SELECT * FROM signals ORDER BY signal_id"
    services.record_signals([*answers(1, 2, 3), answer(4, value=None, direction=None, attributes={}, kind="comment")])
    with queries.open_snapshot() as snapshot:
        assert snapshot.data_version == "v0+4"
        before = snapshot.run(query)
    services.seal()
    with queries.open_snapshot() as snapshot:
        assert snapshot.data_version == "v1+0"
        after = snapshot.run(query)
    assert after.to_pylist() == before.to_pylist()
    assert after.schema.equals(before.schema)
    assert after.schema.names == [*SIGNAL_SCHEMA.names, "day"]
    assert after["occurred_at"][0].as_py().tzinfo is not None
    assert after["occurred_at"][0].as_py().astimezone(UTC) == answer(1).occurred_at


def test_rows_in_the_lake_and_beside_it_are_read_together() -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(3))
    with queries.open_snapshot() as snapshot:
        assert snapshot.data_version == "v1+1"
        rows = snapshot.run("SELECT kind, month, count(*) AS n FROM signals GROUP BY ALL ORDER BY month").to_pylist()
    assert [(row["kind"], row["month"], row["n"]) for row in rows] == [
        ("answer", "2026-01", 1),
        ("answer", "2026-02", 1),
        ("answer", "2026-03", 1),
    ]


def test_the_day_is_the_one_in_utc() -> None:
    services.record_signals(answers(0))
    with queries.open_snapshot() as snapshot:
        assert snapshot.run("SELECT day FROM signals")["day"].to_pylist() == [date(2026, 1, 15)]


def test_a_snapshot_does_not_change_while_others_write() -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(3))
    with queries.open_snapshot() as snapshot:
        services.record_signals(answers(4))
        services.seal()
        services.compact()
        services.vacuum()
        assert snapshot.run(COUNTS).to_pylist() == [{"rows": 3, "ids": 3}]
        assert ids() == named(1, 2, 3, 4)
        assert snapshot.run(COUNTS).to_pylist() == [{"rows": 3, "ids": 3}]


def test_further_tables_are_joined_by_name() -> None:
    services.record_signals(answers(1, 2))
    parties = pa.table({"party": ["customer_id:2"], "segment": ["home"]})
    with queries.open_snapshot() as snapshot:
        joined = snapshot.run("SELECT signal_id, segment FROM signals JOIN parties USING (party)", {"parties": parties})
        assert joined.to_pylist() == [{"signal_id": "answer-2", "segment": "home"}]
        with pytest.raises(EngineError, match="parties"):
            snapshot.run("SELECT * FROM parties")


def test_many_threads_ask_at_once() -> None:
    services.record_signals(answers(*range(500)))
    services.seal()
    with queries.open_snapshot() as snapshot:
        found: list[object] = []

        def ask() -> None:
            found.extend(snapshot.run(COUNTS).to_pylist()[0] for _ in range(20))

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [{"rows": 500, "ids": 500}] * 120


@pytest.mark.parametrize("name", ["asia kas", "lake*?", "o'lake", "a=b", "järvi#{}"])
def test_the_lake_may_lie_in_a_folder_of_any_name(tmp_path: Path, settings: Settings, name: str) -> None:
    settings.KUULO_LAKE_URL = str(tmp_path / name / "lake")
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(2, 3))
    assert ids() == named(1, 2, 3)
    services.seal()
    services.compact()
    services.vacuum(retention_hours=0)
    assert ids() == named(1, 2, 3)


@pytest.mark.parametrize("sign", "[]|^%")
def test_a_folder_name_that_cannot_be_used_is_refused(tmp_path: Path, settings: Settings, sign: str) -> None:
    settings.KUULO_LAKE_URL = str(tmp_path / f"a{sign}b")
    for use in (queries.open_snapshot, services.seal, queries.status):
        with pytest.raises(SettingError, match="KUULO_LAKE_URL"):
            use()


def test_the_lake_may_be_named_by_a_file_url(tmp_path: Path, settings: Settings) -> None:
    settings.KUULO_LAKE_URL = (tmp_path / "lake").as_uri()
    services.record_signals(answers(1, 2))
    services.seal()
    assert ids() == named(1, 2)


def test_a_wrong_statement_is_refused_with_the_engines_words() -> None:
    with queries.open_snapshot() as snapshot, pytest.raises(EngineError, match="no_such_column"):
        snapshot.run("SELECT no_such_column FROM signals")


def test_a_python_variable_is_no_table() -> None:
    secret = pa.table({"a": [1]})
    with queries.open_snapshot() as snapshot, pytest.raises(EngineError, match="secret"):
        snapshot.run("SELECT * FROM secret")
    assert secret.num_rows == 1


@pytest.mark.parametrize("damage", ["missing", "cut", "scribbled"])
def test_a_data_file_that_cannot_be_read_is_named(damage: str) -> None:
    services.record_signals(answers(*range(300)))
    services.seal()
    file = Path(queries.open_snapshot().source.files[0])
    whole = file.read_bytes()
    match damage:
        case "missing":
            file.unlink()
        case "cut":
            file.write_bytes(whole[: len(whole) // 2])
        case "scribbled":
            file.write_bytes(whole[:4] + b"\xff" * (len(whole) // 2) + whole[4 + len(whole) // 2 :])
    with queries.open_snapshot() as snapshot, pytest.raises(EngineError, match=file.name):
        snapshot.run("SELECT * FROM signals")


def test_a_lake_that_was_lost_is_noticed(settings: Settings, tmp_path: Path) -> None:
    services.record_signals(answers(1))
    services.seal()
    settings.KUULO_LAKE_URL = str(tmp_path / "elsewhere")
    with pytest.raises(EngineError, match="older than the database"):
        queries.open_snapshot()


def test_a_lake_whose_log_is_broken_is_named(tmp_path: Path) -> None:
    services.record_signals(answers(1))
    services.seal()
    for entry in (tmp_path / "lake" / "_delta_log").glob("*.json"):
        entry.write_text("{")
    with pytest.raises(EngineError, match="lake"):
        services.compact()


def test_a_lake_elsewhere_is_read_through_its_data_set(tmp_path: Path) -> None:
    services.record_signals(answers(*range(9)))
    services.seal()
    files = DeltaTable(tmp_path / "lake").to_pyarrow_dataset()
    source = SignalSource(
        "elsewhere", ("s3://bucket/lake/kind=answer/month=2026-01/a.parquet",), signals_table([]), files
    )
    query = "SELECT month, count(*) AS n FROM signals WHERE month > '2026-01' GROUP BY ALL ORDER BY month"
    assert engine().run(query, source, {}).to_pylist() == [{"month": "2026-02", "n": 3}, {"month": "2026-03", "n": 3}]
    everything = engine().run("SELECT * FROM signals ORDER BY signal_id", source, {})
    with queries.open_snapshot() as snapshot:
        assert everything.to_pylist() == snapshot.run("SELECT * FROM signals ORDER BY signal_id").to_pylist()
