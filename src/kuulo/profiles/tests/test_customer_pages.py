"""The list of customers, one customer's page, and changing its card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from kuulo.customers.queries import consents_of, party, party_ids_of
from kuulo.customers.rules import AttributeDefinitionView, AttributeKind, LinkKind, PartyRow, Purpose, Stage
from kuulo.customers.services import define_attribute, give_consent, link_parties, register_parties, withdraw_consent
from kuulo.profiles.tests.story import NOW, ago, make_aino, may_profile

pytestmark = pytest.mark.django_db
VEIKKO = PartyRow(identifier="customer_id:7", name="Veikko Virta")


def text_of(client: Client, path: str) -> str:
    """Return a page."""
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def test_the_list_finds_by_name_number_and_address(lead: Client) -> None:
    aino = make_aino()
    register_parties([VEIKKO])
    for wanted in ("aalto", "1042", "aino@example.org"):
        found = text_of(lead, f"/customers/?q={wanted}")
        assert f"/customers/{aino}/" in found
        assert "Veikko" not in found
    assert "Nobody was found" in text_of(lead, "/customers/?q=nobody")
    assert "Aino" not in text_of(lead, "/customers/?stage=former")


def test_the_list_comes_piece_by_piece(lead: Client) -> None:
    register_parties(PartyRow(identifier=f"customer_id:{number}", name=f"Nr {number}") for number in range(60))
    first = lead.get("/customers/")
    after = first.context["next_query"]
    assert len(first.context["lines"]) == 50
    piece = lead.get(f"/customers/?{after}", headers={"HX-Request": "true"}).content.decode()
    assert piece.count("customer-line") == 10
    assert "<html" not in piece
    assert "<html" in text_of(lead, f"/customers/?{after}")


def test_a_customer_is_added_with_its_address(lead: Client) -> None:
    told = {"kind": "person", "name": "Uusi Asiakas", "number": "99", "stage": "active", "email": "uusi@example.org"}
    answer = lead.post("/customers/new/", told)
    number = party_ids_of(["customer_id:99"])["customer_id:99"]
    assert answer["Location"] == f"/customers/{number}/"
    assert party(number, purpose=Purpose.SERVICE).contacts[0].value == "uusi@example.org"


@pytest.mark.parametrize("wrong", [{"number": "1042"}, {"email": "no address"}, {"name": ""}])
def test_a_customer_that_cannot_be_is_refused_whole(wrong: dict[str, str], lead: Client) -> None:
    make_aino()
    told = {"kind": "person", "name": "Uusi", "number": "99", "stage": "active"} | wrong
    assert lead.post("/customers/new/", told).status_code == 422
    assert not party_ids_of(["customer_id:99"])


def test_the_page_tells_the_story_with_sources(lead: Client) -> None:
    aino = make_aino()
    page = text_of(lead, f"/customers/{aino}/")
    assert "Was not content with Invoice" in page
    assert "#e-" in page
    assert "Lasku oli väärä, &lt;b&gt;taas&lt;/b&gt;." in page
    assert "Given in confidence" in page
    assert "Web events, and sentences about habits, are not shown" in page
    assert "300 pages looked at" not in page
    may_profile(aino)
    assert "300 pages looked at" in text_of(lead, f"/customers/{aino}/")


def test_a_source_leads_to_its_entry(lead: Client) -> None:
    aino = make_aino()
    statements = lead.get(f"/customers/{aino}/").context["statements"]
    one, at = next((one, at) for one, at in statements if "Invoice" in str(one.text))
    page = text_of(lead, f"/customers/{aino}/?before={at}")
    assert f'id="{one.place.anchor}"' in page


def test_a_piece_of_the_timeline_with_and_without_script(lead: Client) -> None:
    aino = make_aino()
    assert "<html" in text_of(lead, f"/customers/{aino}/timeline/?kind=answer")
    piece = lead.get(f"/customers/{aino}/timeline/?kind=answer", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece
    assert "entry-answer" in piece


def test_own_answers_stand_beside_a_figure_with_interval(lead: Client) -> None:
    aino = make_aino()
    page = text_of(lead, f"/customers/{aino}/figures/")
    assert "2 on 0–10" in page
    assert "All customers asked about Invoice" in page
    assert "an answer, not an estimate" in page
    assert "Segments are not shown" in page
    may_profile(aino)
    assert "In no segment." in text_of(lead, f"/customers/{aino}/figures/")


def test_each_part_of_the_card_is_changed(lead: Client) -> None:
    aino = make_aino()
    register_parties([VEIKKO])
    define_attribute(definition=AttributeDefinitionView(name="members", kind=AttributeKind.NUMBER), now=NOW)
    path = f"/customers/{aino}/edit/"
    sent = [
        {"_form": "basics", "name": "Aino Aalto-Virta", "kind": "person", "language": "sv"},
        {"_form": "stage", "stage": "former", "on": NOW.date().isoformat(), "reason": "Moved"},
        {"_form": "contact", "channel": "sms", "value": "040 123 4567", "label": "work"},
        {"_form": "attributes", "a0": "4", "a1": "Pirkanmaa"},
        {"_form": "relation", "kind": "member_of", "other": "7", "role": "wife", "since": "2020-01-01"},
    ]
    for told in sent:
        assert lead.post(path, told).status_code == 302, told
    now = party(aino, purpose=Purpose.SERVICE)
    assert (now.name, now.language, now.stage) == ("Aino Aalto-Virta", "sv", Stage.FORMER)
    assert "+358401234567" in [each.value for each in now.contacts]
    assert dict(now.attributes) == {"members": "4", "region": "Pirkanmaa"}
    assert [(each.other_name, each.role) for each in now.relations] == [("Veikko Virta", "wife")]
    page = text_of(lead, f"/customers/{aino}/")
    assert "Uusimaa → Pirkanmaa" in page
    assert "Moved" in page
    number = next(each.id for each in now.contacts if each.label == "work")
    assert lead.post(path, {"_form": "retire", "number": number}).status_code == 302
    assert lead.post(path, {"_form": "end", "number": now.relations[0].id}).status_code == 302
    assert party(aino, purpose=Purpose.SERVICE).relations[0].until is not None


@pytest.mark.parametrize(
    "told",
    [
        {"_form": "stage", "stage": "former", "on": "", "reason": ""},
        {"_form": "stage", "stage": "former", "on": "2999-01-01", "reason": "Moved"},
        {"_form": "contact", "channel": "email", "value": "nonsense"},
        {"_form": "relation", "kind": "member_of", "other": "nobody"},
        {"_form": "retire", "number": "999"},
        {"_form": "end", "number": "x"},
        {"_form": "nothing"},
    ],
)
def test_what_cannot_be_is_refused_with_words(told: dict[str, str], lead: Client) -> None:
    aino = make_aino()
    assert lead.post(f"/customers/{aino}/edit/", told).status_code == 422


def test_a_withdrawal_is_noted_with_its_proof(lead: Client) -> None:
    aino = make_aino()
    give_consent(party_id=aino, purpose=Purpose.MARKETING, at=ago(days=10))
    told = {"purpose": "marketing", "channel": "any", "how": "By phone"}
    assert lead.post(f"/customers/{aino}/withdraw/", told).status_code == 302
    newest = consents_of(aino)[0]
    assert newest.state == "withdrawn"
    assert "By phone" in str(newest.proof)
    page = text_of(lead, f"/customers/{aino}/")
    assert "how: By phone" in page
    assert "noted_by: Ilona Insight" in page
    assert lead.post(f"/customers/{aino}/withdraw/", told | {"how": ""}).status_code == 422


def test_two_that_are_one_share_a_page_until_it_is_undone(lead: Client) -> None:
    aino = make_aino()
    register_parties([VEIKKO])
    veikko = party_ids_of(["customer_id:7"])["customer_id:7"]
    link = link_parties(
        first_id=aino,
        second_id=veikko,
        kind=LinkKind.MANUAL,
        reason={"why": "same person"},
        probability=None,
        by="Outi",
        now=NOW - timedelta(days=1),
    )
    sent_on = lead.get(f"/customers/{veikko}/")
    # Browsers remember a permanent answer: Veikko’s page would stay out of reach after the link is undone.
    assert (sent_on.status_code, sent_on["Location"]) == (302, f"/customers/{aino}/")
    assert "same person" in text_of(lead, f"/customers/{aino}/")
    assert lead.post(f"/customers/{aino}/undo-link/", {"link": "0"}).status_code == 422
    lead.post(f"/customers/{aino}/undo-link/", {"link": link.id})
    assert "Veikko Virta" in text_of(lead, f"/customers/{veikko}/")


def test_who_objected_to_service_is_shown_without_the_story(lead: Client) -> None:
    aino = make_aino()
    withdraw_consent(party_id=aino, purpose=Purpose.SERVICE, at=NOW)
    page = text_of(lead, f"/customers/{aino}/")
    assert "Answers, purchases and meetings are not shown" in page
    assert "Invoice" not in page


def test_readers_may_not(reader: Client) -> None:
    aino = make_aino()
    for path in ("", f"{aino}/", f"{aino}/timeline/", f"{aino}/figures/", f"{aino}/edit/", "new/"):
        assert reader.get(f"/customers/{path}").status_code == 403


def test_a_customer_nobody_knows_is_not_found(lead: Client) -> None:
    assert lead.get("/customers/99999/").status_code == 404
    assert lead.get("/customers/99999/entry/?of=1~x").status_code == 404
