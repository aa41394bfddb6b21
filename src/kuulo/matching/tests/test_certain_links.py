"""Links beyond doubt: by verified e-mail, customer number, business id, and a personal code only where switched on."""

from __future__ import annotations

import pytest

from kuulo.base.errors import GuardError
from kuulo.customers.models import Identifier, Link, Party
from kuulo.customers.queries import party, whole_of
from kuulo.customers.rules import LinkKind, PartyKind, Purpose
from kuulo.customers.rules.person_data import PersonKey
from kuulo.matching import services
from kuulo.matching.models import Proposal
from kuulo.matching.rules.certain import CertainRule, key_of, rule_of_name
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.rules.settings import MatchWishes
from kuulo.matching.tests.register import add_email, add_party

pytestmark = pytest.mark.django_db

FIRM = PartyKind.ORGANISATION
HETU = "131052-308T"


def are_one(*parties: int) -> bool:
    return len(set(whole_of(parties).values())) == 1


def test_a_verified_address_joins_at_once_and_says_why() -> None:
    aino, card = add_party("customer_id:1", "Aino Aalto"), add_party("loyalty_card:7", "A. Aalto")
    add_email(aino, "aino@example.org", verified=True)
    add_email(card, "Aino@Example.org", verified=True)
    assert services.link_certain().linked == 1
    assert are_one(aino, card)
    link = party(card, purpose=Purpose.SERVICE).links[0]
    assert (link.kind, link.reason["rule"]) == (LinkKind.DETERMINISTIC, "verified_email")
    assert services.link_certain().linked == 0
    assert Link.objects.count() == 1


def test_an_address_nobody_verified_joins_nobody() -> None:
    aino, other = add_party("customer_id:1", "Aino Aalto"), add_party("customer_id:2", "Eero Aalto")
    add_email(aino, "perhe@example.org", verified=True)
    add_email(other, "perhe@example.org")
    assert services.link_certain().linked == 0


def test_a_customer_number_under_two_schemes_joins() -> None:
    one, other = add_party("customer_id:A-17", "Aino"), add_party("asiakasnumero:a-17", "Aino")
    third = add_party("user_id:A-17", "Somebody else")
    services.link_certain()
    assert are_one(one, other)
    assert not are_one(one, third)


def test_a_business_id_joins_firms_however_it_is_written() -> None:
    firm = add_party("business_id:2077474-0", "Esimerkki Oy", kind=FIRM)
    vat = add_party("customer_id:9", "Esimerkki", {"VAT number": "FI20774740"}, kind=FIRM)
    wrong = add_party("customer_id:10", "Väärä Oy", {"Y-tunnus": "2077474-1"}, kind=FIRM)
    services.link_certain()
    assert are_one(firm, vat)
    assert not are_one(firm, wrong)


def test_a_person_and_a_firm_are_never_one() -> None:
    firm = add_party("business_id:2077474-0", "Esimerkki Oy", kind=FIRM)
    owner = add_party("customer_id:9", "Aino Aalto", {"business id": "2077474-0"})
    assert services.link_certain().linked == 0
    assert not are_one(firm, owner)


def test_a_personal_code_is_a_key_only_when_switched_on() -> None:
    one, other = add_party("customer_id:1", "Aino", {"hetu": HETU}), add_party("customer_id:2", "Aino", {"hetu": HETU})
    assert services.link_certain().linked == 0
    services.set_wishes(wishes=MatchWishes(personal_ids=True), by="Outi")
    assert services.link_certain().linked == 1
    assert are_one(one, other)


def test_a_mailbox_that_many_share_joins_nobody() -> None:
    for number in range(6):
        add_email(add_party(f"customer_id:{number}", f"Jäsen {number}"), "info@example.org", verified=True)
    report = services.link_certain()
    assert (report.linked, report.shared_by_many) == (0, 1)


def test_switched_off_nothing_is_linked_by_itself() -> None:
    one, other = add_party("customer_id:A-17", "Aino"), add_party("asiakasnumero:A-17", "Aino")
    services.set_wishes(wishes=MatchWishes(link_certain=False), by="Outi")
    assert services.link_certain().linked == 0
    assert not are_one(one, other)


def test_what_was_undone_stays_undone_until_somebody_decides() -> None:
    one, other = add_party("customer_id:A-17", "Aino"), add_party("asiakasnumero:A-17", "Aino")
    services.link_certain()
    number = Proposal.objects.get().pk
    services.undo_decision(proposal_id=number, by="Saara", reason="mother and daughter")
    add_party("customer_id:99", "Uusi")
    assert services.link_certain().linked == 0
    assert not are_one(one, other)
    services.reject_proposal(proposal_id=number, by="Saara")
    add_party("customer_id:100", "Uudempi")
    services.link_certain()
    assert Proposal.objects.get().state == ProposalState.REJECTED


def test_an_accepted_pair_cannot_be_accepted_again() -> None:
    add_party("customer_id:A-17", "Aino")
    add_party("asiakasnumero:A-17", "Aino")
    services.link_certain()
    with pytest.raises(GuardError):
        services.accept_proposal(proposal_id=Proposal.objects.get().pk, by="Ilona")


def test_erasing_a_person_leaves_no_proposal() -> None:
    one, other = add_party("customer_id:A-17", "Aino"), add_party("asiakasnumero:A-17", "Aino")
    services.link_certain()
    store = services.PERSON_STORES[0]
    key = PersonKey(party_ids=(one, other))
    exported = list(store.export(key))
    assert exported[0]["rule"] == "customer_number"
    assert store.erase(key, Proposal.objects.get().proposed_at).rows == 1
    assert store.erase(key, Party.objects.get(pk=one).created_at).rows == 0
    assert Identifier.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("Y-tunnus", CertainRule.BUSINESS_ID),
        ("customer number", CertainRule.CUSTOMER_NUMBER),
        ("hetu", CertainRule.PERSONAL_ID),
        ("region", None),
    ],
)
def test_names_of_keys_are_recognised(name: str, rule: CertainRule | None) -> None:
    assert rule_of_name(name) is rule


@pytest.mark.parametrize(
    ("rule", "value", "key"),
    [
        (CertainRule.BUSINESS_ID, "FI20774740", "2077474-0"),
        (CertainRule.BUSINESS_ID, "2077474-1", ""),
        (CertainRule.PERSONAL_ID, HETU, HETU),
        (CertainRule.PERSONAL_ID, "131052-308U", ""),
        (CertainRule.CUSTOMER_NUMBER, " a17 ", "A17"),
        (CertainRule.VERIFIED_EMAIL, "A@B.fi", "a@b.fi"),
    ],
)
def test_keys_are_compared_as_they_are_meant(rule: CertainRule, value: str, key: str) -> None:
    assert key_of(rule, value) == key
