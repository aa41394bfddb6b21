"""Publishing: the page says what will happen, does it once, and shows every version as it was."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from msgspec.structs import replace

from kuulo.instruments import services
from kuulo.instruments.queries import instrument, live_version
from kuulo.instruments.rules.questionnaire import Page, Promise
from kuulo.instruments.tests.desk import SMALL, made, published, reworded

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *places: object) -> str:
    answer = client.get(reverse(f"instruments:{name}", args=places))
    assert answer.status_code == 200
    return answer.content.decode()


def step(client: Client, name: str, slug: str, **data: str) -> int:
    return client.post(reverse(f"instruments:{name}", args=[slug]), data).status_code


def test_the_first_publishing_fixes_the_promise(lead: Client) -> None:
    view = made()
    html = page(lead, "publish", view.slug)
    assert "What respondents are promised" in html
    assert "No link between person and answer is stored" in html
    assert step(lead, "publish", view.slug, promise="anonymous") == 302
    version = live_version(view.slug)
    assert version is not None
    assert (version.number, version.promise) == (1, Promise.ANONYMOUS)
    assert instrument(view.slug).versions[0].published_by == "Ilona Insight"
    assert "there is nothing to publish" in page(lead, "publish", view.slug)


def test_without_a_promise_nothing_is_published(lead: Client) -> None:
    view = made()
    assert step(lead, "publish", view.slug) == 422
    assert live_version(view.slug) is None


def test_errors_keep_it_from_being_published(lead: Client) -> None:
    view = made(replace(SMALL, pages=(Page(key="first"),)))
    html = page(lead, "publish", view.slug)
    assert "It asks nothing yet: add a question." in html
    assert "disabled" in html
    assert step(lead, "publish", view.slug, promise="identified") == 409
    assert live_version(view.slug) is None


def test_the_next_version_says_what_breaks_trends(lead: Client) -> None:
    view = published()
    services.save_draft(slug=view.slug, questionnaire=reworded("How about us?"), revision=1)
    html = page(lead, "publish", view.slug)
    assert "What changes since version 1" in html
    assert "their trends will show a break" in html
    assert "How about us?" in html
    assert step(lead, "publish", view.slug) == 302
    assert "How about us?" in page(lead, "versions", view.slug)
    assert "Would you recommend us?" in page(lead, "version", view.slug, 1)
    assert "How about us?" in page(lead, "version", view.slug, 2)


def test_new_and_dropped_questions_are_told(lead: Client) -> None:
    view = published()
    services.save_draft(slug=view.slug, questionnaire=replace(SMALL, pages=SMALL.pages[:1]), revision=1)
    html = page(lead, "publish", view.slug)
    assert "No longer asked; the answers stay" in html
    assert "What should we do better?" in html


def test_another_order_is_told_as_such(lead: Client) -> None:
    view = published()
    turned = replace(SMALL, pages=(replace(SMALL.pages[0], random_order=True), SMALL.pages[1]))
    services.save_draft(slug=view.slug, questionnaire=turned, revision=1)
    assert "No question is new, gone or worded otherwise" in page(lead, "publish", view.slug)


def test_it_is_closed_and_opened_again(lead: Client) -> None:
    view = published()
    assert step(lead, "close", view.slug) == 302
    assert live_version(view.slug) is None
    assert "Open again" in page(lead, "publish", view.slug)
    assert step(lead, "publish", view.slug) == 409
    assert step(lead, "reopen", view.slug) == 302
    assert live_version(view.slug) is not None


def test_a_draft_cannot_be_closed(lead: Client) -> None:
    assert step(lead, "close", made().slug) == 409


def test_a_version_reads_in_each_of_its_languages(lead: Client) -> None:
    view = published()
    path = reverse("instruments:version", args=[view.slug, 1])
    assert "Suositteletko?" in lead.get(path, {"language": "fi"}).content.decode()
    html = lead.get(path).content.decode()
    assert "Would you recommend us?" in html
    assert "asked when the answer to question 1 is at most 6" in html
    assert "Something else" in html


def test_an_unknown_version_is_not_found(lead: Client) -> None:
    view = published()
    assert lead.get(reverse("instruments:version", args=[view.slug, 7])).status_code == 404


def test_the_check_lists_what_to_mend_and_where(lead: Client) -> None:
    view = made(replace(SMALL, pages=(*SMALL.pages, Page(key="third"))))
    html = page(lead, "check", view.slug)
    assert "The page is empty and is passed by." in html
    assert f'href="/instruments/{view.slug}/#third"' in html
    assert "Nothing to mend" in page(lead, "check", made(name="Other").slug)
