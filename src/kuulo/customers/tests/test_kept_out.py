"""Erased persons are kept out by keyed digests: lists do not bring them back, somebody by hand does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kuulo.customers.models import ContactPoint, Identifier, KeptOut
from kuulo.customers.queries import kept_out_among, party_ids_of
from kuulo.customers.rules import Channel, ContactRow, IdentityRow, PartyRow, PersonKey
from kuulo.customers.services import (
    add_contact,
    create_party,
    keep_out,
    note_identities,
    register_contacts,
    register_parties,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MAIJA = "customer_id:7"
KEY = PersonKey(
    party_ids=(7,),
    identifiers=(MAIJA, "user_id:maija"),
    addresses=((Channel.EMAIL, "maija@example.org"), (Channel.SMS, "+358401234567"), (Channel.LETTER, "Katu 1")),
)


@pytest.fixture(autouse=True)
def maija_is_kept_out() -> None:
    keep_out(KEY, now=NOON)
    keep_out(KEY, now=NOON)


def test_only_digests_are_kept_and_none_of_what_many_share() -> None:
    assert KeptOut.objects.count() == 4
    assert not KeptOut.objects.filter(digest__contains="maija").exists()
    asked = [MAIJA, "CUSTOMER_ID:7", "email:maija@example.org", "phone:+358401234567", "customer_id:8"]
    assert kept_out_among(asked) == set(asked[:4])


def test_a_list_brings_nobody_back() -> None:
    counts = register_parties([PartyRow(identifier=MAIJA), PartyRow(identifier="customer_id:8")])
    assert counts.new == 1
    assert list(party_ids_of([MAIJA, "customer_id:8"])) == ["customer_id:8"]


def test_nobody_else_gets_the_addresses_and_identifiers() -> None:
    register_parties([PartyRow(identifier="customer_id:8")])
    rows = [("maija@example.org", Channel.EMAIL), ("040 123 4567", Channel.SMS), ("aino@example.org", Channel.EMAIL)]
    register_contacts(
        [ContactRow(identifier="customer_id:8", channel=channel, value=value) for value, channel in rows], now=NOON
    )
    note_identities([IdentityRow(known="customer_id:8", also="user_id:maija", rule="list", at=NOON)])
    assert list(ContactPoint.objects.values_list("value", flat=True)) == ["aino@example.org"]
    assert Identifier.objects.count() == 1


def test_who_comes_back_is_written_down_by_hand() -> None:
    number = create_party(row=PartyRow(identifier=MAIJA, name="Maija"), now=NOON)
    add_contact(party_id=number, channel=Channel.EMAIL, value="maija@example.org", now=NOON)
    assert party_ids_of([MAIJA]) == {MAIJA: number}
    assert kept_out_among([MAIJA, "email:maija@example.org", "phone:+358401234567"]) == {"phone:+358401234567"}
    assert register_parties([PartyRow(identifier=MAIJA, name="Maija Meikäläinen")]).changed == 1
