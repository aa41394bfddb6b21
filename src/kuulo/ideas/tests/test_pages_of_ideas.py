"""Pages of ideas and weak signals: what they show to whom, and what they refuse."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.ideas import services
from kuulo.ideas.models import Idea, Sign
from kuulo.ideas.queries import idea
from kuulo.ideas.rules import Known, Need
from kuulo.ideas.services import TellerWishes
from kuulo.ideas.tests.cast import AT, CODE, ILONA, answer_id, company, kept

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(cast: dict[Role, User]) -> str:
    """Return an idea with everything known of it."""
    del cast
    parties = company()
    made = kept()
    services.add_answer(number=made, signal_id=answer_id(1), by=ILONA, now=AT)
    services.add_teller(number=made, wishes=TellerWishes(party_id=parties[7], note="At the till"), by=ILONA, now=AT)
    services.set_need(number=made, need=Need(known=Known.SAID, words=f"code:{CODE}"), by=ILONA, now=AT)
    services.weigh_ideas(now=AT)
    return made


def test_the_list_draws_value_against_size(number: str, lead: Client) -> None:
    text = lead.get("/ideas/").content.decode()
    assert "Delivery in the evening" in text
    assert "<circle" in text
    (told,) = lead.get("/ideas/ideas.json").json()["ideas"]
    assert (told["number"], told["size"]["value"], told["size"]["n"]) == (number, 30.0, 40)
    assert told["value"]["low"] < told["value"]["value"] < told["value"]["high"]


def test_an_idea_shows_the_people_behind_it(number: str, lead: Client) -> None:
    text = lead.get(f"/ideas/{number}/").content.decode()
    assert "Toimitus voisi tulla illalla 1" in text
    assert "At the till" in text
    assert "Customer 7" in text
    assert lead.get(f"/ideas/{number}/idea.json").json()["customers_by_word_of_mouth"] == 1


def test_a_reader_sees_figures_but_neither_words_nor_names(number: str, reader: Client) -> None:
    text = reader.get(f"/ideas/{number}/").content.decode()
    assert "Delivery in the evening" in text
    assert not any(words in text for words in ("illalla 1", "At the till", "Customer 7"))
    assert reader.get(f"/ideas/{number}/idea.json").json()["told"] == []
    assert reader.post(f"/ideas/{number}/tell/", {"staff": "Reijo"}).status_code == 403


def test_an_idea_is_worked_with_on_pages(number: str, lead: Client) -> None:
    assert lead.post("/ideas/new/", {"text_fi": "Noutopiste asemalle", "importance": "4"}).status_code == 302
    other = idea(Idea.objects.first().claim).number  # type: ignore[union-attr] # the newest comes first
    assert lead.post(f"/ideas/{other}/tell/", {"staff": "Saara"}).status_code == 302
    assert lead.post(f"/ideas/{other}/words/", {"signal": answer_id(2)}).status_code == 302
    assert lead.get(f"/ideas/{other}/need/").status_code == 200
    told = {"segment": "", "known": "scored", "measure": "nps@1", "low": "0", "high": "6"}
    assert lead.post(f"/ideas/{other}/need/", told).status_code == 302
    assert lead.post(f"/ideas/{other}/merge/", {"into": number}).status_code == 302
    assert idea(number).parts == (other,)
    assert "This idea is part of" in lead.get(f"/ideas/{other}/").content.decode()
    assert lead.post(f"/ideas/{other}/part/").status_code == 302
    assert lead.post(f"/ideas/{number}/step/", {"step": "weigh"}).status_code == 302
    assert lead.post(f"/ideas/{number}/step/", {"step": "take_up", "reason": "Espoo"}).status_code == 302


def test_what_is_refused_is_said(number: str, lead: Client) -> None:
    assert lead.post("/ideas/new/", {"importance": "3"}).status_code == 422
    assert lead.post(f"/ideas/{number}/tell/", {}).status_code == 422
    assert lead.post(f"/ideas/{number}/need/", {"known": "said"}).status_code == 422
    answer = lead.post(f"/ideas/{number}/step/", {"step": "take_up", "reason": "x"})
    assert answer.status_code == 422
    assert "cannot be" in answer.content.decode()
    assert lead.post(f"/ideas/{number}/step/", {"step": "burn"}).status_code == 422
    assert lead.post(f"/ideas/{number}/merge/", {"into": number}).status_code == 422
    assert lead.post(f"/ideas/{number}/words/", {}).status_code == 422
    assert lead.get("/ideas/C999/").status_code == 404


def test_weak_signals_are_worked_with_on_pages(lead: Client) -> None:
    told = {"text_en": "Lockers everywhere", "publisher": "Yle", "published_on": "2026-05-02", "url": "https://yle.fi"}
    assert lead.post("/ideas/signals/new/", told | {"is_trend": "on"}).status_code == 302
    trend = Sign.objects.get().claim
    assert lead.post("/ideas/signals/new/", told | {"trend": trend}).status_code == 302
    number = Sign.objects.get(is_trend=False).claim
    for criterion in ("significance", "plausibility", "novelty", "timeliness"):
        judged = {"criterion": criterion, "verdict": "passes", "reason": "Seen"}
        assert lead.post(f"/ideas/signals/{number}/judge/", judged).status_code == 302
    assert lead.post(f"/ideas/signals/{number}/step/", {"step": "test"}).status_code == 302
    assert lead.post(f"/ideas/signals/{number}/step/", {"step": "follow"}).status_code == 302
    assert lead.post(f"/ideas/signals/{number}/trend/", {"trend": ""}).status_code == 302
    text = lead.get("/ideas/signals/").content.decode()
    assert "Lockers everywhere" in text
    assert "badge-good" in text
    assert lead.get(f"/ideas/signals/{number}/").status_code == 200
    assert lead.get(f"/ideas/signals/{number}/signal.json").json()["tests"]["novelty"]["verdict"] == "passes"
    assert len(lead.get("/ideas/signals/signals.json").json()["signals"]) == 2


def test_what_is_refused_of_weak_signals_is_said(lead: Client) -> None:
    assert lead.post("/ideas/signals/new/", {"text_en": "Lockers"}).status_code == 422
    lead.post("/ideas/signals/new/", {"text_en": "Lockers", "publisher": "Yle", "published_on": "2026-05-02"})
    number = Sign.objects.get().claim
    answer = lead.post(f"/ideas/signals/{number}/step/", {"step": "follow"})
    assert answer.status_code == 422
    assert "cannot be" in answer.content.decode()
    assert lead.post(f"/ideas/signals/{number}/judge/", {"criterion": "novelty"}).status_code == 422
    assert lead.post(f"/ideas/signals/{number}/step/", {"step": "burn"}).status_code == 422


def test_many_ideas_ask_the_database_no_more_often(lead: Client) -> None:
    for place in range(60):
        made = kept(en=f"Idea {place}")
        services.add_teller(number=made, wishes=TellerWishes(staff="Saara"), by=ILONA, now=AT)
    with CaptureQueriesContext(connection) as asked:
        lead.get("/ideas/")
    assert len(asked) < 30
