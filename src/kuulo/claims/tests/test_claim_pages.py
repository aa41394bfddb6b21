"""Pages of claims: the list, one claim, the cut, the map; what each role sees and may do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.audit.queries import first_broken
from kuulo.claims import queries
from kuulo.claims.models import Claim, Evidence, Fragment
from kuulo.claims.rules import ClaimState, Stance
from kuulo.claims.tests.research import AFFIRMING, LEAD, NOW, WORDS, claimed, cut, research, supported
from kuulo.figures.tests.answers import many, record
from kuulo.words.tests.answers import said

pytestmark = pytest.mark.django_db


def browser(cast: dict[Role, User], role: Role) -> Client:
    client = Client()
    client.force_login(cast[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def plain(answer: Any) -> str:
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_a_claim_is_made_and_shown(cast: dict[Role, User]) -> None:
    lead = browser(cast, Role.INSIGHT_LEAD)
    answer = lead.post(
        "/claims/new/", {"text_fi": "Asiakkaat tilaavat illalla", "kind": "belief", "importance": "4"}, follow=True
    )
    number = f"C{Claim.objects.get().pk}"
    page = plain(answer)
    assert f"{number} Asiakkaat tilaavat illalla" in page
    assert "no evidence" in page
    assert "our interpretation" in page
    assert "Have you looked for it?" in page
    assert f"{number} was made: belief." in page, "steps of the log stand on the page"
    assert number in plain(browser(cast, Role.READER).get("/claims/"))


def test_a_claim_without_words_is_refused(cast: dict[Role, User]) -> None:
    answer = browser(cast, Role.INSIGHT_LEAD).post("/claims/new/", {"kind": "belief", "importance": "4"})
    assert answer.status_code == 422
    assert "The claim has no wording." in plain(answer)


def test_both_sides_and_their_methods_stand_on_one_page(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    supported(number, cut(found, AFFIRMING), stance=Stance.OPPOSE)
    page = plain(browser(cast, Role.INSIGHT_LEAD).get(f"/claims/{number}/"))
    assert page.index("Speaks for it") < page.index(WORDS) < page.index("Speaks against it") < page.index(AFFIRMING)
    assert "Customers heard: 1. Studies and sources that err independently of each other: 1." in page
    assert "Interviews" in page


def test_readers_see_claims_and_no_words(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    page = plain(browser(cast, Role.READER).get(f"/claims/{number}/"))
    assert WORDS not in page
    assert "Take away" not in page
    assert "Words of customers are shown to those who may read them." in page


def test_a_passage_is_cut_and_attached_to_a_claim(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    lead, place = browser(cast, Role.INSIGHT_LEAD), found.place(AFFIRMING)
    page = plain(lead.get("/claims/cut/", place))
    assert AFFIRMING in page
    told = {"claim": f"{number} Customers leave", "stance": "support", "weight": "3", "why": "Plain", "affirms": "on"}
    answer = lead.post("/claims/cut/", place | told, follow=True)
    assert "the customer affirms it" in plain(answer)
    assert not queries.claim(number).interpretation


def test_an_answer_makes_a_new_claim(cast: dict[Role, User]) -> None:
    (signal,) = said("Lasku oli väärin.")
    told = {"signal": signal, "new_text": "Invoices are wrong", "new_kind": "insight", "stance": "support"}
    saara = browser(cast, Role.SERVICE_PERSON)
    answer = saara.post("/claims/cut/", told | {"weight": "2", "why": "One says so"}, follow=True)
    assert "Invoices are wrong" in plain(answer)
    assert Claim.objects.get().owner == "saara@example.org"


def test_a_figure_of_explore_is_cut(cast: dict[Role, User]) -> None:
    record(many({9.0: 8, 3.0: 4}))
    lead, number = browser(cast, Role.INSIGHT_LEAD), claimed()
    explore = lead.get("/explore/?measure=nps%401&period=all").content.decode()
    link = re.search(r'href="(/claims/cut/\?figure=[^"]+)"', explore)
    assert link is not None
    page = plain(lead.get(link[1].replace("&amp;", "&")))
    assert "Net Promoter Score" in page
    assert "In these words" not in page, "a figure affirms nothing"
    told = {"figure": "/explore/?measure=nps%401&period=all", "claim": number, "stance": "oppose"}
    lead.post("/claims/cut/", told | {"weight": "1", "why": "Most are content"})
    assert queries.claim(number).standing.opposing == 1
    know = lead.get("/explore/know/?measure=nps%401&period=all").content.decode()
    assert "/claims/cut/?figure=" in know


def test_it_is_attached_to_one_claim(cast: dict[Role, User]) -> None:
    (signal,) = said("Lasku oli väärin.")
    lead = browser(cast, Role.INSIGHT_LEAD)
    for told in ({}, {"claim": "C1", "new_text": "Both"}):
        answer = lead.post("/claims/cut/", {"signal": signal, "stance": "support", "weight": "1", "why": "x"} | told)
        assert answer.status_code == 422
    assert not Fragment.objects.exists()
    missing = {"signal": signal, "stance": "support", "weight": "1", "why": "x", "claim": "C999"}
    assert lead.post("/claims/cut/", missing).status_code == 422
    assert not Fragment.objects.exists()


def test_nothing_is_cut_out_of_a_study_one_may_not_see(cast: dict[Role, User]) -> None:
    found = research(confidential=True)
    place = found.place(WORDS)
    assert browser(cast, Role.OWNER).get("/claims/cut/", place).status_code == 404
    assert browser(cast, Role.INSIGHT_LEAD).get("/claims/cut/", place).status_code == 200


def test_strangers_see_a_fragment_of_a_confidential_study_and_no_more(cast: dict[Role, User]) -> None:
    found, number = research(confidential=True), claimed()
    supported(number, cut(found))
    owner = browser(cast, Role.OWNER)
    page, twin = plain(owner.get(f"/claims/{number}/")), owner.get(f"/claims/{number}.json").content.decode()
    for told in (page, twin):
        assert WORDS not in told
        assert found.study.slug not in told
        assert found.study.title not in told
        assert "P01" not in told
    assert "confidential study" in page


def test_a_step_says_which_guard_refuses_it(cast: dict[Role, User]) -> None:
    lead, number = browser(cast, Role.INSIGHT_LEAD), claimed()
    lead.post(f"/claims/{number}/step/", {"step": "test"})
    assert queries.claim(number).state is ClaimState.TESTING
    page = plain(lead.post(f"/claims/{number}/step/", {"step": "support"}, follow=True))
    assert "Guard “evidence for it”" in page
    page = plain(lead.post(f"/claims/{number}/step/", {"step": "confirm"}, follow=True))
    assert "A claim that is being tested cannot be called confirmed." in page


def test_evidence_is_taken_away_and_attached_again(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    lead, key = browser(cast, Role.INSIGHT_LEAD), Evidence.objects.get().pk
    page = plain(lead.post(f"/claims/{number}/evidence/{key}/detach/", {"why": "A misunderstanding"}, follow=True))
    assert "1 piece that is no evidence any more" in page
    assert "A misunderstanding" in page
    lead.post(f"/claims/{number}/evidence/{key}/again/")
    assert queries.claim(number).standing.supporting == 1


def test_a_customer_is_asked_from_the_page(cast: dict[Role, User]) -> None:
    lead, number = browser(cast, Role.INSIGHT_LEAD), claimed()
    told = {"text": "Milloin tilaat?", "language": "fi", "way": "survey"}
    page = plain(lead.post(f"/claims/{number}/ask/", told, follow=True))
    assert "Milloin tilaat?" in page
    assert "by a survey of one question" in page
    refused = lead.post(f"/claims/{number}/ask/", told | {"way": "message", "customer": "customer_id:404"})
    assert refused.status_code == 422
    assert "There is no customer with this identifier." in plain(refused)


def test_the_map_places_claims_and_takes_moves(cast: dict[Role, User]) -> None:
    lead, number = browser(cast, Role.INSIGHT_LEAD), claimed(importance=5)
    page = lead.get("/claims/map/").content.decode()
    assert f'data-number="{number}"' in page
    assert "To find out first:" in page
    moved = lead.post(
        f"/claims/map/{number}/", {"importance": "2", "placed": "4"}, headers={"accept": "application/json"}
    )
    assert moved.json() == {"told": f"{number}: importance 2, evidence 4.", "importance": 2, "strength": 4}
    wrong = lead.post(
        f"/claims/map/{number}/", {"importance": "9", "placed": "4"}, headers={"accept": "application/json"}
    )
    assert wrong.status_code == 409
    assert "no place of the map" in wrong.json()["told"]


def test_twins_say_the_same(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    lead = browser(cast, Role.INSIGHT_LEAD)
    (one,) = lead.get("/claims/claims.json").json()["claims"]
    assert (one["number"], one["state"], one["standing"]["customers"]) == (number, "assumed", 1)
    whole = lead.get(f"/claims/{number}.json").json()
    assert whole["evidence"][0]["fragment"]["words"] == WORDS
    assert lead.get("/claims/map.json").json()["claims"][0]["number"] == number


def test_a_thousand_claims_take_few_queries(cast: dict[Role, User]) -> None:
    rows = Claim.objects.bulk_create(
        Claim(
            text={"en": f"Claim {place}"},
            searched=f"claim {place}",
            kind="insight",
            state="assumed",
            since=NOW,
            importance=place % 5 + 1,
            owner=LEAD,
            made_by=LEAD,
            made_at=NOW,
        )
        for place in range(300)
    )
    pieces = Fragment.objects.bulk_create(
        Fragment(
            anchor=f"a:{place}",
            kind="answer",
            signal_id=f"s{place}",
            is_customer=True,
            voice=f"v{place}",
            batch="b",
            method="comment",
            occurred_at=NOW,
            made_by=LEAD,
            made_at=NOW,
        )
        for place in range(300)
    )
    Evidence.objects.bulk_create(
        Evidence(claim=row, fragment=piece, stance="support", weight=1, why="x", by=LEAD, at=NOW)
        for row, piece in zip(rows, pieces, strict=True)
    )
    lead = browser(cast, Role.INSIGHT_LEAD)
    for path in ("/claims/", "/claims/map/"):
        lead.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert lead.get(path).status_code == 200
        assert len(asked) < 30, path


def test_the_log_holds_together(cast: dict[Role, User]) -> None:
    found, number = research(), claimed()
    supported(number, cut(found))
    assert first_broken() is None


def test_strangers_are_not_told_which_study_a_claim_waits_for(cast: dict[Role, User], lead: Client) -> None:
    study = research(confidential=True).study.slug
    number = claimed(study=study)
    stranger = Client()
    stranger.force_login(cast[Role.RESEARCHER], backend="allauth.account.auth_backends.AuthenticationBackend")
    for page in (f"{number}/", f"{number}.json", f"{number}/change/", "claims.json", "map.json"):
        assert study not in stranger.get(f"/claims/{page}").content.decode(), page
    assert lead.get(f"/claims/{number}.json").json()["study"] == study
    told = {"text_en": "Otherwise said", "kind": "insight", "importance": "3", "study": ""}
    assert stranger.post(f"/claims/{number}/change/", told).status_code == 302
    assert queries.claim(number).study == study


def test_a_form_opened_before_somebody_else_changed_the_claim_is_refused(lead: Client) -> None:
    number = claimed(importance=3)
    page = lead.get(f"/claims/{number}/change/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen is not None
    told = {"text_en": "Customers want evenings", "kind": "insight", "importance": "4", "seen": seen[1]}
    assert lead.post(f"/claims/{number}/change/", told).status_code == 302
    again = lead.post(f"/claims/{number}/change/", told | {"text_en": "Customers want mornings"})
    assert again.status_code == 422
    assert "since this page was opened" in plain(again)
    assert queries.claim(number).text["en"] == "Customers want evenings"
