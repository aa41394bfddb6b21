"""The machine proposes, people decide, a list and its segment follow, and the mood of the early is told apart."""

from __future__ import annotations

import pytest

from kuulo.adopters.models import Adopter
from kuulo.adopters.queries import LIST, adopters, lookout, mood_of, segment_of_adopters
from kuulo.adopters.rules import AdopterState
from kuulo.adopters.services import PERSON_STORES, decide, name_adopter, search
from kuulo.adopters.tests.story import CUSTOMERS, FIRST, tell, used
from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, NotFoundError
from kuulo.customers.models import PartyListMember
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import ConsentRow, ConsentState, Purpose
from kuulo.customers.rules.person_data import PersonKey
from kuulo.customers.services import register_consents
from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import NOW, record
from kuulo.words.services import Budget, read_words

pytestmark = pytest.mark.django_db
ILONA = "ilona@example.org"
(STORE,) = PERSON_STORES


def ids() -> list[int]:
    """Return the numbers of those who are always first."""
    found = party_ids_of([f"customer_id:{number}" for number in FIRST])
    return [found[f"customer_id:{number}"] for number in FIRST]


def accept_all() -> None:
    """Confirm everybody who is proposed."""
    for one in adopters(AdopterState.PROPOSED):
        decide(number=one.id, wish=AdopterState.ACCEPTED, by=ILONA, now=NOW)


def test_those_who_are_first_are_proposed_with_their_reasons() -> None:
    tell()
    search(now=NOW)
    proposed = adopters(AdopterState.PROPOSED)
    assert {one.party_id for one in proposed} >= set(ids())
    best = proposed[0]
    assert best.name.startswith("Asiakas")
    assert {reason.name for reason in best.reasons} <= {
        "app",
        "invoice-online",
        "chat",
        "booking",
        "map",
        "kitchen-planner",
    }
    assert best.days >= 5
    found = lookout()
    assert found is not None
    assert len(found.things) == 6
    assert found.again is not None


def test_the_confirmed_are_on_a_list_that_a_segment_asks_for() -> None:
    tell()
    search(now=NOW)
    assert segment_of_adopters() is None
    accept_all()
    kept = segment_of_adopters()
    assert kept is not None
    assert kept.name == "Early adopters"
    held = set(PartyListMember.objects.filter(party_list__slug=LIST).values_list("party_id", flat=True))
    assert held >= set(ids())
    one = adopters(AdopterState.ACCEPTED)[0]
    decide(number=one.id, wish=AdopterState.REJECTED, by=ILONA, now=NOW)
    assert not PartyListMember.objects.filter(party_list__slug=LIST, party_id=one.party_id).exists()
    assert steps_of(Subject("adopters", str(one.id)))[0].details["state"] == "rejected"


def test_their_mood_is_told_apart_with_intervals() -> None:
    feel = {number: 9.0 if number in FIRST else 4.0 + number % 3 for number in range(1, CUSTOMERS + 1)}
    tell(feel=feel)
    search(now=NOW)
    accept_all()
    kept = segment_of_adopters()
    assert kept is not None
    with open_reading() as reading:
        mood = mood_of(reading, kept.name, "")
    assert mood is not None
    assert mood.early is not None
    assert mood.others is not None
    assert mood.early.value is not None
    assert mood.others.value is not None
    assert mood.early.value > mood.others.value
    assert mood.early.low is not None
    assert mood.trend


def test_what_people_decided_outlives_the_next_search() -> None:
    tell()
    search(now=NOW)
    proposed = adopters(AdopterState.PROPOSED)
    decide(number=proposed[0].id, wish=AdopterState.REJECTED, by=ILONA, now=NOW)
    decide(number=proposed[1].id, wish=AdopterState.ACCEPTED, by=ILONA, now=NOW)
    name_adopter(identifier=f"customer_id:{CUSTOMERS}", by=ILONA, now=NOW)
    record([used(CUSTOMERS, "newest", 699)])
    search(now=NOW)
    assert adopters(AdopterState.REJECTED)[0].id == proposed[0].id
    assert {one.id for one in adopters(AdopterState.ACCEPTED)} >= {proposed[1].id}
    named = next(one for one in adopters(AdopterState.ACCEPTED) if one.chance is None)
    assert named.decided_by == ILONA


def test_who_does_not_agree_to_profiling_is_left_out_and_cannot_be_named() -> None:
    tell()
    register_consents(
        [ConsentRow(identifier="customer_id:1", purpose=Purpose.PROFILING, state=ConsentState.WITHDRAWN, at=NOW)]
    )
    search(now=NOW)
    assert ids()[0] not in {one.party_id for one in adopters(AdopterState.PROPOSED)}
    with pytest.raises(GuardError):
        name_adopter(identifier="customer_id:1", by=ILONA)
    assert not Adopter.objects.filter(party_id=ids()[0]).exists()


def test_a_decision_is_not_made_twice_and_nobody_unknown_is_named() -> None:
    tell()
    search(now=NOW)
    one = adopters(AdopterState.PROPOSED)[0]
    decide(number=one.id, wish=AdopterState.ACCEPTED, by=ILONA, now=NOW)
    with pytest.raises(GuardError, match="already"):
        decide(number=one.id, wish=AdopterState.ACCEPTED, by=ILONA, now=NOW)
    with pytest.raises(NotFoundError, match="Nobody is known"):
        name_adopter(identifier="customer_id:nobody", by=ILONA)
    with pytest.raises(NotFoundError):
        decide(number=99_999, wish=AdopterState.ACCEPTED, by=ILONA)


def test_who_withdraws_leaves_the_list_with_the_next_look() -> None:
    tell()
    search(now=NOW)
    accept_all()
    register_consents(
        [ConsentRow(identifier="customer_id:1", purpose=Purpose.PROFILING, state=ConsentState.WITHDRAWN, at=NOW)]
    )
    search(now=NOW)
    assert not Adopter.objects.filter(party_id=ids()[0]).exists()
    assert not PartyListMember.objects.filter(party_list__slug=LIST, party_id=ids()[0]).exists()


def test_suggestions_are_counted() -> None:
    tell(words={1: "Ehdotan, että lisäätte sovellukseen laskurin."})
    read_words(Budget(seconds=30))
    search(now=NOW)
    assert Adopter.objects.get(party_id=ids()[0]).suggestions == 1
    assert Adopter.objects.get(party_id=ids()[1]).suggestions == 0


def test_a_customer_is_handed_out_and_erased() -> None:
    tell()
    search(now=NOW)
    key = PersonKey(party_ids=(ids()[0],))
    (row,) = STORE.export(key)
    assert "app" in str(row["among_the_first_with"])
    assert STORE.erase(key, NOW).rows == 1
    assert list(STORE.export(key)) == []
