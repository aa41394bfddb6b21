"""The pages: what stays here is said before anything leaves, what comes before anything is taken in."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.exchange.models import Upload
from kuulo.exchange.services import take_in
from kuulo.exchange.tests.moving import coded
from kuulo.exchange.tests.test_projects_in import foreign
from kuulo.passages.tests.studies import scene, study
from kuulo.qualitative.exchanging import read_qdc, read_qdpx

pytestmark = pytest.mark.django_db


def sent_in(client: Client, slug: str, content: bytes) -> int:
    """Bring a file in by the form and return its number."""
    form = {"file": SimpleUploadedFile("maxqda.qdpx", content), "origin": "customer", "kind": "transcript"}
    answer = client.post(reverse("exchange:exchange", args=[slug]), form)
    assert answer.status_code == 302
    return int(Upload.objects.latest("pk").pk)


def test_the_page_says_what_goes_and_what_stays(risto: Client) -> None:
    slug = coded(scene()).study.slug
    page = risto.get(reverse("exchange:exchange", args=[slug])).content.decode()
    assert "What stays here" in page
    assert "it is no evidence" in page
    plain = risto.get(reverse("exchange:exchange_json", args=[slug])).json()
    assert plain["out"]["codings"] == 3


def test_files_are_sent(risto: Client) -> None:
    slug = coded(scene()).study.slug
    answer = risto.get(reverse("exchange:project", args=[slug]))
    assert answer["Content-Disposition"] == f'attachment; filename="{slug}.qdpx"'
    assert answer["Cache-Control"] == "no-store"
    assert len(read_qdpx(answer.content).project.sources) == 2
    assert read_qdc(risto.get(reverse("exchange:codes", args=[slug])).content).codes


def test_a_file_is_shown_and_taken_in(risto: Client) -> None:
    slug = study().slug
    number = sent_in(risto, slug, foreign())
    page = reverse("exchange:upload", args=[slug, number])
    assert "Take it in" in risto.get(page).content.decode()
    assert risto.post(reverse("exchange:take", args=[slug, number])).status_code == 302
    assert risto.get(page, headers={"HX-Request": "true"}).status_code == 204
    take_in(slug=slug, number=number)
    assert risto.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "What came" in risto.get(page).content.decode()


def test_a_file_is_discarded(risto: Client) -> None:
    slug = study().slug
    number = sent_in(risto, slug, foreign())
    assert risto.post(reverse("exchange:discard", args=[slug, number])).status_code == 302
    assert "Discarded" in risto.get(reverse("exchange:exchange", args=[slug])).content.decode()


def test_a_file_that_is_none_is_refused_on_the_page(risto: Client) -> None:
    slug = study().slug
    form = {"file": SimpleUploadedFile("x.qdpx", b"nothing"), "origin": "customer", "kind": "transcript"}
    answer = risto.post(reverse("exchange:exchange", args=[slug]), form)
    assert answer.status_code == 422
    assert "cannot be read" in answer.content.decode()
    assert risto.post(reverse("exchange:exchange", args=[slug]), {}).status_code == 422


def test_a_confidential_study_is_not_there_for_others(owner: Client, lead: Client) -> None:
    slug = study(confidential=True).slug
    assert lead.get(reverse("exchange:exchange", args=[slug])).status_code == 200
    stranger = study("Muu", confidential=True).slug
    del stranger
    for name in ("exchange", "exchange_json", "project", "codes"):
        assert owner.get(reverse(f"exchange:{name}", args=[slug])).status_code == 404


def test_who_is_not_in_the_team_sees_the_page_and_gets_no_file(owner: Client) -> None:
    slug = study().slug
    page = owner.get(reverse("exchange:exchange", args=[slug]))
    assert "Only the team of a study" in page.content.decode()
    assert owner.get(reverse("exchange:project", args=[slug])).status_code == 409
    form = {"file": SimpleUploadedFile("x.qdpx", foreign()), "origin": "customer", "kind": "transcript"}
    assert owner.post(reverse("exchange:exchange", args=[slug]), form).status_code == 422
