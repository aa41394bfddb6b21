"""Two parties are one: links, their undoing, and reading the whole everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.models import Link, Party
from kuulo.customers.queries import (
    attributes_table,
    count_parties,
    find_parties,
    frame,
    frame_of,
    identifiers_of,
    parties_at,
    parts_of,
    party,
    party_ids_of,
    party_map,
    person_key,
    register_version,
    whole_of,
)
from kuulo.customers.rules import Channel, ContactRow, LinkKind, PartyKind, PartyRow, Purpose
from kuulo.customers.rules.identities import wholes
from kuulo.customers.services import add_contact, change_party, link_parties, register_contacts, undo_link
from kuulo.customers.tests.cast import DAY, NOON, people, register

PAIRS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1])


def reached(start: int, links: set[tuple[int, int]]) -> set[int]:
    """Walk the links from one member, in the plainest way."""
    seen = {start}
    while True:
        more = {b for a, b in links if a in seen} | {a for a, b in links if b in seen}
        if more <= seen:
            return seen
        seen |= more


@pytest.mark.pure
@given(links=st.sets(PAIRS, max_size=14))
def test_wholes_are_the_connected_components(links: set[tuple[int, int]]) -> None:
    assert wholes(range(8), links) == {number: min(reached(number, links)) for number in range(8)}


@pytest.mark.pure
def test_links_to_others_than_the_members_do_not_count() -> None:
    assert wholes([5, 6], [(5, 9), (9, 6)]) == {5: 5, 6: 6}


@pytest.mark.django_db(transaction=False)
@pytest.mark.parametrize("seed", range(12))
def test_any_order_of_links_and_undoings_gives_the_components_of_the_links_that_hold(seed: int) -> None:
    numbers = people(8)
    held: dict[tuple[int, int], int] = {}
    for kind, (first, second) in story(seed):
        one, other = sorted((numbers[first], numbers[second]))
        if kind == "link":
            held[one, other] = link_parties(first_id=other, second_id=one, now=NOON).id
        elif (one, other) in held:
            undo_link(link_id=held.pop((one, other)), now=NOON)
        assert whole_of(numbers) == {number: min(reached(number, set(held))) for number in numbers}
    assert Link.objects.filter(undone_at=None).count() == len(held)
    assert count_parties() == len({min(reached(number, set(held))) for number in numbers})


def story(seed: int) -> list[tuple[str, tuple[int, int]]]:
    """Return a reproducible tale of linking and undoing, more of the first."""
    state = seed * 7919 + 17
    told: list[tuple[str, tuple[int, int]]] = []
    while len(told) < 25:
        state = (state * 1103515245 + 12345) % 2**31
        first, second, what = (state >> 8) % 8, (state >> 12) % 8, (state >> 16) % 3
        if first != second:
            told.append(("undo" if what == 0 else "link", (first, second)))
    return told


@pytest.mark.django_db
def test_every_reading_goes_to_the_whole() -> None:
    first, second, _third = register(
        PartyRow(identifier="customer_id:1", name="Aino Ahti", attributes={"region": "Uusimaa"}),
        PartyRow(identifier="customer_id:2", name="A. Ahti", attributes={"region": "Kainuu", "size": "small"}),
        PartyRow(identifier="customer_id:3", name="Bertil"),
    )
    register_contacts([ContactRow(identifier="customer_id:2", channel=Channel.EMAIL, value="a@example.com")], now=NOON)
    link = link_parties(
        first_id=second, second_id=first, kind=LinkKind.PROBABILISTIC, probability=0.97, by="Saara", now=NOON
    )
    assert (link.first_id, link.second_id, link.other_name, link.probability) == (first, second, "A. Ahti", 0.97)
    assert party_ids_of(["customer_id:1", "customer_id:2"]) == {"customer_id:1": first, "customer_id:2": first}
    assert parts_of([second]) == {second: (first, second)}
    assert identifiers_of(second) == ("customer_id:1", "customer_id:2")
    assert parties_at(Channel.EMAIL, "a@example.com") == (first,)
    assert count_parties() == 2
    seen = party(second, purpose=Purpose.SERVICE)
    assert (seen.party_id, seen.parts, seen.name) == (first, (first, second), "Aino Ahti")
    assert seen.attributes == {"region": "Uusimaa", "size": "small"}
    assert [each.value for each in seen.contacts] == ["a@example.com"]
    assert [each.id for each in seen.links] == [link.id]
    rows = {row.party_id: row for row in frame(purpose=Purpose.SURVEYS)}
    assert len(rows) == 2
    assert rows[first].contact(Channel.EMAIL).address == "a@example.com"
    assert frame_of([second], purpose=Purpose.SURVEYS) == {second: rows[first]}
    table = {row["party"]: row for row in attributes_table().to_pylist()}
    assert table["customer_id:2"] == {"party": "customer_id:2", "region": "Uusimaa", "size": "small"}
    assert party_map().to_pylist()[1] == {"party": "customer_id:2", "party_id": first}
    key = person_key(second)
    assert (key.party_ids, key.names) == ((first, second), ("Aino Ahti", "A. Ahti"))
    assert [each.party_id for each in find_parties(purpose=Purpose.SERVICE, text="a ahti").lines] == [first]


@pytest.mark.django_db
def test_what_somebody_else_has_too_is_no_key_to_a_person() -> None:
    first, second = people(2)
    for number in (first, second):
        add_contact(party_id=number, channel=Channel.EMAIL, value="home@example.com", now=NOON)
        add_contact(party_id=number, channel=Channel.EMAIL, value=f"own.{number}@example.com", now=NOON)
    change_party(party_id=first, name="Aino Ahti")
    change_party(party_id=second, name="AINO  ahti")
    key = person_key(first)
    assert (Channel.EMAIL, f"own.{first}@example.com") in key.addresses
    assert (Channel.EMAIL, "home@example.com") not in key.addresses
    assert key.names == ()
    link_parties(first_id=first, second_id=second, now=NOON)
    assert (Channel.EMAIL, "home@example.com") in person_key(first).addresses
    assert person_key(first).names == ("Aino Ahti", "AINO  ahti")


@pytest.mark.django_db
def test_undoing_lets_both_stand_for_themselves_and_keeps_why() -> None:
    first, second = people(2)
    link = link_parties(first_id=first, second_id=second, reason={"rule": "same e-mail"}, now=NOON)
    before = register_version()
    undone = undo_link(link_id=link.id, by="Saara", now=NOON + DAY)
    assert undone.undone_at == NOON + DAY
    assert register_version() != before
    assert whole_of([first, second]) == {first: first, second: second}
    assert party(second, purpose=Purpose.SERVICE).links == ()
    assert Link.objects.get().reason == {"rule": "same e-mail"}
    assert [each.party_id for each in find_parties(purpose=Purpose.SERVICE, text="person 2").lines] == [second]


@pytest.mark.django_db
def test_only_those_concerned_are_written() -> None:
    numbers = people(6)
    link_parties(first_id=numbers[0], second_id=numbers[1], now=NOON)
    # Somebody else's whole, wrong on purpose: computing everything anew would mend it.
    Party.objects.filter(pk=numbers[5]).update(whole_id=numbers[4])
    link_parties(first_id=numbers[2], second_id=numbers[1], now=NOON)
    assert whole_of([numbers[5]]) == {numbers[5]: numbers[4]}
    assert whole_of([numbers[2]]) == {numbers[2]: numbers[0]}


@pytest.mark.django_db
def test_the_same_link_again_is_the_same_link() -> None:
    first, second = people(2)
    link = link_parties(first_id=first, second_id=second, now=NOON)
    assert link_parties(first_id=second, second_id=first, now=NOON + DAY) == link
    undo_link(link_id=link.id, now=NOON)
    assert link_parties(first_id=first, second_id=second, now=NOON).id != link.id


@pytest.mark.django_db
def test_links_that_cannot_be_are_refused() -> None:
    first, second = people(2)
    (firm,) = register(PartyRow(identifier="business_id:1", kind=PartyKind.ORGANISATION))
    with pytest.raises(InputError, match="itself"):
        link_parties(first_id=first, second_id=first, now=NOON)
    with pytest.raises(InputError, match="probability"):
        link_parties(first_id=first, second_id=second, probability=1.2, now=NOON)
    with pytest.raises(GuardError, match="Kinds of parties"):
        link_parties(first_id=first, second_id=firm, now=NOON)
    with pytest.raises(NotFoundError):
        link_parties(first_id=first, second_id=999, now=NOON)
    with pytest.raises(NotFoundError):
        undo_link(link_id=999, now=NOON)
    link = link_parties(first_id=first, second_id=second, now=NOON)
    undo_link(link_id=link.id, now=NOON)
    with pytest.raises(GuardError, match="undone already"):
        undo_link(link_id=link.id, now=NOON)
