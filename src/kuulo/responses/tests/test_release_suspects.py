"""Use case: responses that were kept apart are let count after all."""

from __future__ import annotations

import pytest
from django.test import Client

from kuulo.responses.queries import counts
from kuulo.responses.services import submit
from kuulo.responses.tests.answering import form, link, published, short, submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def slug() -> str:
    """Return an instrument with one response that was kept apart."""
    version = published(short())
    made = form(version, link(version).token)
    submit(submission(made, "only", q_recommend="9", website="filled by a browser"))
    return version.slug


def test_they_count_like_the_others(lead: Client, slug: str) -> None:
    assert counts(slug)["suspect"] == 1
    assert (
        f'action="/instruments/{slug}/results/release/"' in lead.get(f"/instruments/{slug}/results/").content.decode()
    )
    answer = lead.post(f"/instruments/{slug}/results/release/", follow=True)
    assert "1 response counts like the others now." in answer.content.decode()
    assert (counts(slug)["suspect"], counts(slug)["complete"]) == (0, 1)


def test_a_reader_is_neither_shown_the_way_nor_let_through(reader: Client, slug: str) -> None:
    assert "results/release" not in reader.get(f"/instruments/{slug}/results/").content.decode()
    assert reader.post(f"/instruments/{slug}/results/release/").status_code == 403
    assert counts(slug)["suspect"] == 1


def test_an_instrument_that_is_not_there_is_not_found(lead: Client) -> None:
    assert lead.post("/instruments/nothing/results/release/").status_code == 404
