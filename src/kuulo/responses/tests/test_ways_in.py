"""Opening and closing ways in, the poster of a QR code, and what each gives to copy."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.instruments.services import create_instrument
from kuulo.responses.queries import ways_in_of
from kuulo.responses.services import open_way_in
from kuulo.responses.tests.published import ASKED, published

pytestmark = pytest.mark.django_db


def page(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_opens_a_link_that_carries_touchpoint_channel_language_and_attributes(lead: Client) -> None:
    slug = published().slug
    sent = {"kind": "link", "name": "Newsletter", "language": "fi", "attributes": "shop = Tampere\ncampaign=May"}
    answer = lead.post(f"/instruments/{slug}/ways-in/", sent)
    assert answer.status_code == 302
    (way,) = ways_in_of(slug)
    assert (way.kind, way.name, way.language, way.touchpoint, way.channel) == (
        "link",
        "Newsletter",
        "fi",
        "Shop",
        "web",
    )
    assert way.attributes == {"shop": "Tampere", "campaign": "May"}
    shown = page(lead, f"/instruments/{slug}/ways-in/")
    assert f"http://localhost:8000/a/{way.token}" in shown
    assert "0 answers" in shown


def test_without_a_published_version_says_so_and_opens_nothing(lead: Client) -> None:
    slug = create_instrument(name="Draft", languages=("en",), questionnaire=ASKED).slug
    assert "no version is published" in page(lead, f"/instruments/{slug}/ways-in/")
    answer = lead.post(f"/instruments/{slug}/ways-in/", {"kind": "link", "name": "Newsletter"})
    assert answer.status_code == 409
    assert ways_in_of(slug) == ()


def test_a_line_that_is_no_attribute_is_refused_with_its_words(lead: Client) -> None:
    slug = published().slug
    answer = lead.post(f"/instruments/{slug}/ways-in/", {"kind": "link", "name": "X", "attributes": "Tampere"})
    assert answer.status_code == 422
    assert "“Tampere” is no attribute" in answer.content.decode()
    assert ways_in_of(slug) == ()


def test_a_way_in_without_a_name_is_refused(lead: Client) -> None:
    slug = published().slug
    assert lead.post(f"/instruments/{slug}/ways-in/", {"kind": "link"}).status_code == 422


def test_closes_and_opens_again(lead: Client) -> None:
    slug = published().slug
    way = open_way_in(slug=slug, kind="qr", name="Door")
    assert lead.post(f"/instruments/{slug}/ways-in/{way.id}/close/").status_code == 302
    assert not ways_in_of(slug)[0].active
    assert "Open again" in page(lead, f"/instruments/{slug}/ways-in/")
    lead.post(f"/instruments/{slug}/ways-in/{way.id}/open/")
    assert ways_in_of(slug)[0].active


def test_another_instruments_way_in_is_not_found(lead: Client) -> None:
    way = open_way_in(slug=published().slug, kind="qr", name="Door")
    other = published(name="Others").slug
    assert lead.get(f"/instruments/{other}/ways-in/{way.id}/poster/").status_code == 404
    assert lead.post(f"/instruments/{other}/ways-in/{way.id}/close/").status_code in {404, 422}


@pytest.mark.parametrize(
    ("language", "lead_words"), [("en", "How was it?"), ("fi", "Miten meni?"), ("sv", "Hur gick det?")]
)
def test_the_poster_speaks_its_readers_language(lead: Client, language: str, lead_words: str) -> None:
    slug = published().slug
    way = open_way_in(slug=slug, kind="qr", name="Door")
    shown = page(lead, f"/instruments/{slug}/ways-in/{way.id}/poster/", language=language, paper="a5")
    assert lead_words in shown
    assert ASKED.title[language] in shown
    assert f'lang="{language}"' in shown
    assert "poster-a5" in shown
    assert "<svg" in shown
    assert f"localhost:8000/a/{way.token}" in shown


def test_the_widget_gives_a_line_to_copy_and_a_page_to_try_it(lead: Client) -> None:
    slug = published().slug
    way = open_way_in(slug=slug, kind="widget", name="Site")
    assert f"http://localhost:8000/w/kuulo.js&quot; data-way=&quot;{way.token}" in page(
        lead, f"/instruments/{slug}/ways-in/"
    )
    assert 'data-trial="yes"' in page(lead, f"/instruments/{slug}/ways-in/{way.id}/try/")


def test_a_program_gets_a_line_that_answers_once(lead: Client) -> None:
    slug = published().slug
    way = open_way_in(slug=slug, kind="api", name="Shop system")
    shown = page(lead, f"/instruments/{slug}/ways-in/")
    assert "curl http://localhost:8000/v1/answers" in shown
    assert way.token in shown
    assert "&quot;recommend&quot;: 10" in shown


def test_a_reader_may_not(reader: Client) -> None:
    assert reader.get(f"/instruments/{published().slug}/ways-in/").status_code == 403
