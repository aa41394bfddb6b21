"""The page of the language model: whether words leave the machine, what was sent, a trial; for owners."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kuulo.drafting.rules import Order, Task
from kuulo.drafting.services import ConsoleWriter, draft
from kuulo.drafting.tests.server import LATE, SOURCES, Named, gives, says, standing_in

pytestmark = pytest.mark.django_db


def test_by_default_no_words_leave(owner: Client) -> None:
    page = owner.get("/drafting/").content.decode()
    assert "No words of customers leave this machine" in page
    assert "Nothing was ever sent." in page
    assert "Try the model" not in page


def test_what_was_sent_is_listed_and_the_key_is_not(owner: Client, settings: Any) -> None:
    settings.KUULO_MODEL = Named(url="http://models.example.com/v1", name="large", key="very-secret")
    order = Order(task=Task.SUMMARY, key="theme:late", language="en", by="ilona@example.org")
    draft(order, SOURCES, writer=ConsoleWriter())
    page = owner.get("/drafting/").content.decode()
    assert "models.example.com" in page
    assert "not encrypted on its way" in page
    assert "ilona@example.org" in page
    assert "very-secret" not in page
    assert LATE not in page


def test_the_twin_in_json_says_the_same(owner: Client) -> None:
    order = Order(task=Task.SUMMARY, key="theme:late", language="en", by="ilona@example.org")
    draft(order, SOURCES, writer=ConsoleWriter())
    answer = owner.get("/drafting/drafting.json").json()
    assert answer["model"] is None
    assert answer["calls"][0]["texts"] == 3
    assert answer["months"][0]["calls"] == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (says('Somebody asks. [1: "this comment is its own"]'), "stood word for word"),
        (says("All is well."), "nothing of its answer held"),
        (gives(b"{}", 401), "status 401"),
    ],
)
def test_a_trial_says_how_it_went(owner: Client, settings: Any, answer: Any, told: str) -> None:
    with standing_in(answer) as server:
        settings.KUULO_MODEL = Named(url=server.url, name="large")
        page = owner.post("/drafting/try/", follow=True).content.decode()
    assert told in page


def test_only_owners_see_it(lead: Client, reader: Client) -> None:
    assert lead.get("/drafting/").status_code == 403
    assert reader.get("/drafting/").status_code == 403
