"""Companions: what is found out about signals stands beside them, once each, and goes with them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from kuulo.base.errors import BusyError
from kuulo.lake import queries, services
from kuulo.lake.engines import engine
from kuulo.lake.models import SealingState
from kuulo.lake.queries import Companion
from kuulo.lake.rules import ChosenSignals, month_of
from kuulo.lake.schema import companion_url
from kuulo.lake.services import leases
from kuulo.lake.tables import open_table
from kuulo.lake.tests.cast import answer, answers
from kuulo.lake.tests.test_erasing import PERSON, bytes_of, said

MOODS = Companion("moods", (pa.field("mood", pa.string()), pa.field("marks", pa.list_(pa.string()))))
ALL = "SELECT signal_id, kind, month, party, response_id, mood, marks FROM moods ORDER BY signal_id"
AT_ONCE = timedelta(0)


def found(mood: str, *numbers: int) -> pa.Table:
    """Return what was found out about the answers of those numbers."""
    signals = answers(*numbers)
    return pa.table(
        {
            "signal_id": [each.signal_id for each in signals],
            "kind": [each.kind for each in signals],
            "month": [month_of(each.occurred_at) for each in signals],
            "mood": [mood] * len(signals),
            "marks": pa.array([["m", mood]] * len(signals), pa.list_(pa.string())),
        }
    )


def moods() -> dict[str, str]:
    """Return the mood of each signal as a reader finds it now."""
    with queries.open_snapshot() as snapshot:
        return {row["signal_id"]: row["mood"] for row in snapshot.run(ALL, companions=[MOODS]).to_pylist()}


def test_before_the_first_row_a_companion_is_empty_and_has_its_columns() -> None:
    with queries.open_snapshot() as snapshot:
        empty = snapshot.run("SELECT * FROM moods", companions=[MOODS])
    assert empty.num_rows == 0
    assert set(empty.column_names) == set(MOODS.schema.names)


def test_rows_carry_the_keys_of_their_signals_sealed_or_not() -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(3))
    assert services.append_companion(MOODS, found("glad", 1, 2, 3)) == 3
    with queries.open_snapshot() as snapshot:
        rows = snapshot.run(ALL, companions=[MOODS]).to_pylist()
        joined = snapshot.run(
            "SELECT count(*) AS n FROM signals JOIN moods USING (signal_id, kind, month, party)", companions=[MOODS]
        )
    assert [(row["signal_id"], row["party"], row["response_id"]) for row in rows] == [
        (f"answer-{number}", f"customer_id:{number}", f"response-{number}") for number in (1, 2, 3)
    ]
    assert rows[0]["marks"] == ["m", "glad"]
    assert joined["n"][0].as_py() == 3


def test_a_repeat_adds_nothing_and_a_row_that_is_there_stays() -> None:
    services.record_signals(answers(1, 2, 3))
    services.append_companion(MOODS, found("glad", 1, 2))
    assert services.append_companion(MOODS, found("sad", 1, 2, 3)) == 1
    assert services.append_companion(MOODS, pa.concat_tables([found("sad", 1), found("sad", 1)])) == 0
    assert moods() == {"answer-1": "glad", "answer-2": "glad", "answer-3": "sad"}


def test_replacing_leaves_the_others_and_adds_what_is_new() -> None:
    services.record_signals(answers(1, 2, 3, 4))
    services.append_companion(MOODS, found("glad", 1, 2, 4))
    assert services.replace_companion(MOODS, found("sad", 1, 3)) == 2
    assert moods() == {"answer-1": "sad", "answer-2": "glad", "answer-3": "sad", "answer-4": "glad"}


def test_of_signals_that_are_not_there_nothing_is_kept() -> None:
    services.record_signals(answers(1))
    assert services.append_companion(MOODS, found("glad", 1, 5)) == 1
    assert services.replace_companion(MOODS, found("sad", 5)) == 0
    assert moods() == {"answer-1": "glad"}


def test_a_snapshot_keeps_the_companion_it_saw_first() -> None:
    services.record_signals(answers(1, 2))
    services.append_companion(MOODS, found("glad", 1))
    with queries.open_snapshot() as snapshot:
        key = snapshot.companion_key(MOODS)
        services.append_companion(MOODS, found("glad", 2))
        assert snapshot.run(ALL, companions=[MOODS]).num_rows == 1
        assert snapshot.companion_key(MOODS) == key
    assert len(moods()) == 2
    with queries.open_snapshot() as snapshot:
        assert snapshot.companion_key(MOODS) != key


def test_what_stands_beside_is_erased_with_the_signal_and_none_of_it_is_left(tmp_path: Path) -> None:
    services.record_signals([*answers(1, 2), said(3), said(6)])
    services.seal()
    hers = found("glad", 3, 6).set_column(3, "mood", pa.array(["zzz-mood-of-Zq'x7"] * 2))
    services.append_companion(MOODS, pa.concat_tables([found("glad", 1, 2), hers]))
    services.replace_companion(MOODS, hers)
    assert b"zzz-mood-of" in bytes_of(tmp_path / "lake")
    done = services.erase_signals(PERSON, grace=AT_ONCE)
    assert (done.sealed, done.beside) == (2, 2)
    assert moods() == {"answer-1": "glad", "answer-2": "glad"}
    left = bytes_of(tmp_path / "lake")
    assert b"zzz-mood-of" not in left
    assert b"Zq'x7" not in left
    again = services.erase_signals(PERSON, grace=AT_ONCE)
    assert (again.rows, again.beside) == (0, 0)


def test_what_was_found_out_before_an_erasure_is_not_written_after_it() -> None:
    services.record_signals([*answers(1), said(3)])
    thought = found("glad", 1, 3)
    services.erase_signals(PERSON, grace=AT_ONCE)
    assert services.append_companion(MOODS, thought) == 1
    assert moods() == {"answer-1": "glad"}


def test_an_erasure_killed_between_signals_and_companions_is_ended_by_its_repeat() -> None:
    services.record_signals([*answers(1), said(3)])
    services.seal()
    services.append_companion(MOODS, found("glad", 1, 3))

    def end(step: str) -> None:
        if step == "rows deleted":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.erase_signals(PERSON, step=end, grace=AT_ONCE)
    services.erase_signals(PERSON, grace=AT_ONCE)
    assert moods() == {"answer-1": "glad"}


def test_rows_of_a_kind_past_its_time_go_too() -> None:
    services.record_signals(answers(1, 2, 3))
    services.append_companion(MOODS, found("glad", 1, 2, 3))
    services.erase_signals(ChosenSignals(older=(("answer", answer(1).occurred_at),)), grace=AT_ONCE)
    assert list(moods()) == ["answer-1", "answer-2"]


def test_small_files_are_gathered_and_old_ones_cleared(tmp_path: Path) -> None:
    services.record_signals(answers(*range(0, 30, 3)))
    services.seal()
    for number in range(0, 30, 3):
        services.append_companion(MOODS, found("glad", number))
    before = moods()
    assert services.compact().removed == 10
    assert services.vacuum(retention_hours=0).deleted >= 10
    assert moods() == before
    assert len(list((tmp_path / "lake" / "_companions").rglob("part-*.parquet"))) == 1
    services.vacuum(retention_hours=0)
    assert moods() == before


def test_a_column_that_came_later_is_empty_in_older_rows() -> None:
    services.record_signals(answers(1, 2))
    services.append_companion(MOODS, found("glad", 1))
    wider = Companion("moods", (*MOODS.columns, pa.field("strength", pa.float32())))
    with queries.open_snapshot() as snapshot:
        assert snapshot.run("SELECT strength FROM moods", companions=[wider])["strength"].to_pylist() == [None]
    row = found("sad", 2).append_column("strength", pa.array([0.5], pa.float32()))
    services.append_companion(wider, row)
    with queries.open_snapshot() as snapshot:
        rows = snapshot.run("SELECT strength FROM moods ORDER BY signal_id", companions=[wider])
    assert rows["strength"].to_pylist() == [None, 0.5]


def test_who_rewrites_the_lake_is_waited_for_and_then_told(monkeypatch: pytest.MonkeyPatch) -> None:
    services.record_signals(answers(1))
    monkeypatch.setattr("kuulo.lake.services.companions.PATIENCE", AT_ONCE)
    with leases.leased(), pytest.raises(BusyError, match="sealing"):
        services.append_companion(MOODS, found("glad", 1))
    assert SealingState.objects.get().leased_by == ""
    assert services.append_companion(MOODS, found("glad", 1)) == 1


def test_elsewhere_a_companion_is_read_through_its_data_set() -> None:
    services.record_signals(answers(*range(9)))
    services.append_companion(MOODS, found("glad", *range(9)))
    table = open_table(companion_url(queries.lake_url(), "moods"))
    assert table is not None
    with queries.open_snapshot() as snapshot:
        here = snapshot.beside.of(MOODS)
        rows = snapshot.run(ALL, companions=[MOODS]).to_pylist()
        dataset = table.to_pyarrow_dataset(as_large_types=False)
        there = type(here)("moods", "elsewhere", ("s3://bucket/moods/a.parquet",), here.empty, dataset)
        assert engine().run(ALL, snapshot.source, {}, [there]).to_pylist() == rows
