"""The great test: a person who left something in every store is erased, and no byte of her is left on the disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kuulo.base.texts import Text
from kuulo.customers.models import ContactPoint, KeptOut, Party
from kuulo.customers.queries import party_ids_of, person_key
from kuulo.customers.rules import PersonKey
from kuulo.customers.services import segments
from kuulo.events import services as events
from kuulo.feeds import services as feeds
from kuulo.feeds.tests.cast import Hand, take
from kuulo.invitations import services as invitations
from kuulo.jobs.services import StoppedError
from kuulo.lake import queries as lake
from kuulo.lake import services as lake_services
from kuulo.matching import services as matching
from kuulo.responses import services as responses
from kuulo.rights.models import Receipt, Request
from kuulo.rights.rules import RequestKind, RequestState, Way
from kuulo.rights.services import Asked, begin_erasure, erase_person, person_stores
from kuulo.rights.services.erasing import NOT_KEPT_OUT, carry_out
from kuulo.rights.tests.planting import PHONE, Planted, import_answers, plant
from kuulo.rights.tests.planting_traces import DEVICE, EMAIL, IDENTIFIER, bring_people, bring_purchases, sent_traces
from kuulo.rights.tests.searching import places_of

ASKED = Asked(kind=RequestKind.ERASE, way=Way.LETTER)
AFTERWARDS = ("events.move", "matching.find", "matching.link_certain", "feeds.check", "customers.measure_segments")
COUNT = "SELECT count(*) AS rows FROM signals WHERE party = 'customer_id:1'"


@pytest.fixture(autouse=True)
def database(open_database: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Work on a database on the disk, as an installation does; nobody is reading, so there is no need to wait."""
    monkeypatch.setattr("kuulo.lake.services.erasing.GRACE", timedelta(0))
    return open_database


@pytest.fixture
def planted() -> Planted:
    return plant()


def rows_of_others() -> int:
    with lake.open_snapshot() as snapshot:
        return int(snapshot.run(COUNT).to_pylist()[0]["rows"])


def held(key: PersonKey) -> dict[str, int]:
    """Return how much each store of the house hands out about the person."""
    return {store.name: len(list(store.export(key))) for store in person_stores()}


def work_off() -> None:
    """Do what workers do by themselves: whatever still waits somewhere would come back now."""
    rooms = (matching, feeds, events, invitations, responses, segments)
    handlers = {kind: handler for room in rooms for kind, handler in room.JOB_HANDLERS.items()}
    lake_services.seal()
    for kind in AFTERWARDS:
        handlers[kind](Hand())
    lake_services.seal()
    lake_services.compact()
    lake_services.vacuum()


def test_no_byte_is_left_of_the_person(planted: Planted, tmp_path: Path) -> None:
    before = places_of(tmp_path)
    assert len(before) > 10, "the test finds what it planted"
    key = person_key(planted.party_id)
    # Each store, also one that is added one day, must have been hit by the planting; else nothing is shown here.
    assert [name for name, rows in held(key).items() if not rows] == []
    others = rows_of_others()
    receipt = erase_person(party_id=planted.party_id, asked=ASKED, now=datetime.now(UTC))
    left = places_of(tmp_path)
    assert not left, "\n".join(left)
    assert {name: rows for name, rows in held(key).items() if rows} == {}
    work_off()
    left = places_of(tmp_path)
    assert not left, "came back:\n" + "\n".join(left)
    # With the one of theirs that still waited in the log.
    assert rows_of_others() == others + 1 > 1
    assert Party.objects.filter(pk=planted.other_id).exists()
    assert receipt.ended_at is not None
    assert sum(line.rows for line in receipt.lines) > 10
    assert sum(line.files for line in receipt.lines) > 3
    request = Request.objects.get(reference=receipt.reference)
    assert (request.state, request.party_id, request.note) == (RequestState.DONE, None, "")


def test_an_erasure_cut_short_goes_on_and_the_same_file_brings_nothing_back(planted: Planted, tmp_path: Path) -> None:
    reference = begin_erasure(party_id=planted.party_id, asked=ASKED, now=datetime.now(UTC))

    def stop_late(done: int, total: int, note: Text | None) -> None:
        del note
        if done == total // 2:
            raise StoppedError

    with pytest.raises(StoppedError):
        carry_out(Receipt.objects.select_related("request").get(), progress=stop_late)
    receipt = carry_out(Receipt.objects.select_related("request").get())
    assert receipt.reference == reference
    assert places_of(tmp_path) == []
    brought_again()
    assert not party_ids_of([IDENTIFIER, f"anonymous_id:{DEVICE}", f"email:{EMAIL}"])
    assert not [row for row in ContactPoint.objects.all() if row.value in {EMAIL, PHONE}]
    assert not {IDENTIFIER, DEVICE, f"anonymous_id:{DEVICE}"} & told_by_signals()


def test_who_wants_not_even_digests_to_stay_may_be_brought_back(planted: Planted, tmp_path: Path) -> None:
    receipt = erase_person(party_id=planted.party_id, asked=ASKED, now=datetime.now(UTC), keep_out=False)
    assert not KeptOut.objects.exists()
    assert receipt.lines[-1].kept[0] == NOT_KEPT_OUT
    assert places_of(tmp_path) == []
    brought_again()
    assert party_ids_of([IDENTIFIER])


def brought_again() -> None:
    """Bring everything once more that told of her: answers, a list, purchases, traces."""
    import_answers()
    take(bring_people())
    take(bring_purchases(3))
    sent_traces(page="/again")
    lake_services.seal()


def told_by_signals() -> set[str]:
    """Return every party and device that signals name."""
    with lake.open_snapshot() as snapshot:
        rows = snapshot.run("SELECT DISTINCT party, attributes['anonymous_id'] AS device FROM signals").to_pylist()
    return {str(value) for row in rows for value in row.values() if value}
