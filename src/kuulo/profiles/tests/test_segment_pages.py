"""Building a segment, looking at it, changing and removing it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.customers.queries.segments import list_segments, segment
from kuulo.customers.rules import PartyRow
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op, Vocabulary
from kuulo.customers.services import register_parties
from kuulo.customers.services.segments import save_segment
from kuulo.profiles.forms.segments import SegmentForm
from kuulo.profiles.views.segments import said_condition

pytestmark = pytest.mark.django_db

NEW = "/customers/segments/new/"
SOUTH = {
    "name": "South",
    "join": "all",
    "g0-join": "all",
    "g0-r0-about": "attribute:region",
    "g0-r0-op": "is",
    "g0-r0-values": "Uusimaa; Häme",
}


@pytest.fixture(autouse=True)
def customers(db: None) -> None:
    """Three customers in three regions."""
    del db
    register_parties(
        PartyRow(identifier=f"customer_id:{number}", name=name, attributes={"region": region})
        for number, (name, region) in enumerate([("Aino", "Uusimaa"), ("Bertta", "Lappi"), ("Kaarlo", "Häme")])
    )


def plain(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def test_a_segment_is_built_saved_and_shown(lead: Client) -> None:
    answer = lead.post(NEW, SOUTH, follow=True)
    assert answer.status_code == 200
    said = plain(answer)
    assert "“region” is any of Uusimaa, Häme" in said
    assert "2 customers of 3 (66.7%) are in it now" in said
    assert "Aino" in said
    assert "Bertta" not in said
    assert "South" in plain(lead.get("/customers/segments/"))


def test_buttons_add_conditions_and_groups_without_script(lead: Client) -> None:
    more = lead.post(NEW, SOUTH | {"_do": "row:0"})
    assert b'name="g0-r1-about"' in more.content
    group = lead.post(NEW, SOUTH | {"_do": "group"})
    assert b'name="g1-r0-about"' in group.content
    counted = plain(lead.post(NEW, SOUTH | {"_do": "count"}))
    assert "2 of 3 customers (66.7%) are found." in counted
    assert list_segments() == ()


def test_groups_are_saved_as_they_are_joined(lead: Client) -> None:
    told = SOUTH | {
        "join": "any",
        "g1-join": "any",
        "g1-r0-about": "stage:",
        "g1-r0-op": "is",
        "g1-r0-values": "former",
        "g1-r1-about": "behaviour:orders",
        "g1-r1-op": "at_least",
        "g1-r1-values": "2",
    }
    lead.post(NEW, told)
    kept = segment("south").filter
    assert kept.join is Join.ANY
    assert [len(part.parts) for part in kept.parts if isinstance(part, Group)] == [1, 2]
    assert "or (Stage is any of Former customer or Number of orders is at least 2)" in plain(
        lead.get("/customers/segments/south/")
    )


def test_changing_keeps_the_address(lead: Client) -> None:
    lead.post(NEW, SOUTH)
    page = lead.get("/customers/segments/south/edit/")
    assert b"Uusimaa; H\xc3\xa4me" in page.content
    lead.post("/customers/segments/south/edit/", SOUTH | {"name": "North", "g0-r0-values": "Lappi"})
    changed = segment("south")
    assert changed.name == "North"
    assert changed.filter.parts == (Condition(about=About.ATTRIBUTE, name="region", op=Op.IS, values=("Lappi",)),)


def test_removing(lead: Client) -> None:
    lead.post(NEW, SOUTH)
    assert "is removed" in plain(lead.post("/customers/segments/south/remove/", follow=True))
    assert lead.get("/customers/segments/south/").status_code == 404


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"g0-r0-about": "attribute:colour"}, "No customer has an attribute"),
        ({"g0-r0-about": "behaviour:orders", "g0-r0-op": "at_least", "g0-r0-values": "many"}, "is not a number"),
        ({"g0-r0-op": "at_least", "g0-r0-values": "3"}, "cannot be asked of it"),
        ({"g0-r0-values": ""}, "Asked for: at least one"),
        ({"g0-r0-about": ""}, "1 to 40 conditions"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_cannot_be_saved_says_why_and_keeps_what_was_written(
    lead: Client, told: dict[str, str], words: str
) -> None:
    answer = lead.post(NEW, SOUTH | told)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert list_segments() == ()


def test_a_typed_value_stays_while_its_subject_is_chosen_anew(lead: Client) -> None:
    answer = lead.post(NEW, SOUTH | {"g0-r0-about": "", "g0-r0-values": "Lappi", "_do": "show"})
    assert 'value="Lappi"' in answer.content.decode()
    answer = lead.post(NEW, SOUTH | {"g0-r0-about": "stage:", "g0-r0-values": "Lappi", "_do": "show"})
    assert 'value="Lappi"' in answer.content.decode()


def test_measures_are_called_what_they_are_called_elsewhere() -> None:
    words = Vocabulary(definitions=("ces.2@1",))
    shown = str(SegmentForm(words=words)["g0-r0-about"])
    assert ">Customer Effort Score 2.0 (1–7, higher is easier)</option>" in shown
    asked = Condition(about=About.FIGURE, name="ces.2@1", op=Op.AT_LEAST, values=("5",))
    assert "Customer Effort Score 2.0" in said_condition(asked)


def test_a_reader_sees_no_segments_and_service_people_build_none(reader: Client, cast: dict[Role, User]) -> None:
    assert reader.get("/customers/segments/").status_code == 403
    saara = Client()
    saara.force_login(cast[Role.SERVICE_PERSON], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert saara.get("/customers/segments/").status_code == 200
    assert saara.get(NEW).status_code == 403


def test_a_filter_of_mixed_parts_can_be_changed(lead: Client) -> None:
    region = Condition(about=About.ATTRIBUTE, name="region", op=Op.KNOWN)
    swedish = Condition(about=About.LANGUAGE, op=Op.IS, values=("sv",))
    save_segment(name="Mixed", group=Group(Join.ANY, (region, Group(Join.ALL, (swedish,)))))
    page = lead.get("/customers/segments/mixed/edit/")
    assert b'name="g1-r0-about"' in page.content
