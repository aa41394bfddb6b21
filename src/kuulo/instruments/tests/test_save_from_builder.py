"""Saving as it goes: what the builder sends is kept, checked, or refused with a reason it can show."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from kuulo.instruments.queries import instrument
from kuulo.instruments.rules.questionnaire import Page
from kuulo.instruments.tests.desk import SMALL, made, reworded, send

pytestmark = pytest.mark.django_db


def test_a_change_is_kept(lead: Client) -> None:
    view = made()
    answer = send(lead, view, reworded("How about us?"))
    assert answer.status_code == 200
    assert answer.json()["revision"] == 2
    assert instrument(view.slug).draft == reworded("How about us?")


def test_what_the_check_found_comes_back(lead: Client) -> None:
    view = made()
    found = send(lead, view, replace(SMALL, pages=(*SMALL.pages, Page(key="third")))).json()["findings"]
    place = {"severity": "warning", "place": "third", "name": "Page 3"}
    assert {**place, "text": "The page is empty and is passed by."} in found


def test_findings_name_questions_by_their_words(lead: Client) -> None:
    view = made()
    turned = replace(SMALL, pages=tuple(reversed(SMALL.pages)))
    texts = [one["text"] for one in send(lead, view, turned).json()["findings"] if one["place"] == "why"]
    assert any("“Would you recommend us?”" in text for text in texts), texts


def test_an_older_revision_is_not_written_over_a_newer(lead: Client) -> None:
    view = made()
    send(lead, view, reworded("Theirs"))
    answer = send(lead, view, reworded("Mine"), revision=1)
    assert answer.status_code == 409
    assert answer.json()["revision"] == 2
    assert "Somebody else" in answer.json()["message"]
    assert instrument(view.slug).draft == reworded("Theirs")


@pytest.mark.parametrize(
    "sent",
    [
        {"languages": ["fi"], "title": {}, "pages": [{"key": "Not a key"}]},
        {"languages": ["fi"]},
        {"languages": ["fi"], "title": {}, "pages": [{"key": "p", "questions": [{"key": "q", "kind": "guess"}]}]},
        "nothing",
    ],
)
def test_what_is_no_questionnaire_is_refused_naming_the_place(lead: Client, sent: object) -> None:
    view = made()
    answer = send(lead, view, sent)
    assert answer.status_code == 422
    assert answer.json()["message"].startswith("It cannot be understood: ")
    assert instrument(view.slug).revision == 1


def test_what_is_no_json_is_refused(lead: Client) -> None:
    path = reverse("instruments:save", args=[made().slug])
    assert lead.post(path, b"\xff{", content_type="application/json").status_code == 422


def test_a_question_without_languages_cannot_break_the_page(lead: Client) -> None:
    view = made()
    send(lead, view, replace(SMALL, languages=()))
    assert lead.get(reverse("instruments:build", args=[view.slug])).status_code == 200
    assert lead.get(reverse("instruments:publish", args=[view.slug])).status_code == 200


def test_it_is_not_sent_from_elsewhere() -> None:
    client = Client(enforce_csrf_checks=True)
    path = reverse("instruments:save", args=["x"])
    assert client.post(path, json.dumps({}), content_type="application/json").status_code in {302, 403}


def test_the_reader_may_not_save(reader: Client) -> None:
    assert send(reader, made(), SMALL).status_code == 403
