"""Erasing signals: wherever they lie, nothing of them is left on the disk, and everybody else's stay."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kuulo.base.errors import BusyError, KuuloError
from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal, SealingState
from kuulo.lake.rules import Bundle, ChosenSignals, Said, Shared, Signal
from kuulo.lake.schema import signals_table
from kuulo.lake.services import SignalsErased
from kuulo.lake.services.forgetting import STRAY_SECONDS
from kuulo.lake.tests.cast import BEGINNING, answer, answers
from kuulo.lake.tests.conftest import ids, named

MARKER = "customer_id:Zq'x7"
PERSON = ChosenSignals(parties=frozenset({MARKER}))
AT_ONCE = timedelta(0)


def said(number: int) -> Signal:
    """Return an answer of the person, whose words lie at the end of the alphabet so that statistics name them."""
    return answer(number, party=MARKER, text=f"zzz-words-of-Zq'x7 {number}", response_id=f"Zq'x7-{number}")


def erase(chosen: ChosenSignals = PERSON) -> SignalsErased:
    return services.erase_signals(chosen, grace=AT_ONCE)


def bytes_of(folder: Path) -> bytes:
    """Return every byte of the lake: files as they lie, and data files unpacked."""
    found = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found += path.read_bytes()
            if path.suffix == ".parquet":
                found += repr(pq.read_table(path, partitioning=None).to_pylist()).encode()
    return found


def test_nothing_is_left_of_the_person_and_all_of_the_others(tmp_path: Path) -> None:
    services.record_signals([*answers(1, 2, 4), said(3)])
    services.seal()
    services.record_signals([*answers(5, 7), said(6), said(10)])
    services.seal()
    services.compact()
    services.record_signals([*answers(8), said(9)])
    assert b"Zq'x7" in bytes_of(tmp_path / "lake")
    done = erase()
    assert (done.waiting, done.sealed) == (1, 3)
    assert done.files > 4
    assert ids() == named(1, 2, 4, 5, 7, 8)
    assert b"Zq'x7" not in bytes_of(tmp_path / "lake")
    assert not OutboxSignal.objects.filter(payload__contains="Zq'x7").exists()


def test_a_repeat_erases_nothing_more_and_the_lake_goes_on() -> None:
    services.record_signals([*answers(1), said(3)])
    services.seal()
    erase()
    again = erase()
    assert again.rows == 0
    services.record_signals(answers(2))
    services.seal()
    services.compact()
    services.vacuum(retention_hours=0)
    assert ids() == named(1, 2)
    assert queries.status().rows == 2


def test_signals_without_a_party_stay(tmp_path: Path) -> None:
    services.record_signals([answer(1, party=None), said(4), answer(7, party=None)])
    services.seal()
    erase()
    assert ids() == named(1, 7)


def test_signals_are_chosen_by_their_response_too() -> None:
    services.record_signals([answer(1, party=None), *answers(2)])
    services.seal()
    assert erase(ChosenSignals(response_ids=frozenset({"response-1"}))).sealed == 1
    assert ids() == named(2)


def test_bundles_go_as_a_whole() -> None:
    shared = Shared(source="s", response_id="r", occurred_at=BEGINNING, received_at=BEGINNING, party=MARKER)
    other = Shared(source="s", response_id="o", occurred_at=BEGINNING, received_at=BEGINNING, party="customer_id:1")
    each = Said(kind="answer", question="q", state="answered", wording="1", value=3.0)
    services.record_bundles([("mine", Bundle(shared, (each,))), ("other", Bundle(other, (each,)))])
    assert erase().waiting == 1
    assert len(ids()) == 1


def test_signals_are_chosen_by_kind_and_age() -> None:
    services.record_signals([*answers(0, 1, 2), answer(3, kind="page_view")])
    services.seal()
    moment = datetime(2026, 2, 1, tzinfo=UTC)
    assert erase(ChosenSignals(older=(("answer", moment),))).sealed == 1
    assert ids() == named(1, 2, 3)


def test_nothing_chosen_erases_nothing() -> None:
    services.record_signals(answers(1))
    services.seal()
    assert erase(ChosenSignals()).rows == 0
    assert ids() == named(1)


def test_there_need_be_no_lake() -> None:
    assert erase() == SignalsErased()


def test_a_file_another_writer_has_just_written_is_waited_for_and_an_old_one_removed(tmp_path: Path) -> None:
    services.record_signals(answers(6))
    services.seal()
    stray = tmp_path / "lake" / "kind=answer" / "month=2026-01" / "part-stray.parquet"
    pq.write_table(signals_table([said(3)]).drop_columns(["kind", "month"]), stray)
    with pytest.raises(BusyError):
        erase()
    old = time.time() - STRAY_SECONDS - 1
    os.utime(stray, (old, old))
    erase()
    assert not stray.exists()
    assert ids() == named(6)


def test_a_file_of_others_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    services.record_signals([*answers(0), said(3)])
    services.seal()
    stray = tmp_path / "lake" / "kind=answer" / "month=2026-01" / "part-stray.parquet"
    pq.write_table(signals_table(answers(6)).drop_columns(["kind", "month"]), stray)
    erase()
    assert stray.exists()


def test_who_reads_an_erased_version_is_told_to_look_again() -> None:
    services.record_signals([*answers(1), said(3)])
    services.seal()
    with queries.open_snapshot() as snapshot:
        erase()
        with pytest.raises(BusyError):
            snapshot.run("SELECT text FROM signals")
    assert ids() == named(1)


def test_another_process_at_work_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services.erasing, "PATIENCE", AT_ONCE)
    services.record_signals([said(3)])
    services.seal()
    SealingState.objects.update(leased_by="other", lease_until=datetime.now(UTC) + timedelta(minutes=1))
    with pytest.raises(BusyError):
        erase()
    assert ids() == named(3)


class EndError(KuuloError):
    """Ends an erasure in the midst of it."""


def end_at(step: str) -> Callable[[str], None]:
    def reach(reached: str) -> None:
        if reached == step:
            raise EndError(step)

    return reach


@pytest.mark.parametrize(
    "step", ["outbox erased", "rows deleted", "old files removed", "checkpoint written", "past forgotten"]
)
def test_ended_at_any_step_a_repeat_goes_on(tmp_path: Path, step: str) -> None:
    services.record_signals([*answers(1, 2), said(3), said(4)])
    services.seal()
    services.record_signals([said(6), *answers(5)])
    with pytest.raises(EndError):
        services.erase_signals(PERSON, step=end_at(step), grace=AT_ONCE)
    assert set(named(1, 2, 5)) <= set(ids())
    erase()
    services.seal()
    assert ids() == named(1, 2, 5)
    assert b"Zq'x7" not in bytes_of(tmp_path / "lake")
