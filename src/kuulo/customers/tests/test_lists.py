"""Lists of parties that other rooms keep, and segments that ask for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from kuulo.base.errors import GuardError, InputError
from kuulo.customers.models import Party, PartyListMember
from kuulo.customers.queries import person_key
from kuulo.customers.queries.lists import list_names
from kuulo.customers.queries.segments import segment_members, segments_of, segments_version, vocabulary
from kuulo.customers.rules import PartyRow, Purpose
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services import link_parties, register_parties
from kuulo.customers.services.lists import keep_list, remove_list
from kuulo.customers.services.persons import PERSON_STORES
from kuulo.customers.services.segments import save_segment

pytestmark = pytest.mark.django_db
NOW = timezone.now()
ON_IT = Condition(about=About.LIST, name="late", op=Op.IS, values=("yes",))
NOT_ON_IT = Condition(about=About.LIST, name="late", op=Op.IS, values=("no",))


@pytest.fixture(autouse=True)
def people() -> None:
    rows = [
        PartyRow(identifier=f"customer_id:{number}", name=name) for number, name in enumerate(("Aino", "Bo", "Cia"))
    ]
    register_parties(rows, source="test", now=NOW)


def names_in(*conditions: Condition) -> set[str]:
    slug = save_segment(name="Those", group=Group(Join.ALL, conditions), slug="").slug
    found = segment_members(slug, purpose=Purpose.SERVICE)
    return set(Party.objects.filter(pk__in=found).values_list("name", flat=True))


def number_of(name: str) -> int:
    return Party.objects.get(name=name).pk


def test_a_segment_can_ask_who_is_on_a_list() -> None:
    assert keep_list(slug="late", name="Late deliveries", members=["customer_id:0", "customer_id:9"], now=NOW) == 1
    assert vocabulary().lists == {"late": "Late deliveries"} == list_names()
    assert names_in(ON_IT) == {"Aino"}


def test_and_who_is_not() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0"], now=NOW)
    assert names_in(NOT_ON_IT) == {"Bo", "Cia"}


def test_a_list_is_replaced_whole_and_segments_follow() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0"], now=NOW)
    assert names_in(ON_IT) == {"Aino"}
    before = segments_version()
    keep_list(slug="late", name="Late deliveries", members=["customer_id:1", "customer_id:2"], now=NOW + timedelta(1))
    assert segments_version() != before
    assert PartyListMember.objects.filter(party_list__slug="late").count() == 2
    assert [each.name for each in segments_of(number_of("Bo"), purpose=Purpose.SERVICE)] == ["Those"]
    assert segments_of(number_of("Aino"), purpose=Purpose.SERVICE) == ()


def test_the_same_again_changes_nothing() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0"], now=NOW)
    names_in(ON_IT)
    before = segments_version()
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0"], now=NOW + timedelta(1))
    assert segments_version() == before


def test_who_is_one_with_somebody_on_a_list_is_on_it() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:1"], now=NOW)
    link_parties(first_id=number_of("Aino"), second_id=number_of("Bo"), by="Ilona")
    assert names_in(ON_IT) == {"Aino"}


def test_a_list_nobody_keeps_cannot_be_asked_for() -> None:
    with pytest.raises(InputError, match="no list"):
        names_in(ON_IT)


def test_a_list_that_a_segment_asks_for_stays() -> None:
    keep_list(slug="late", name="Late deliveries", members=[], now=NOW)
    names_in(ON_IT)
    with pytest.raises(GuardError, match="Those"):
        remove_list(slug="late")


def test_a_list_goes_with_its_members() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0"], now=NOW)
    remove_list(slug="late")
    remove_list(slug="late")
    assert PartyListMember.objects.filter(party_list__slug="late").count() == 0
    assert not PartyListMember.objects.exists()


def test_being_on_a_list_is_handed_out_and_erased() -> None:
    keep_list(slug="late", name="Late deliveries", members=["customer_id:0", "customer_id:1"], now=NOW)
    store = next(store for store in PERSON_STORES if store.name == "customers.list_members")
    key = person_key(number_of("Aino"))
    assert list(store.export(key)) == [{"party_list__name": "Late deliveries"}]
    assert store.erase(key, NOW).rows == 1
    assert store.erase(key, NOW).rows == 0
    assert PartyListMember.objects.filter(party_list__slug="late").count() == 1
