"""A participant's own data: handed out whole, erased so that nothing leads to them, while the numbers stay."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kuulo.customers.queries import person_key
from kuulo.customers.rules import Channel, PersonKey
from kuulo.studies.models import Participant
from kuulo.studies.queries import participant_by_token, participants_of, payments_of, session, to_go
from kuulo.studies.services import (
    PERSON_STORES,
    Joining,
    SessionWishes,
    add_to_ask,
    join_by_link,
    open_link,
    plan_session,
)
from kuulo.studies.tests.planning import BY, NOW, joined, registered, running

pytestmark = pytest.mark.django_db
[STORE] = PERSON_STORES


def test_everything_is_handed_out() -> None:
    [party_id] = registered()
    study = running()
    person = joined(study.slug, party_id=party_id, pseudonym="Kuu")
    wishes = SessionWishes(starts_at=NOW + timedelta(days=1), place="Kallio", participants=[person.id])
    plan_session(slug=study.slug, wishes=wishes, by=BY, now=NOW)
    [told] = STORE.export(person_key(party_id))
    assert (told["study"], told["participant"], told["pseudonym"]) == (study.title, "P01", "Kuu")
    assert "Kallio" in str(told["sessions"])


def test_nothing_leads_to_who_was_erased_and_the_number_stays() -> None:
    [party_id] = registered()
    study = running()
    person = joined(study.slug, party_id=party_id, pseudonym="Kuu")
    wishes = SessionWishes(starts_at=NOW, participants=[person.id], place="Kuutie 7", title="At Kuu’s")
    agreed = plan_session(slug=study.slug, wishes=wishes, by=BY, now=NOW)
    add_to_ask(agreed.id, "What did Kuu mean?", by=BY, now=NOW)
    key = person_key(party_id)
    assert STORE.erase(key, NOW).rows == 1
    [left] = participants_of(study.slug)
    assert (left.label, left.pseudonym, left.party_id, left.basis_in_force) == ("P01", "", None, False)
    assert participant_by_token(person.token) is None
    assert to_go(study.slug) == {person.id}
    assert payments_of(study.slug)[0].payment == "waived"
    assert STORE.erase(key, NOW).rows == 0
    after = session(agreed.id)
    assert (after.place, after.title, [each.text for each in after.to_ask]) == ("", "", [""])
    assert "Kuu" not in json.dumps(list(Participant.objects.values("pseudonym", "address", "removed_why")))
    assert STORE.export(key) is not None
    assert list(STORE.export(key)) == []


def test_who_came_by_the_link_is_found_by_their_address() -> None:
    study = running()
    link = open_link(slug=study.slug, by=BY, now=NOW)
    join_by_link(link, told=Joining(address="uusi@example.org"), now=NOW)
    key = PersonKey(party_ids=(0,), addresses=((Channel.EMAIL, "uusi@example.org"),))
    assert len(list(STORE.export(key))) == 1
    assert STORE.erase(key, NOW).rows == 1
    assert list(STORE.export(key)) == []
