"""Registering parties: new ones, known ones, and rows that cannot be used."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.errors import InputError
from kuulo.customers import queries, services
from kuulo.customers.models import Identifier, Party
from kuulo.customers.rules import Counts, PartyKind, PartyRow

pytestmark = pytest.mark.django_db

AINO = PartyRow(
    identifier="customer_id:1", name="Aino Ahti", language="fi", attributes={"segment": "home"}, since=date(2024, 3, 1)
)
BERTIL = PartyRow(identifier="customer_id:2", name="Bertil Bäck", language="sv", attributes={"region": "Åboland"})


def test_new_parties_are_created() -> None:
    assert services.register_parties([AINO, BERTIL]) == Counts(new=2)
    assert queries.count_parties() == 2
    aino = Identifier.objects.get(scheme="customer_id", value="1").party
    assert (aino.name, aino.language, aino.attributes, aino.since) == (
        "Aino Ahti",
        "fi",
        {"segment": "home"},
        date(2024, 3, 1),
    )


def test_the_same_rows_again_change_nothing() -> None:
    services.register_parties([AINO, BERTIL])
    version = queries.register_version()
    assert services.register_parties([BERTIL, AINO]) == Counts(unchanged=2)
    assert queries.register_version() == version
    assert queries.count_parties() == 2


def test_what_is_told_wins_and_what_is_not_told_stays() -> None:
    services.register_parties([AINO])
    told = PartyRow(identifier="customer_id:1", attributes={"region": "Uusimaa"}, until=date(2026, 1, 31))
    assert services.register_parties([told]) == Counts(changed=1)
    aino = Party.objects.get()
    assert aino.name == "Aino Ahti"
    assert aino.attributes == {"segment": "home", "region": "Uusimaa"}
    assert (aino.since, aino.until) == (date(2024, 3, 1), date(2026, 1, 31))


def test_one_party_named_twice_in_one_go_is_one_party() -> None:
    twice = [PartyRow(identifier="customer_id:7"), PartyRow(identifier=" customer_id : 7 ", name="Seitsemän")]
    assert services.register_parties(twice) == Counts(new=1)
    assert Party.objects.get().name == "Seitsemän"


def test_two_identifiers_can_name_one_party() -> None:
    services.register_parties([AINO])
    Identifier.objects.create(party=Party.objects.get(), scheme="email", value="aino@example.org")
    told = PartyRow(identifier="email:aino@example.org", attributes={"region": "Uusimaa"})
    again = PartyRow(identifier="customer_id:1", language="sv")
    assert services.register_parties([told, again]) == Counts(changed=1)
    assert queries.count_parties() == 1
    assert queries.attributes_table().to_pylist() == [
        {"party": "customer_id:1", "region": "Uusimaa", "segment": "home"},
        {"party": "email:aino@example.org", "region": "Uusimaa", "segment": "home"},
    ]


def test_an_organisation_is_told_from_a_person() -> None:
    services.register_parties([PartyRow(identifier="business_id:1234567-8", kind=PartyKind.ORGANISATION)])
    assert Party.objects.get().kind == "organisation"


def test_many_parties_take_few_statements(django_assert_max_num_queries: object) -> None:
    rows = [PartyRow(identifier=f"customer_id:{number}", attributes={"segment": "home"}) for number in range(12_000)]
    assert services.register_parties(rows) == Counts(new=12_000)
    with django_assert_max_num_queries(12):  # type: ignore[operator] # pytest-django's fixture is a factory
        assert services.register_parties(rows) == Counts(unchanged=12_000)


@pytest.mark.parametrize("identifier", ["", "1042", ":1042", "customer_id:", "customer_id: ", "x" * 60 + ":1"])
def test_an_identifier_without_both_parts_is_refused(identifier: str) -> None:
    with pytest.raises(InputError, match="identifier"):
        services.register_parties([AINO, PartyRow(identifier=identifier)])
    assert queries.count_parties() == 0


@pytest.mark.parametrize("name", ["party", " ", "x" * 101])
def test_an_attribute_that_cannot_be_a_column_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="customer_id:3"):
        services.register_parties([PartyRow(identifier="customer_id:3", attributes={name: "1"})])


def test_leaving_before_coming_is_refused() -> None:
    row = PartyRow(identifier="customer_id:3", since=date(2025, 1, 2), until=date(2025, 1, 1))
    with pytest.raises(InputError, match="2025-01-01, before it came on 2025-01-02"):
        services.register_parties([row])
