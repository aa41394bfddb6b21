"""Sealing the outbox into the lake, and keeping the lake's files in order."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from deltalake import DeltaTable
from django.utils import timezone

from kuulo.base.errors import BusyError
from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.schema import signals_table
from kuulo.lake.services import sealing
from kuulo.lake.tables import OUTBOX_APP
from kuulo.lake.tests.cast import answer, answers
from kuulo.lake.tests.conftest import ids, named


class EndedError(Exception):
    """A process that ends at a step."""


def end_at(step: str) -> services.Step:
    """Return a port that ends the sealing at the step."""

    def reach(reached: str) -> None:
        if reached == step:
            raise EndedError

    return reach


def test_sealing_empties_the_outbox_into_the_lake() -> None:
    services.record_signals([*answers(1, 2, 3), answer(4, kind="comment")])
    assert services.seal() == services.SealReport(batches=1, sealed=4, repeated=0)
    assert not OutboxSignal.objects.exists()
    status = queries.status()
    assert (status.rows, status.files, status.unsealed, status.version) == (4, 4, 0, 1)
    assert status.last_sealing is not None
    assert status.bytes > 0


def test_sealing_nothing_leaves_the_lake_alone() -> None:
    services.record_signals(answers(1))
    services.seal()
    assert services.seal() == services.SealReport(batches=0, sealed=0, repeated=0)
    assert queries.status().version == 1


def test_what_comes_in_meanwhile_waits_for_the_next_sealing() -> None:
    services.record_signals(answers(1))

    def record_more(reached: str) -> None:
        if reached == "cleared":
            services.record_signals(answers(2))

    assert services.seal(step=record_more).sealed == 1
    assert ids() == named(1, 2)
    assert services.seal().sealed == 1


def test_a_large_outbox_is_sealed_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH_SIGNALS", 4)
    services.record_signals(answers(*range(10)))
    assert services.seal() == services.SealReport(batches=3, sealed=10, repeated=0)
    assert ids() == named(*range(10))


@pytest.mark.parametrize("step", ["cleared leftovers", "numbered", "read", "committed", "cleared"])
def test_sealing_that_ended_at_a_step_goes_on_from_there(step: str) -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(2, 3, 4))
    with pytest.raises(EndedError):
        services.seal(step=end_at(step))
    assert ids() == named(1, 2, 3, 4)
    services.record_signals(answers(5))
    assert ids() == named(1, 2, 3, 4, 5)
    services.seal()
    assert ids() == named(1, 2, 3, 4, 5)
    assert queries.status().rows == 5
    assert not OutboxSignal.objects.exists()


def test_only_one_process_seals() -> None:
    services.record_signals(answers(1))

    def seal_beside(step: str) -> None:
        if step == "numbered":
            with pytest.raises(BusyError):
                services.seal()

    assert services.seal(step=seal_beside).sealed == 1


@pytest.mark.parametrize("step", ["cleared leftovers", "numbered", "read", "committed"])
def test_a_sealer_that_slept_through_its_lease_doubles_nothing(step: str) -> None:
    services.record_signals(answers(1, 2, 3))

    def sleep_long(reached: str) -> None:
        if reached == step:
            SealingState.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
            services.seal()
            services.record_signals(answers(4))

    if step == "cleared leftovers":
        with pytest.raises(BusyError, match="took over"):
            services.seal(step=sleep_long)
    else:
        assert services.seal(step=sleep_long).sealed == (3 if step == "committed" else 0)
    assert ids() == named(1, 2, 3, 4)
    services.seal()
    assert ids() == named(1, 2, 3, 4)
    assert queries.status().rows == 4


def test_a_database_brought_back_from_a_backup_doubles_nothing() -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(3))
    services.seal()
    # The database of before the first sealing, beside the lake of after the second.
    SealingState.objects.all().delete()
    services.record_signals(answers(1, 2))
    assert ids() == named(1, 2, 3)
    services.seal()
    services.record_signals(answers(4))
    services.seal()
    assert ids() == named(1, 2, 3, 4)


def test_compacting_gathers_small_files_and_vacuum_removes_the_old_ones(tmp_path: Path) -> None:
    for number in range(5):
        services.record_signals(answers(3 * number, 3 * number + 1))
        services.seal()
    assert queries.status().files == 10
    assert services.compact() == services.CompactReport(removed=10, added=2)
    assert ids() == named(0, 1, 3, 4, 6, 7, 9, 10, 12, 13)
    assert services.vacuum() == services.VacuumReport(deleted=0), "files younger than a day may still be read"
    assert services.vacuum(retention_hours=0) == services.VacuumReport(deleted=10)
    assert len(list((tmp_path / "lake").glob("kind=*/month=*/*.parquet"))) == 2
    assert ids() == named(0, 1, 3, 4, 6, 7, 9, 10, 12, 13)


def test_a_vacuum_under_a_readers_feet_is_said() -> None:
    for number in range(2):
        services.record_signals(answers(3 * number))
        services.seal()
    with queries.open_snapshot() as snapshot:
        services.compact()
        services.vacuum(retention_hours=0)
        with pytest.raises(BusyError, match="Files of the lake were removed"):
            snapshot.run("SELECT * FROM signals")


def test_the_batch_number_outlives_checkpoints(tmp_path: Path) -> None:
    for number in range(3):
        services.record_signals(answers(number))
        services.seal()
    services.vacuum()
    assert list((tmp_path / "lake" / "_delta_log").glob("*.checkpoint.parquet"))
    assert DeltaTable(tmp_path / "lake").transaction_version(OUTBOX_APP) == 3
    services.record_signals(answers(3))
    services.seal()
    assert ids() == named(0, 1, 2, 3)


def test_the_files_are_plain_parquet_without_deletion_vectors(tmp_path: Path) -> None:
    services.record_signals(answers(1))
    services.seal()
    table = DeltaTable(tmp_path / "lake")
    assert table.metadata().partition_columns == ["kind", "month"]
    assert table.protocol().min_reader_version == 1


def test_a_ready_table_is_appended_once() -> None:
    table = signals_table(answers(1, 2, 3))
    assert services.append_sealed(table, "import-7", 1)
    assert not services.append_sealed(table, "import-7", 1)
    assert services.append_sealed(signals_table(answers(4)), "import-7", 2)
    services.record_signals(answers(5))
    services.seal()
    assert ids() == named(1, 2, 3, 4, 5)


def test_a_vacuum_before_the_first_signal_does_no_harm() -> None:
    services.vacuum()
    services.compact()
    assert ids() == []
