"""Recording signals: in the caller's transaction, each id once, read at once."""

from __future__ import annotations

from django.db import transaction

from kuulo.lake import queries, services
from kuulo.lake.models import OutboxSignal
from kuulo.lake.tests.cast import answer, answers
from kuulo.lake.tests.conftest import ids, named


def test_signals_are_read_as_soon_as_they_are_recorded() -> None:
    assert services.record_signals(answers(1, 2, 3)) == 3
    assert ids() == named(1, 2, 3)


def test_a_repeat_is_a_no_op() -> None:
    assert services.record_signals(answers(1, 2)) == 2
    assert services.record_signals(answers(2, 3, 3)) == 1
    assert ids() == named(1, 2, 3)


def test_a_repeat_of_a_sealed_signal_is_neither_read_nor_sealed_again() -> None:
    services.record_signals(answers(1, 2))
    services.seal()
    services.record_signals(answers(2, 3))
    assert ids() == named(1, 2, 3)
    assert services.seal() == services.SealReport(batches=1, sealed=1, repeated=1)
    assert ids() == named(1, 2, 3)


def test_what_the_caller_rolls_back_was_never_there() -> None:
    services.record_signals(answers(1))
    with transaction.atomic():
        services.record_signals(answers(2))
        assert ids() == named(1, 2)
        transaction.set_rollback(True)
    assert ids() == named(1)


def test_other_rows_after_a_rollback_are_not_taken_for_the_former_ones() -> None:
    with transaction.atomic():
        services.record_signals(answers(1))
        assert ids() == named(1)
        transaction.set_rollback(True)
    services.record_signals(answers(2))
    assert ids() == named(2)


def test_many_signals_are_recorded_from_a_generator() -> None:
    assert services.record_signals(answer(number) for number in range(12_345)) == 12_345
    assert OutboxSignal.objects.count() == 12_345
    assert queries.status().unsealed == 12_345


def test_nothing_is_recorded_from_nothing() -> None:
    assert services.record_signals([]) == 0


def test_difficult_words_come_back_as_they_were() -> None:
    text = "Ääkköset, 😀, \"lainaus\", 'heittomerkki', \x00 ja \u2028"
    services.record_signals([answer(1, text=text, attributes={"a'b": 'c"d', "": "ö"})])
    for _ in range(2):
        with queries.open_snapshot() as snapshot:
            (row,) = snapshot.run("SELECT text, attributes FROM signals").to_pylist()
        assert row["text"] == text
        assert dict(row["attributes"]) == {"a'b": 'c"d', "": "ö"}
        services.seal()
