"""The page of searching, its twin in JSON, saving and removing, and a written summary."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from kuulo.drafting.queries import kept_draft
from kuulo.drafting.tests.server import Named
from kuulo.jobs.models import Job
from kuulo.searches.queries import saved_searches
from kuulo.searches.rules import Question
from kuulo.searches.services import JOB_HANDLERS, draft_key
from kuulo.searches.tests.conftest import ALL

pytestmark = pytest.mark.django_db
Comments = dict[int, str]
PAGE = "/words/search/"


def test_the_page_shows_what_is_found_with_its_words_marked(lead: Client, indexed: Comments) -> None:
    page = lead.get(PAGE, {"q": "toimituksen"}).content.decode()
    assert "<mark>Toimitus</mark> myöhästyi viikon" in page
    assert "by words and by meaning" in page
    assert 'lang="fi"' in page
    assert "Keep this search" in page


def test_what_is_found_is_summed_up_in_quotes_that_lead_to_their_comments(lead: Client, indexed: Comments) -> None:
    page = lead.get(PAGE, {"q": "late delivery"}).content.decode()
    assert "In short" in page
    assert 'href="#comment-1"' in page
    assert 'id="comment-1"' in page


def test_without_words_the_saved_searches_are_shown(lead: Client, indexed: Comments) -> None:
    assert "None yet" in lead.get(PAGE).content.decode()
    lead.post(PAGE + "save/", {"q": "laskussa", "name": "Wrong invoices"})
    page = lead.get(PAGE).content.decode()
    assert "Wrong invoices" in page
    assert "?text=" not in page
    assert f"{PAGE}?q=laskussa" in page


def test_the_twin_in_json_says_the_same(lead: Client, indexed: Comments) -> None:
    answer = lead.get(PAGE + "search.json", {"q": "late delivery", "most": "20"}).json()
    assert answer["comments"][0]["id"] in indexed.values()
    assert answer["indexed"] == ALL
    assert answer["summary"]["total"] == len(answer["comments"])
    assert lead.get(PAGE + "search.json").json() == {"saved": []}


def test_a_search_is_saved_and_removed(lead: Client, indexed: Comments) -> None:
    told = lead.post(PAGE + "save/", {"q": "laskussa", "name": "Wrong invoices"}, follow=True).content.decode()
    assert "1 customer known by name" in told
    again = lead.post(PAGE + "save/", {"q": "laskussa", "name": "Wrong invoices"}, follow=True).content.decode()
    assert "already" in again
    (saved,) = saved_searches()
    told = lead.post(f"{PAGE}saved/{saved.slug}/remove/", follow=True).content.decode()
    assert "is removed" in told
    assert saved_searches() == ()


def test_before_the_index_is_built_that_is_said(lead: Client, comments: Comments) -> None:
    assert "is not built yet" in lead.get(PAGE).content.decode()
    assert "letters alone" in lead.get(PAGE, {"q": "myöhästyi"}).content.decode()


def test_nothing_found_is_said(lead: Client, indexed: Comments) -> None:
    assert "Nothing was found" in lead.get(PAGE, {"q": "x", "touchpoint": "Visit", "language": "en"}).content.decode()


def test_what_cannot_be_asked_is_refused(lead: Client, indexed: Comments) -> None:
    answer = lead.get(PAGE, {"q": "late", "feeling": "angry"})
    assert answer.status_code == 422
    assert "is no feeling" in answer.content.decode()


def test_a_language_model_writes_when_it_is_asked_to(lead: Client, indexed: Comments, settings: Any) -> None:
    assert "Let the language model" not in lead.get(PAGE, {"q": "late delivery"}).content.decode()
    settings.KUULO_MODEL = Named(url="console:", name="console")
    assert "Let the language model" in lead.get(PAGE, {"q": "late delivery"}).content.decode()
    lead.post(PAGE + "write/", {"q": "late delivery"})
    job = Job.objects.get(kind="searches.write")

    class Context:
        payload = job.payload

        def progress(self, *_said: object) -> None:
            """Nobody listens."""

    JOB_HANDLERS["searches.write"](Context())  # type: ignore[arg-type] # of a JobContext only what the handler asks for
    made = kept_draft(draft_key(Question(text="late delivery"), "en"))
    assert made is not None
    assert made.sentences
    page = lead.get(PAGE, {"q": "late delivery"}).content.decode()
    assert "Written by a language model" in page
    assert "proposal" in page


def test_who_may_not_see_words_does_not(reader: Client) -> None:
    assert reader.get(PAGE).status_code == 403
