"""The great test: a person who left something in every store is erased, and no byte of her is left on the disk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kuulo.base.texts import Text
from kuulo.customers.models import Party
from kuulo.customers.queries import party_ids_of, person_key
from kuulo.jobs.services import StoppedError
from kuulo.lake import queries as lake
from kuulo.rights.models import Receipt, Request
from kuulo.rights.rules import RequestKind, RequestState, Way
from kuulo.rights.services import Asked, begin_erasure, erase_person, person_stores
from kuulo.rights.services.erasing import carry_out
from kuulo.rights.tests.planting import IDENTIFIER, Planted, import_answers, places_of, plant

ASKED = Asked(kind=RequestKind.ERASE, way=Way.LETTER)
NOT_PLANTED = {
    "events.log",
    "feeds.memberships",
    "feeds.rejected",
    "feeds.waiting",
    "sample.files",
    "sessions",
    "invitations.not_asked",
    "customers.relations",
    "customers.links",
    "matching.proposals",
}
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


def test_every_store_holds_something_of_the_person_and_hands_it_out(planted: Planted) -> None:
    key = person_key(planted.party_id)
    empty = [store.name for store in person_stores() if not list(store.export(key))]
    assert set(empty) <= NOT_PLANTED


def test_no_byte_is_left_of_the_person(planted: Planted, tmp_path: Path) -> None:
    before = places_of(tmp_path)
    assert len(before) > 10, "the test finds what it planted"
    others = rows_of_others()
    receipt = erase_person(party_id=planted.party_id, asked=ASKED, now=datetime.now(UTC))
    left = places_of(tmp_path)
    assert not left, "\n".join(left)
    assert rows_of_others() == others > 0
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
    import_answers()
    with lake.open_snapshot() as snapshot:
        rows = snapshot.run("SELECT party FROM signals WHERE source = 'visits'")["party"].to_pylist()
    assert IDENTIFIER not in rows
    assert not party_ids_of([IDENTIFIER])
