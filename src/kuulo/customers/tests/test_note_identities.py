"""Somebody known was seen under another name: what joins, what links, and what stays apart."""

from __future__ import annotations

import pytest

from kuulo.base.errors import InputError
from kuulo.customers.models import Link
from kuulo.customers.queries import identifiers_of, party, party_ids_of, party_map, whole_of
from kuulo.customers.rules import IdentityReport, IdentityRow, LinkKind, PartyKind, PartyRow, Purpose
from kuulo.customers.services import note_identities, undo_link
from kuulo.customers.tests.cast import NOON, people, register

pytestmark = pytest.mark.django_db


def seen(known: str, also: str) -> IdentityRow:
    return IdentityRow(known=known, also=also, rule="login", at=NOON)


def test_what_was_done_before_the_login_belongs_to_the_customer_from_then_on() -> None:
    (number,) = people(1)
    row = seen("customer_id:1", "anonymous_id:abc")
    assert note_identities([row, row]) == IdentityReport(joined=1)
    assert note_identities([row]) == IdentityReport()
    assert party_map().to_pylist() == [
        {"party": "customer_id:1", "party_id": number},
        {"party": "anonymous_id:abc", "party_id": number},
    ]
    (noted,) = [each for each in party(number, purpose=Purpose.SERVICE).identifiers if each.scheme == "anonymous_id"]
    assert (noted.source, noted.told_at) == ("login", NOON)


def test_a_name_that_another_party_has_links_the_two() -> None:
    first, second = register(PartyRow(identifier="customer_id:1"), PartyRow(identifier="email:a@example.com"))
    assert note_identities([seen("customer_id:1", "email:a@example.com")]) == IdentityReport(linked=1)
    assert whole_of([second]) == {second: first}
    (link,) = party(first, purpose=Purpose.SERVICE).links
    assert link.kind is LinkKind.DETERMINISTIC
    assert link.reason["rule"] == "login"
    assert note_identities([seen("customer_id:1", "email:a@example.com")]) == IdentityReport()


def test_a_shared_device_never_joins_two_persons() -> None:
    first, second = people(2)
    rows = [seen("customer_id:1", "anonymous_id:abc"), seen("customer_id:2", "anonymous_id:abc")]
    report = note_identities(rows)
    assert report == IdentityReport(joined=1, conflicts=1, conflicting=(rows[1],))
    assert whole_of([first, second]) == {first: first, second: second}
    assert party_ids_of(["anonymous_id:abc"]) == {"anonymous_id:abc": first}


def test_a_link_that_a_person_undid_does_not_come_back() -> None:
    register(PartyRow(identifier="customer_id:1"), PartyRow(identifier="email:a@example.com"))
    row = seen("customer_id:1", "email:a@example.com")
    note_identities([row])
    undo_link(link_id=Link.objects.get().pk, by="Saara", now=NOON)
    assert note_identities([row]).conflicts == 1
    assert Link.objects.filter(undone_at=None).count() == 0


def test_a_person_and_an_organisation_are_never_one() -> None:
    register(PartyRow(identifier="customer_id:1"), PartyRow(identifier="business_id:1", kind=PartyKind.ORGANISATION))
    assert note_identities([seen("customer_id:1", "business_id:1")]).conflicts == 1


def test_who_is_not_registered_gets_nothing() -> None:
    assert note_identities([seen("customer_id:1", "anonymous_id:abc")]) == IdentityReport(unknown=1)
    assert party_ids_of(["anonymous_id:abc"]) == {}


def test_what_is_no_identifier_is_refused() -> None:
    people(1)
    with pytest.raises(InputError, match="identifier"):
        note_identities([seen("customer_id:1", "abc")])


def test_many_take_few_statements(django_assert_max_num_queries: object) -> None:
    numbers = people(1_000)
    rows = [seen(f"customer_id:{each}", f"anonymous_id:{each}") for each in range(1, 1_001)]
    with django_assert_max_num_queries(16):  # type: ignore[operator] # pytest-django's fixture is a factory
        assert note_identities(rows).joined == 1_000
    assert identifiers_of(numbers[7]) == ("customer_id:8", "anonymous_id:8")
