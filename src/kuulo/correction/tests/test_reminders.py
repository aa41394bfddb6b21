"""Use case: reminders went out at moments of chance; the lot, not the number sent, tells who was reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from kuulo.correction.queries.reminding import reminded_people
from kuulo.correction.rules.askings import AskingOutcome, AskingRow
from kuulo.correction.services import note_askings
from kuulo.correction.tests.cast import START, customers, heard, record, told
from kuulo.customers.queries import party_ids_of
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import People, arms
from kuulo.measures.definitions import DEFINITIONS

pytestmark = pytest.mark.django_db
OPENS, CLOSES = START + timedelta(days=7), START + timedelta(days=11)


def by_lot(count: int = 400, *, drawn: bool = True) -> None:
    """Record a round: of ten two answer 10 at once, four 0 an hour after a reminder, four never."""
    names = list(customers({"north": count}))
    numbers = party_ids_of(names)
    moments = {name: OPENS + (CLOSES - OPENS) * ((place * 7 % count) / count) for place, name in enumerate(names)}
    rows = [
        AskingRow(
            key=f"invitation:{place}",
            source="relationship",
            party_id=numbers[name],
            identifier=name,
            asked_at=START + timedelta(days=5),
            reached=True,
            moments=((moments[name], OPENS, CLOSES),) if drawn else (),
            # Who answered at once got no reminder: their number follows from the answer, not from a lot.
            reminders=0 if place % 5 == 0 else 1,
            outcome=AskingOutcome.ANSWERED if place % 5 < 3 else AskingOutcome.SILENT,
        )
        for place, name in enumerate(names)
    ]
    note_askings(rows)
    note_askings(replace(row, moments=()) for row in rows)
    at_once = [told(name, 10.0, days=6) for name in names[::5]]
    moved = [
        told(name, 0.0, days=((moments[name] - START) + timedelta(hours=1)) / timedelta(days=1))
        for place, name in enumerate(names)
        if place % 5 in {1, 2}
    ]
    record([*at_once, *moved])


def seen(**more: Any) -> People | None:
    with open_snapshot() as snapshot:
        return reminded_people(snapshot, heard(**more))


def test_the_arms_are_those_reminded_by_the_middle_of_the_window_and_those_not_yet() -> None:
    by_lot()
    people = seen()
    assert people is not None
    first, second = arms(people, DEFINITIONS["nps@1"])
    assert (first.reminders, first.asked, second.reminders, second.asked) == (0, 200, 1, 200)
    assert (first.rate, first.mean) == pytest.approx((0.2, 100.0))
    assert second.rate == pytest.approx(0.6, abs=0.02)
    assert second.marginal == pytest.approx(-100.0)


def test_the_number_of_reminders_sent_is_no_lot() -> None:
    by_lot(drawn=False)
    assert seen() is None


def test_a_window_whose_middle_the_figure_does_not_reach_tells_nothing_yet() -> None:
    by_lot()
    assert seen(end=START + timedelta(days=8)) is None
    assert seen(end=START + timedelta(days=10)) is not None


def test_a_few_are_no_lot() -> None:
    by_lot(39)
    assert seen() is None
