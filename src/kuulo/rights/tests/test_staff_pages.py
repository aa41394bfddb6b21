"""Staff carry out rights for who called: requests with their days, receipts, periods, the record, the words."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from kuulo.base.errors import GuardError, InputError
from kuulo.customers.queries import consent_texts, party_ids_of
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.jobs.models import Job
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals, seal
from kuulo.rights.models import Receipt, Request
from kuulo.rights.rules import RequestKind, RequestState, RequestStep, Way, due_on
from kuulo.rights.services import Asked, end_request, facts, keep_periods, periods, set_period, take_request

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def pekka() -> int:
    register_parties([PartyRow(identifier="customer_id:8", name="Pekka Pohja")])
    return party_ids_of(["customer_id:8"])["customer_id:8"]


@pytest.fixture
def reference(pekka: int) -> str:
    return take_request(party_id=pekka, asked=Asked(kind=RequestKind.EXPORT, way=Way.PHONE), now=NOW)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 12, 5), date(2027, 1, 5)),
        (date(2028, 1, 30), date(2028, 2, 29)),
    ],
)
def test_a_request_is_due_in_a_month(asked: date, due: date) -> None:
    assert due_on(asked) == due


def test_a_request_is_taken_in_and_carried_out(owner: Client, pekka: int) -> None:
    answer = owner.post(f"/rights/new/{pekka}/", {"kind": "export", "way": "phone", "note": "called"})
    reference = Request.objects.get().reference
    assert answer.headers["Location"].endswith(f"/requests/{reference}/")
    assert reference in owner.get("/rights/").content.decode()
    page = owner.get(f"/rights/requests/{reference}/").content.decode()
    assert "Pekka Pohja" in page
    document = json.loads(owner.get(f"/rights/requests/{reference}/data.json").content)
    assert document["stores"]
    owner.post(f"/rights/requests/{reference}/", {"deed": "finish", "answer": "Sent by letter."})
    assert Request.objects.get().state == RequestState.DONE


def test_asking_twice_is_one_request(pekka: int, reference: str) -> None:
    assert take_request(party_id=pekka, asked=Asked(kind=RequestKind.EXPORT, way=Way.EMAIL), now=NOW) == reference


def test_a_refusal_needs_its_reason(reference: str) -> None:
    with pytest.raises(GuardError):
        end_request(reference=reference, step=RequestStep.REFUSE, now=NOW)
    end_request(reference=reference, step=RequestStep.REFUSE, now=NOW, answer="Nobody knows who you are.")
    with pytest.raises(GuardError):
        end_request(reference=reference, step=RequestStep.FINISH, now=NOW)


def test_an_erasure_is_begun_by_staff(owner: Client, pekka: int) -> None:
    owner.post(f"/rights/new/{pekka}/", {"kind": "erase", "way": "letter", "note": ""})
    reference = Request.objects.get().reference
    answer = owner.post(f"/rights/requests/{reference}/", {"deed": "erase"})
    assert owner.get(answer.headers["Location"]).status_code == 200
    assert Receipt.objects.count() == 1
    assert Job.objects.filter(kind="rights.erase").count() == 1


def test_who_may_not_carry_out_rights_cannot(reader: Client, pekka: int) -> None:
    assert reader.get("/rights/").status_code == 403
    assert reader.post(f"/rights/new/{pekka}/", {"kind": "erase", "way": "phone"}).status_code == 403


def test_only_owners_set_periods(lead: Client, owner: Client) -> None:
    assert lead.get("/rights/periods/").status_code == 200
    assert lead.post("/rights/periods/set/", {"name": "signal:event", "days": "30"}).status_code == 403
    owner.post("/rights/periods/set/", {"name": "signal:event", "days": "30"})
    assert {each.name: each.days for each in periods(now=NOW)}["signal:event"] == 30


def test_a_period_is_days_or_without_end() -> None:
    set_period(name="signal:event", days=None, by="Outi", now=NOW)
    with pytest.raises(InputError):
        set_period(name="signal:event", days=0, by="Outi", now=NOW)
    with pytest.raises(InputError):
        set_period(name="signal:unknown", days=3, by="Outi", now=NOW)


class Hand:
    """A job as its handler sees it."""

    def progress(self, done: int, total: int, note: object = None) -> None:
        """Note nothing."""


def signal(name: str, days: int) -> Signal:
    """Return a page view so many days ago."""
    nothing = dict.fromkeys(
        ("touchpoint", "channel", "definition", "value", "text", "scale_min", "scale_max", "direction", "language")
    )
    moment = NOW - timedelta(days=days)
    return Signal(
        signal_id=name,
        kind="page_view",
        occurred_at=moment,
        received_at=moment,
        party="customer_id:8",
        source="web",
        response_id="",
        question="/",
        wording="",
        state="answered",
        weight=None,
        attributes={},
        **nothing,  # type: ignore[arg-type] # fields that say nothing
    )


def test_what_is_older_than_its_period_goes_and_the_page_says_so_before(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kuulo.lake.services.erasing.GRACE", timedelta(0))
    record_signals([signal("old", 500), signal("young", 5)])
    seal()
    due = {each.name: each.due for each in periods(now=NOW)}
    assert (due["signal:page_view"], due["signal:event"]) == (1, 0)
    assert owner.get("/rights/periods/").status_code == 200
    keep_periods(Hand())  # type: ignore[arg-type] # a hand does all this handler asks of a job
    assert {each.name: each.due for each in periods(now=NOW)}["signal:page_view"] == 0
    from_lake = owner.get("/rights/record/").content.decode()
    assert "web" in from_lake


def test_the_record_of_processing_says_what_is_done(owner: Client, lead: Client) -> None:
    owner.post("/rights/record/facts/", {"controller": "Kauppa Oy", "contact": "tietosuoja@kauppa.example"})
    assert facts()["contact"] == "tietosuoja@kauppa.example"
    page = lead.get("/rights/record/").content.decode()
    assert "Kauppa Oy" in page
    assert lead.post("/rights/record/facts/", {"controller": "Other"}).status_code == 403


def test_words_of_consents_are_kept_by_version(owner: Client) -> None:
    told = {"purpose": "marketing", "version": "2026-1", "language": "fi", "text": "Saatte lähettää minulle uutisia."}
    owner.post("/rights/texts/keep/", told)
    assert consent_texts()[0].text == told["text"]
    assert told["text"] in owner.get("/rights/texts/").content.decode()
