"""One party kept by hand: made, changed, its identifiers, its addresses, its relations."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.models import ContactPoint
from kuulo.customers.queries import find_parties, frame, identifiers_of, party, party_ids_of, register_version
from kuulo.customers.rules import (
    AddressState,
    Channel,
    ContactRow,
    Counts,
    PartyKind,
    PartyRow,
    Purpose,
    RelationKind,
    RelationRow,
    Stage,
)
from kuulo.customers.services import (
    add_contact,
    add_identifier,
    change_party,
    create_party,
    end_relation,
    link_parties,
    register_contacts,
    register_relations,
    relate,
    remove_identifier,
    retire_contact,
    verify_contact,
)
from kuulo.customers.tests.cast import DAY, NOON, people, register

pytestmark = pytest.mark.django_db
HOME = {"street": "Kotikatu 1", "postcode": "00100", "town": "Helsinki"}


def seen(number: int) -> object:
    return party(number, purpose=Purpose.SERVICE)


def test_a_party_is_made_and_found() -> None:
    row = PartyRow(identifier="customer_id:1", name="Åsa Öberg", stage=Stage.PROSPECT, attributes={"segment": "home"})
    number = create_party(row=row, source="Saara", now=NOON)
    made = party(number, purpose=Purpose.SERVICE)
    assert (made.name, made.stage, made.attributes) == ("Åsa Öberg", Stage.PROSPECT, {"segment": "home"})
    assert (str(made.identifiers[0]), made.identifiers[0].source) == ("customer_id:1", "Saara")
    with pytest.raises(GuardError, match="known already"):
        create_party(row=row, now=NOON)


def test_without_an_identifier_it_gets_one_of_our_own() -> None:
    number = create_party(row=PartyRow(identifier="", name="Oy Ab", kind=PartyKind.ORGANISATION), now=NOON)
    assert identifiers_of(number) == (f"kuulo:{number}",)
    assert party(number, purpose=Purpose.SERVICE).stage is Stage.ACTIVE


def test_what_it_is_called_is_changed_and_found_by_the_new_name() -> None:
    (number,) = register(
        PartyRow(identifier="customer_id:1", name="Aino Ahti", until=date(2026, 1, 1), since=date(2020, 1, 1))
    )
    before = register_version()
    change_party(party_id=number, name="Aino Berg", language="sv", since=date(2021, 1, 1))
    changed = party(number, purpose=Purpose.SERVICE)
    assert (changed.name, changed.language, changed.since) == ("Aino Berg", "sv", date(2021, 1, 1))
    assert register_version() != before
    assert find_parties(purpose=Purpose.SERVICE, text="ahti").lines == ()
    assert len(find_parties(purpose=Purpose.SERVICE, text="berg").lines) == 1
    with pytest.raises(GuardError, match="Order of days"):
        change_party(party_id=number, since=date(2026, 2, 1))
    with pytest.raises(NotFoundError):
        change_party(party_id=999, name="x")


def test_identifiers_are_added_and_removed() -> None:
    first, second = people(2)
    assert add_identifier(party_id=first, identifier="loyalty_card:77", source="till", now=NOON)
    assert not add_identifier(party_id=first, identifier="loyalty_card:77", now=NOON)
    assert party_ids_of(["loyalty_card:77"]) == {"loyalty_card:77": first}
    with pytest.raises(GuardError, match="names another party"):
        add_identifier(party_id=second, identifier="loyalty_card:77", now=NOON)
    remove_identifier(party_id=first, identifier="loyalty_card:77")
    assert party_ids_of(["loyalty_card:77"]) == {}
    with pytest.raises(GuardError, match="only identifier"):
        remove_identifier(party_id=first, identifier="customer_id:1")
    with pytest.raises(NotFoundError):
        remove_identifier(party_id=first, identifier="customer_id:2")


def test_a_postal_address_has_its_parts() -> None:
    (number,) = people(1)
    add_contact(party_id=number, channel=Channel.LETTER, parts=HOME, label="home", source="Saara", now=NOON)
    (point,) = party(number, purpose=Purpose.SERVICE).contacts
    assert point.value == "Person 1\nKotikatu 1\n00100 Helsinki"
    assert (point.parts, point.label, point.source) == (HOME, "home", "Saara")
    with pytest.raises(InputError, match="no part called “planet”"):
        add_contact(party_id=number, channel=Channel.LETTER, parts={"planet": "Mars"}, now=NOON)
    with pytest.raises(InputError, match="e-mail"):
        add_contact(party_id=number, channel=Channel.EMAIL, value="aino", now=NOON)


def test_several_addresses_and_the_one_told_last_counts() -> None:
    (number,) = people(1)
    add_contact(party_id=number, channel=Channel.SMS, value="040 1234567", label="own", now=NOON)
    work = add_contact(party_id=number, channel=Channel.SMS, value="+46 70 123 45 67", label="work", now=NOON + DAY)
    assert [each.label for each in party(number, purpose=Purpose.SERVICE).contacts] == ["work", "own"]
    retire_contact(party_id=number, contact_id=work, now=NOON + 2 * DAY)
    assert frame(purpose=Purpose.SURVEYS)[0].contact(Channel.SMS).address == "+358401234567"
    assert verify_contact(party_id=number, channel=Channel.SMS, value="040-1234567", now=NOON)
    assert not verify_contact(party_id=number, channel=Channel.SMS, value="040 7654321", now=NOON)
    assert ContactPoint.objects.get(value="+358401234567").verified_at == NOON
    with pytest.raises(NotFoundError):
        retire_contact(party_id=number, contact_id=999, now=NOON)


def test_a_retired_address_comes_back_by_the_partys_word_not_by_a_list() -> None:
    (number,) = people(1)
    told = ContactRow(identifier="customer_id:1", channel=Channel.EMAIL, value="a@example.com")
    register_contacts([told], now=NOON)
    retire_contact(party_id=number, contact_id=ContactPoint.objects.get().pk, now=NOON)
    assert register_contacts([told], now=NOON + DAY) == Counts(unchanged=1)
    assert ContactPoint.objects.get().state == AddressState.RETIRED
    add_contact(party_id=number, channel=Channel.EMAIL, value="a@example.com", now=NOON + DAY)
    assert ContactPoint.objects.get().state == AddressState.OK


def test_a_list_with_several_addresses_is_repeat_safe() -> None:
    (number,) = people(1)
    rows = [
        ContactRow(identifier="customer_id:1", channel=Channel.SMS, value="040 1111111", label="own"),
        ContactRow(identifier="customer_id:1", channel=Channel.SMS, value="040 2222222"),
        ContactRow(identifier="customer_id:1", channel=Channel.LETTER, value="", parts=HOME),
    ]
    assert register_contacts(rows, now=NOON, source="CRM") == Counts(new=3)
    for day in (1, 2):
        assert register_contacts(rows, now=NOON + day * DAY) == Counts(unchanged=3)
    assert frame(purpose=Purpose.SURVEYS)[0].contact(Channel.SMS).address == "+358402222222"
    new = ContactRow(identifier="customer_id:1", channel=Channel.SMS, value="040 3333333")
    assert register_contacts([new, rows[0]], now=NOON + 3 * DAY) == Counts(new=1, changed=1)
    assert party(number, purpose=Purpose.SERVICE).contacts[0].value == "+358401111111"
    abroad = ContactRow(identifier="customer_id:1", channel=Channel.SMS, value="070-123 45 67", country="SE")
    register_contacts([abroad], now=NOON + 4 * DAY)
    assert party(number, purpose=Purpose.SERVICE).contacts[0].value == "+46701234567"


def test_somebody_works_for_several_organisations() -> None:
    aino, oy, ab = register(
        PartyRow(identifier="customer_id:1", name="Aino"),
        PartyRow(identifier="business_id:1", name="Oy", kind=PartyKind.ORGANISATION),
        PartyRow(identifier="business_id:2", name="Ab", kind=PartyKind.ORGANISATION),
    )
    first = relate(party_id=aino, other_id=oy, kind=RelationKind.WORKS_FOR, role="buyer", since=date(2020, 1, 1))
    relate(party_id=aino, other_id=ab, kind=RelationKind.WORKS_FOR)
    end_relation(relation_id=first, until=date(2026, 1, 1))
    told = party(aino, purpose=Purpose.SERVICE).relations
    assert [(each.other_name, each.role, each.outgoing, each.until) for each in told] == [
        ("Ab", "", True, None),
        ("Oy", "buyer", True, date(2026, 1, 1)),
    ]
    (back,) = party(oy, purpose=Purpose.SERVICE).relations
    assert (back.other_id, back.outgoing, back.kind) == (aino, False, RelationKind.WORKS_FOR)
    assert relate(party_id=aino, other_id=oy, kind=RelationKind.WORKS_FOR, role="buyer") == first
    assert party(oy, purpose=Purpose.SERVICE).relations[0].until is None


def test_relations_that_cannot_be_are_refused() -> None:
    first, second = people(2)
    with pytest.raises(GuardError, match="Two parties"):
        relate(party_id=first, other_id=first, kind=RelationKind.PARTNER)
    number = relate(party_id=first, other_id=second, kind=RelationKind.REFERRED_BY, since=date(2026, 1, 1))
    with pytest.raises(GuardError, match="Order of days"):
        end_relation(relation_id=number, until=date(2025, 1, 1))
    with pytest.raises(NotFoundError):
        end_relation(relation_id=999, until=date(2025, 1, 1))
    link_parties(first_id=first, second_id=second, now=NOON)
    assert party(first, purpose=Purpose.SERVICE).relations == ()


def test_a_list_tells_of_relations() -> None:
    people(2)
    row = RelationRow(identifier="customer_id:1", other="customer_id:2", kind=RelationKind.REFERRED_BY)
    stranger = RelationRow(identifier="customer_id:1", other="customer_id:9", kind=RelationKind.PARTNER)
    assert register_relations([row, stranger], source="CRM") == Counts(new=1)
    assert register_relations([row]) == Counts(unchanged=1)
    later = RelationRow(
        identifier="customer_id:1", other="customer_id:2", kind=RelationKind.REFERRED_BY, until=date(2026, 1, 1)
    )
    assert register_relations([later]) == Counts(changed=1)
    with pytest.raises(InputError, match="itself"):
        register_relations([RelationRow(identifier="customer_id:1", other="customer_id:1", kind=RelationKind.PARTNER)])


def test_nobody_is_not_found() -> None:
    with pytest.raises(NotFoundError, match="There is no party 999"):
        seen(999)
