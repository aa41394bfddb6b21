"""Bringing a definition in: seen first, made after; and taking one out."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.instruments import queries, services
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.questionnaire import Kind, from_json, to_json

IMPORT = "/instruments/import/"
SURVEY = {
    "title": "Käynti",
    "locale": "fi",
    "pages": [
        {
            "name": "p1",
            "elements": [
                {"type": "rating", "name": "Q1", "title": "Millaista oli?", "rateMin": 1, "rateMax": 5},
                {"type": "comment", "name": "why", "title": "Miksi?", "visibleIf": "{Q1} < 3"},
                {"type": "signaturepad", "name": "sign", "title": "Allekirjoitus"},
            ],
        }
    ],
}


def upload(client: Client, content: bytes, name: str = "survey.json", language: str = "fi") -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content), "language": language})


@pytest.fixture
def definition() -> bytes:
    return json.dumps(SURVEY).encode()


def test_is_seen_before_anything_is_made(lead: Client, definition: bytes) -> None:
    page = upload(lead, definition)
    text = page.content.decode()
    assert page.status_code == 200
    assert "signaturepad" in text
    assert "Käynti" in text
    assert queries.list_instruments() == ()


def test_becomes_an_instrument_in_the_second_step(lead: Client, definition: bytes) -> None:
    page = upload(lead, definition)
    form = page.context["form"]
    made = lead.post(IMPORT, {"name": "Käyntikysely", "definition": form.initial["definition"]})
    assert made.status_code == 302
    (instrument,) = queries.list_instruments()
    assert instrument.name == "Käyntikysely"
    assert made["Location"] == reverse("instruments:build", args=[instrument.slug])
    questions = queries.instrument(instrument.slug).draft.questions()
    assert [(one.key, one.kind) for one in questions] == [("q1", Kind.RATING), ("why", Kind.TEXT)]


def test_a_broken_file_is_refused_with_its_reason(lead: Client) -> None:
    page = upload(lead, b'{"pages": [')
    assert page.status_code == 422
    assert "survey.json" in page.content.decode()


def test_without_a_file_the_form_comes_back(lead: Client) -> None:
    assert lead.post(IMPORT, {"language": "fi"}).status_code == 422


def test_a_questionnaire_lost_on_the_way_is_refused(lead: Client) -> None:
    assert lead.post(IMPORT, {"name": "X", "definition": '{"languages": 1}'}).status_code == 422
    assert queries.list_instruments() == ()


def test_a_reader_may_not_bring_in(reader: Client, definition: bytes) -> None:
    assert upload(reader, definition).status_code == 403


@pytest.fixture
def exit_survey(db: None) -> str:
    return services.create_instrument(name="Exit", ready_made="exit").slug


@pytest.mark.parametrize("name", ["surveyjs", "kuulo"])
def test_goes_out_and_comes_back(lead: Client, exit_survey: str, name: str) -> None:
    out = lead.get(f"/instruments/{exit_survey}/export/{name}/")
    assert out["Content-Disposition"] == f'attachment; filename="{exit_survey}-draft.{name}.json"'
    back = read_definition(out.content, "out.json").questionnaire
    assert back == queries.instrument(exit_survey).draft


def test_ddi_goes_out(lead: Client, exit_survey: str) -> None:
    out = lead.get(f"/instruments/{exit_survey}/export/ddi/")
    assert out["Content-Type"].startswith("application/xml")
    assert b'<codeBook xmlns="ddi:codebook:2_5"' in out.content


def test_a_published_version_goes_out_before_the_draft(lead: Client, exit_survey: str) -> None:
    services.publish(slug=exit_survey, by="ilona@example.org")
    view = queries.instrument(exit_survey)
    changed = from_json(to_json(view.draft).replace("Why did you leave us?", "Why are you gone?"))
    services.save_draft(slug=exit_survey, questionnaire=changed, revision=view.revision)
    url = f"/instruments/{exit_survey}/export/kuulo/"
    assert "Why are you gone?" not in lead.get(url).content.decode()
    assert "Why are you gone?" in lead.get(f"{url}?version=draft").content.decode()
    assert lead.get(f"{url}?version=99").status_code == 404


def test_the_printable_one_speaks_each_language(lead: Client, exit_survey: str) -> None:
    url = f"/instruments/{exit_survey}/export/print/"
    finnish, swedish = (lead.get(f"{url}?language={code}").content.decode() for code in ("fi", "sv"))
    assert READY_MADE["exit"].questionnaire.title["fi"] in finnish
    assert READY_MADE["exit"].questionnaire.title["sv"] in swedish
    assert 'class="box"' in finnish


def test_an_unknown_format_or_instrument_is_not_found(lead: Client, exit_survey: str) -> None:
    assert lead.get(f"/instruments/{exit_survey}/export/pdf/").status_code == 404
    assert lead.get("/instruments/nothing/export/ddi/").status_code == 404
