"""Use case: who has never been heard."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kuulo.correction.queries import MEMORY, never_heard
from kuulo.correction.rules.askings import AskingOutcome, AskingRow
from kuulo.correction.services import note_askings
from kuulo.correction.tests.cast import customers, record, told
from kuulo.customers.queries import party_ids_of
from kuulo.lake.queries import open_snapshot

pytestmark = pytest.mark.django_db


def test_those_who_never_answered_are_counted_by_what_they_are_like() -> None:
    names = list(customers({"north": 60, "south": 40}))
    # Of the north all but 10 answered at some time; of the south 10 did, and 20 were asked in vain.
    record(
        [
            *(told(name, 9.0, days=-400) for name in names[:50]),
            *(told(name, 3.0) for name in names[60:70]),
            *(told(name, None) for name in names[70:90]),
        ]
    )
    with open_snapshot() as snapshot:
        found = never_heard(snapshot, key="1", floor=5, confidence=0.95)
    assert (found.count, found.of, found.asked) == (40, 100, 20)
    assert found.share is not None
    assert found.share.value == pytest.approx(0.4)
    groups = next(each for each in found.by_attribute if each.variable == "group")
    assert [(each.level, each.persons) for each in groups.shares] == [("south", 40), ("north", 60)]
    assert [each.estimate.value for each in groups.shares] == pytest.approx([0.75, 10 / 60])
    assert found.differences[0].level in {"north", "south"}


def test_who_answered_without_leaving_a_trace_in_the_lake_was_heard() -> None:
    names = list(customers({"north": 20}))
    record([told(name, 9.0) for name in names[:10]])
    party = party_ids_of([names[15]])[names[15]]
    note_askings(
        [
            AskingRow(
                key="invitation:1",
                source="anonymous",
                party_id=party,
                identifier=names[15],
                asked_at=datetime(2026, 6, 1, tzinfo=UTC),
                outcome=AskingOutcome.ANSWERED,
                reached=True,
            )
        ]
    )
    MEMORY.forget()
    with open_snapshot() as snapshot:
        assert never_heard(snapshot, key="1", floor=5, confidence=0.95).count == 9


def test_of_a_few_nothing_is_told() -> None:
    names = list(customers({"north": 20}))
    record([told(name, 9.0) for name in names[:17]])
    with open_snapshot() as snapshot:
        found = never_heard(snapshot, key="1", floor=5, confidence=0.95)
    assert (found.count, found.share, found.by_attribute) == (3, None, ())
