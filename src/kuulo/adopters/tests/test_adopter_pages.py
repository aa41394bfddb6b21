"""The page: proposals with reasons, decisions, mood apart, and what the search rests on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.adopters.queries import adopters
from kuulo.adopters.rules import AdopterState
from kuulo.adopters.services import search
from kuulo.adopters.tests.story import CUSTOMERS, FIRST, tell
from kuulo.figures.tests.answers import NOW
from kuulo.jobs.models import Job

pytestmark = pytest.mark.django_db
PAGE = "adopters:adopters"


def test_before_the_first_look_the_page_says_so(lead: Client) -> None:
    page = lead.get(reverse(PAGE)).content.decode()
    assert "Nobody has looked yet" in page
    assert lead.post(reverse("adopters:look")).status_code == 302
    assert Job.objects.filter(kind="adopters.search").exists()


def test_people_decide_and_see_the_mood_apart(lead: Client) -> None:
    tell(feel={number: 9.0 if number in FIRST else 4.0 for number in range(1, CUSTOMERS + 1)})
    search(now=NOW)
    page = lead.get(reverse(PAGE)).content.decode()
    assert "Proposed by the machine" in page
    assert "with the event app" in page
    for one in adopters(AdopterState.PROPOSED):
        lead.post(reverse("adopters:decide", args=[one.id]), {"state": "accepted"})
    page = lead.get(reverse(PAGE)).content.decode()
    assert "Their mood" in page
    assert "Early adopters are more content than everybody else." in page
    plain = lead.get(reverse("adopters:adopters_json")).json()
    assert plain["mood"]["early"]["low"] is not None
    assert len(plain["accepted"]) >= len(FIRST)
    one = adopters(AdopterState.ACCEPTED)[0]
    again = lead.post(reverse("adopters:decide", args=[one.id]), {"state": "accepted"})
    assert again.status_code == 422


def test_somebody_people_know_is_named(lead: Client) -> None:
    tell()
    assert lead.post(reverse("adopters:name"), {"identifier": "customer_id:77"}).status_code == 302
    assert "Named by people" in lead.get(reverse(PAGE)).content.decode()
    refused = lead.post(reverse("adopters:name"), {"identifier": "customer_id:x"})
    assert refused.status_code == 422
    assert "Nobody is known" in refused.content.decode()
    assert lead.post(reverse("adopters:name"), {}).status_code == 422


def test_readers_see_nothing_of_it(reader: Client) -> None:
    assert reader.get(reverse(PAGE)).status_code == 403
