"""Defining what the organisation wants to know of its customers: what is listed, kept and refused."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.customers.queries import attribute_definitions, party, party_ids_of
from kuulo.customers.rules import AttributeDefinitionView, AttributeKind, PartyRow, Purpose
from kuulo.customers.services import define_attribute, register_parties

pytestmark = pytest.mark.django_db

ALL = "/customers/attributes/"
DEFINE = "/customers/attributes/define/"
SIZE = "/customers/attributes/define/?attribute=size+%26+staff"
COLOUR = {
    "name": "colour",
    "kind": "choice",
    "choices": "Red\n Blue \n\n",
    "label_fi": "Väri",
    "label_sv": "Färg",
    "label_en": "",
}


@pytest.fixture(autouse=True)
def customers(db: None) -> None:
    """Five customers; of four the size is known, of one in words."""
    del db
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", attributes={"size & staff": size} if size else {})
        for number, size in enumerate(["1 200", "12", "3.0", "many", ""])
    )


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_what_lists_told_of_is_listed_beside_what_is_defined(lead: Client) -> None:
    define_attribute(
        definition=AttributeDefinitionView(
            name="diet", kind=AttributeKind.CHOICE, choices=("vegan", "other"), labels={"fi": "Ruoka"}, is_special=True
        )
    )
    said = plain(lead.get(ALL))
    assert "diet special personal data 0 0.0% One of several choices vegan · other Ruoka FI" in said
    assert "size &amp; staff 4 80.0% not defined –" in said
    assert "Shares are of 5 customers." in said


def test_a_new_attribute_is_defined(lead: Client) -> None:
    assert "New attribute" in plain(lead.get(DEFINE))
    answer = lead.post(DEFINE, COLOUR | {"is_special": "on"}, follow=True)
    assert "The attribute “colour” is defined." in plain(answer)
    assert attribute_definitions() == (
        AttributeDefinitionView(
            name="colour",
            kind=AttributeKind.CHOICE,
            choices=("Red", "Blue"),
            labels={"fi": "Väri", "sv": "Färg"},
            is_special=True,
        ),
    )


def test_changing_one_keeps_its_name_and_shows_what_holds(lead: Client) -> None:
    lead.post(DEFINE, COLOUR)
    page = lead.get(f"{DEFINE}?attribute=colour")
    assert b'name="name"' not in page.content
    assert b"Red\nBlue" in page.content
    assert "F\xe4rg" in page.content.decode()
    changed = {"kind": "text", "choices": "Red\nRed", "label_en": "Colour", "name": "another"}
    assert lead.post(f"{DEFINE}?attribute=colour", changed).status_code == 302
    assert attribute_definitions() == (AttributeDefinitionView(name="colour", labels={"en": "Colour"}),)


def test_a_kind_that_does_not_suit_is_refused_with_how_many_and_which(lead: Client) -> None:
    answer = lead.post(SIZE, {"kind": "number", "label_en": "Staff"})
    assert answer.status_code == 422
    said = plain(answer)
    assert "The kind “number” does not suit “size &amp; staff”: 1 of 4 customers have others, like “many”." in said
    assert "many 1 Edit a customer" in said
    number = party_ids_of(["customer_id:3"])["customer_id:3"]
    assert f"/customers/{number}/edit/" in answer.content.decode()
    assert 'value="Staff"' in answer.content.decode()
    assert attribute_definitions() == ()


def test_once_the_values_are_corrected_the_kind_is_taken_and_values_are_in_one_form(lead: Client) -> None:
    number = party_ids_of(["customer_id:3"])["customer_id:3"]
    lead.post(f"/customers/{number}/edit/", {"_form": "attributes", "a0": "40"})
    assert lead.post(SIZE, {"kind": "number"}).status_code == 302
    first = party_ids_of(["customer_id:0"])["customer_id:0"]
    assert party(first, purpose=Purpose.SERVICE).attributes == {"size & staff": "1200"}


def test_taking_away_a_choice_in_use_is_refused(lead: Client) -> None:
    register_parties([PartyRow(identifier="customer_id:9", attributes={"colour": "blue"})])
    lead.post(f"{DEFINE}?attribute=colour", COLOUR)
    answer = lead.post(f"{DEFINE}?attribute=colour", COLOUR | {"choices": "Red"})
    assert answer.status_code == 422
    assert "1 of 1 customers have others, like “Blue”" in plain(answer)
    assert attribute_definitions()[0].choices == ("Red", "Blue")


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "Size & Staff"}, "There is an attribute “size &amp; staff” already"),
        ({"name": "party"}, "An attribute cannot be called “party”"),
        ({"name": "segment: South"}, "An attribute cannot be called “segment: South”"),
        ({"name": "x" * 500}, "at most"),
        ({"kind": "colour"}, "Select a valid choice"),
        ({"choices": " \n "}, "Name at least one choice"),
        ({"choices": "Red\nred"}, "The choice “red” is there twice"),
        ({"choices": "\n".join(map(str, range(201)))}, "more than 200 choices"),
    ],
)
def test_what_cannot_be_defined_says_why_and_keeps_what_was_written(
    lead: Client, told: dict[str, str], words: str
) -> None:
    answer = lead.post(DEFINE, COLOUR | told)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert "Färg" in answer.content.decode()
    assert attribute_definitions() == ()


def test_an_attribute_nobody_has_cannot_be_changed(lead: Client) -> None:
    answer = lead.get(f"{DEFINE}?attribute=nothing")
    assert answer.status_code == 404
    assert "There is no attribute “nothing”" in plain(answer)


def test_service_people_see_attributes_and_define_none_and_readers_see_none(
    reader: Client, cast: dict[Role, User]
) -> None:
    saara = Client()
    saara.force_login(cast[Role.SERVICE_PERSON], backend="allauth.account.auth_backends.AuthenticationBackend")
    page = saara.get(ALL)
    assert page.status_code == 200
    assert DEFINE not in page.content.decode()
    assert saara.get(DEFINE).status_code == 403
    assert saara.post(DEFINE, COLOUR).status_code == 403
    assert reader.get(ALL).status_code == 403
    assert attribute_definitions() == ()
