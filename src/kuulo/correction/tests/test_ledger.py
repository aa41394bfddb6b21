"""Use case: the ledger tells who was asked where the lake does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from kuulo.correction.models import Asking
from kuulo.correction.queries import MEMORY, listen
from kuulo.correction.queries.ledger import ledger_version
from kuulo.correction.rules.askings import AskingOutcome, AskingRow
from kuulo.correction.services import PERSON_STORES, note_askings
from kuulo.correction.tests.cast import START, customers, heard, record, told
from kuulo.customers.queries import party_ids_of, person_key
from kuulo.lake.queries import open_snapshot
from kuulo.measures.representativeness import Turnout

pytestmark = pytest.mark.django_db


def asked(name: str, number: int, **more: object) -> AskingRow:
    plain = AskingRow(
        key=f"invitation:{number}",
        source="relationship",
        party_id=party_ids_of([name])[name],
        identifier=name,
        asked_at=START + timedelta(days=5),
        probability=0.5,
        chance=0.5,
        reached=True,
    )
    return replace(plain, **more)  # type: ignore[arg-type] # a test says only what matters to it


def turnout(**more: Any) -> Turnout | None:
    MEMORY.forget()
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard(**more)).representation
    return found.turnout if found else None


def test_silent_customers_are_known_from_the_ledger() -> None:
    names = list(customers({"north": 60, "south": 60}))
    rows = [asked(name, place, reached=place >= 10) for place, name in enumerate(names[:80])]
    assert note_askings(rows) == 80
    record(told(name, 10.0) for name in names[20:70])
    note_askings(replace(row, outcome=AskingOutcome.ANSWERED) for row in rows[20:70])
    found = turnout()
    assert found is not None
    assert (found.frame, found.invited, found.reached, found.answered) == (120, 80, 70, 50)


def test_silence_told_by_the_lake_counts_beside_the_ledger() -> None:
    names = list(customers({"north": 60, "south": 60}))
    record(told(name, 10.0 if place < 30 else None, days=3) for place, name in enumerate(names[:60]))
    note_askings(asked(name, place) for place, name in enumerate(names[50:90]))
    found = turnout()
    assert found is not None
    assert (found.invited, found.answered) == (90, 30)


def test_silent_encounters_are_known_from_the_ledger() -> None:
    names = list(customers({"north": 60}))
    record(told(name, 10.0, touchpoint="Visit") for name in names[:45])
    rows = [asked(name, place, touchpoint="Visit") for place, name in enumerate(names)]
    note_askings([*(replace(row, outcome=AskingOutcome.ANSWERED) for row in rows[:45]), *rows[45:]])
    found = turnout(encounters=True)
    assert found is not None
    assert (found.frame, found.invited, found.answered) == (60, 60, 45)


def test_askings_of_another_time_or_source_are_no_askings() -> None:
    names = list(customers({"north": 120}))
    record(told(name, 10.0) for name in names[:50])
    rows = [asked(name, place) for place, name in enumerate(names)]
    note_askings(rows[:60])
    note_askings(replace(row, source="another") for row in rows[60:80])
    note_askings(replace(row, asked_at=START - timedelta(days=5)) for row in rows[80:100])
    found = turnout()
    assert found is not None
    assert found.invited == 60


def test_told_again_it_is_written_over() -> None:
    names = list(customers({"north": 1}))
    row = asked(names[0], 1)
    note_askings([row])
    note_askings([replace(row, outcome=AskingOutcome.BOUNCED, reached=False, reminders=2)])
    (kept,) = Asking.objects.all()
    assert (kept.outcome, kept.reached, kept.reminders) == ("bounced", False, 2)
    assert note_askings([]) == 0


def test_told_again_alike_it_leaves_kept_figures_kept() -> None:
    names = list(customers({"north": 2}))
    rows = [asked(name, place) for place, name in enumerate(names)]
    assert note_askings(rows) == 2
    before = ledger_version()
    assert note_askings(rows) == 2
    assert ledger_version() == before
    note_askings([rows[0], replace(rows[1], outcome=AskingOutcome.ANSWERED)])
    assert ledger_version() != before
    assert [row.outcome for row in Asking.objects.order_by("key")] == ["silent", "answered"]


def test_an_erased_person_leaves_the_count_alone() -> None:
    names = list(customers({"north": 2}))
    drawn = (START + timedelta(days=7), START + timedelta(days=6), START + timedelta(days=8))
    note_askings(asked(name, place, moments=(drawn,), phase=2, of="round:7") for place, name in enumerate(names))
    key = person_key(party_ids_of([names[0]])[names[0]])
    (store,) = PERSON_STORES
    (told_of,) = store.export(key)
    assert [told_of[each] for each in ("source", "identifier", "of", "chance", "moments")] == [
        "relationship",
        names[0],
        "round:7",
        0.5,
        [[each.isoformat() for each in drawn]],
    ]
    assert store.erase(key, timezone.now()).rows == 1
    assert list(store.export(key)) == []
    assert store.erase(key, timezone.now()).rows == 0
    assert Asking.objects.count() == 2
    assert Asking.objects.filter(party=None, identifier="", moments=[]).count() == 1
