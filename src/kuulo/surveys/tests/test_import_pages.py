"""The import pages: from the upload to the result, and what a person is told when a file is no good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kuulo.jobs.services import cancel_job
from kuulo.surveys import services
from kuulo.surveys.models import AnswerImport, Dataset
from kuulo.surveys.queries import import_path
from kuulo.surveys.rules.mapping import parse_mapping
from kuulo.surveys.tests.desk import EFFORT_IS_LOWER, Hand, bring, import_now, settle_and_check, visits

pytestmark = pytest.mark.django_db

IMPORTS = "/import/"


def upload(client: Client, raw: bytes | str, name: str = "visits.csv", dataset: str = "") -> Any:
    content = raw.encode() if isinstance(raw, str) else raw
    return client.post(IMPORTS, {"file": SimpleUploadedFile(name, content), "dataset": dataset})


def page(client: Client, row: AnswerImport) -> str:
    response = client.get(reverse("surveys:import_detail", args=[row.pk]))
    assert response.status_code == 200
    return response.content.decode()


def step(client: Client, name: str, row: AnswerImport, data: dict[str, str] | None = None) -> Any:
    return client.post(reverse(f"surveys:{name}", args=[row.pk]), data or {})


def test_the_whole_way(lead: Client) -> None:
    assert "No file has been brought in yet" in lead.get(IMPORTS).content.decode()

    response = upload(lead, visits(100))
    row = AnswerImport.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"/import/{row.pk}/")
    assert row.uploaded_by_name == "Ilona Insight"
    assert "to be looked at" in lead.get(IMPORTS).content.decode()
    html = page(lead, row)
    assert "Which end of the scale of “Effort” is the good one?" in html
    assert "Lower is better: 1 is the best answer" in html

    response = step(lead, "settle_columns", row, {"ask-direction-6": "lower"})
    assert response.status_code == 302
    html = page(lead, row)
    assert "100 responses would be stored." in html
    assert "<code>11</code> × 5" in html

    assert step(lead, "start", row).status_code == 302
    assert "Waiting for its turn" in page(lead, row)

    services.import_answers(Hand(row.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    html = page(lead, row)
    assert "100 responses were stored." in html
    assert "/explore/" in html
    assert "imported" in lead.get(IMPORTS).content.decode()


def test_progress_is_asked_for_by_htmx_until_it_is_over(lead: Client) -> None:
    row = settle_and_check(bring(visits(60)), EFFORT_IS_LOWER)
    services.start_import(import_id=row.pk)
    url = reverse("surveys:import_detail", args=[row.pk])
    part = lead.get(url, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in part.content.decode()
    assert "<h1" not in part.content.decode()
    AnswerImport.objects.filter(pk=row.pk).update(state="importing")
    part = lead.get(url, headers={"HX-Request": "true"})
    assert re.search(r'id="import-state" hx-swap-oob="true">.*being imported', part.content.decode())
    assert page(lead, row).count('id="import-state"') == 1
    services.import_answers(Hand(row.pk))  # type: ignore[arg-type] # as above
    over = lead.get(url, headers={"HX-Request": "true"})
    assert over.headers["HX-Refresh"] == "true"


def test_without_script_the_page_is_loaded_again_by_hand(lead: Client) -> None:
    row = settle_and_check(bring(visits(60)), EFFORT_IS_LOWER)
    services.start_import(import_id=row.pk)
    assert re.search(rf'<noscript>.*href="/import/{row.pk}/">See how far it has come', page(lead, row))


def test_questions_left_open_leave_the_column_out_and_the_page_says_so(lead: Client) -> None:
    row = bring(visits(100))
    step(lead, "settle_columns", row)
    html = page(lead, row)
    assert re.search(r"Left out</p>\s*<p>Effort</p>", html)


def test_another_role_is_given_in_the_table(lead: Client) -> None:
    row = bring(visits(100))
    step(lead, "settle_columns", row, {"ask-direction-6": "higher", "role-3": "other", "role-4": "attribute"})
    html = page(lead, row)
    assert re.search(r"Left out</p>\s*<p>Region</p>", html)


def test_a_new_question_brings_the_page_back(lead: Client) -> None:
    row = bring(visits(100))
    step(lead, "settle_columns", row, {"ask-direction-6": "lower", "role-2": "score"})
    html = page(lead, row)
    assert "What the file does not tell" in html
    assert "Which scale was “customer_id” asked on?" in html


def test_a_choice_that_is_none_is_refused(lead: Client) -> None:
    row = bring(visits(100))
    response = step(lead, "settle_columns", row, {"ask-direction-6": "sideways"})
    assert response.status_code == 422
    row.refresh_from_db()
    assert row.state == "recognised"


def test_without_any_score_or_comment_the_page_says_what_to_do(lead: Client) -> None:
    row = bring(visits(100))
    response = step(lead, "settle_columns", row, {"role-5": "other", "role-6": "other", "role-7": "other"})
    assert response.status_code == 422
    assert "No column of the file is settled as a score or a comment." in response.content.decode()


def test_rejected_rows_and_the_mapping_can_be_had(lead: Client) -> None:
    text = visits(100)
    row = settle_and_check(bring(text + text.split("\n")[1] + "\n"), EFFORT_IS_LOWER)
    response = lead.get(reverse("surveys:rejected_rows", args=[row.pk]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="visits.rejected.csv"'
    assert b"repeated" in b"".join(response)
    response = lead.get(reverse("surveys:mapping_file", args=[row.pk]))
    assert response.headers["Content-Disposition"] == 'attachment; filename="visits.toml"'
    assert parse_mapping(response.content.decode()).columns["Effort"].direction == -1


def test_reasons_beside_rejected_rows_are_in_the_language_of_who_checked(lead: Client) -> None:
    with override("fi"):
        row = settle_and_check(bring(visits(60) + "r99;2026-03-01\n"), EFFORT_IS_LOWER)
    response = lead.get(reverse("surveys:rejected_rows", args=[row.pk]))
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "Kenttiä rivillä" in b"".join(response).decode()


def test_answers_whose_time_cannot_be_read_are_said_to_count_as_given_at_the_upload(lead: Client) -> None:
    row = settle_and_check(
        bring(visits(60) + "r99;soon;1;Lappi;visit;9;3;\nr98;;1;Lappi;visit;9;3;\n"), EFFORT_IS_LOWER
    )
    assert re.search(r"… without a time</th><td class=\"number\">2</td>.*on the first of these days", page(lead, row))


def test_without_rejected_rows_there_is_no_such_file(lead: Client) -> None:
    row = settle_and_check(bring(visits(60)), EFFORT_IS_LOWER)
    assert lead.get(reverse("surveys:rejected_rows", args=[row.pk])).status_code == 404
    assert "Rejected and repeated rows" not in page(lead, row)


def test_the_same_file_again_says_when_it_was_imported(lead: Client) -> None:
    first = import_now(settle_and_check(bring(visits(60)), EFFORT_IS_LOWER))
    upload(lead, visits(60))
    second = AnswerImport.objects.exclude(pk=first.pk).get()
    assert f'<a href="/import/{first.pk}/">imported on' in page(lead, second)
    step(lead, "settle_columns", second)
    html = page(lead, second)
    assert "Every response of this file is stored already" in html
    assert reverse("surveys:start", args=[second.pk]) not in html


def test_a_failed_import_says_why_and_can_be_tried_again(lead: Client) -> None:
    row = settle_and_check(bring(visits(60)), EFFORT_IS_LOWER)
    services.start_import(import_id=row.pk)
    row.refresh_from_db()
    cancel_job(row.job_id or 0)
    html = page(lead, row)
    assert "The import did not reach its end" in html
    assert "The job ended before the file was imported." in html
    assert "Nothing of the file is stored." in html
    assert "badge-bad" in lead.get(IMPORTS).content.decode()
    assert step(lead, "start", row).status_code == 302
    assert "Waiting for its turn" in page(lead, row)


def test_a_step_too_far_is_refused(lead: Client) -> None:
    row = bring(visits(60))
    assert step(lead, "start", row).status_code == 409
    done = import_now(settle_and_check(bring(visits(60), name="other.csv"), EFFORT_IS_LOWER))
    assert step(lead, "settle_columns", done).status_code == 422
    assert step(lead, "discard", done).status_code == 409


def test_a_file_can_be_discarded(lead: Client) -> None:
    row = bring(visits(60))
    response = lead.post(reverse("surveys:discard", args=[row.pk]), follow=True)
    assert "visits.csv was discarded." in response.content.decode()
    assert not import_path(row).exists()


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        ("empty.csv", b"", "empty.csv"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "picture.csv"),
        ("broken.xlsx", b"PK\x03\x04 this is no workbook", "broken.xlsx"),
        ("page.html", b"<html></html>", "page.html"),
    ],
)
def test_a_bad_file_is_named_on_the_page_and_not_kept(
    lead: Client, tmp_path: Path, name: str, raw: bytes, told: str
) -> None:
    response = upload(lead, raw, name=name)
    assert response.status_code == 422
    html = response.content.decode()
    assert 'class="callout callout-error" role="alert"' in html
    assert told in html
    assert not AnswerImport.objects.exists()
    assert not Dataset.objects.exists()
    assert [path for path in (tmp_path / "uploads").rglob("*") if path.is_file()] == []


def test_too_large_a_file_is_refused_while_it_comes(lead: Client, settings: object, tmp_path: Path) -> None:
    settings.KUULO_UPLOAD_LIMIT_MB = 1  # type: ignore[attr-defined] # pytest-django's settings take any name
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    response = upload(lead, b"a;b\n" * 2_000_000, name="large.csv")
    assert response.status_code == 422
    assert "The file large.csv is larger than the 1 MB this page takes." in response.content.decode()
    assert list(tmp_path.glob("*.upload*")) == []
    assert not AnswerImport.objects.exists()


def test_no_file_at_all_is_asked_for(lead: Client) -> None:
    response = lead.post(IMPORTS, {"dataset": "Visits"})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()


def test_an_upload_from_another_site_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post(IMPORTS, {"file": SimpleUploadedFile("a.csv", b"a")})
    assert response.status_code in {302, 403}
    assert not AnswerImport.objects.exists()


def test_the_token_is_asked_for_behind_the_sign_in(lead: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = lead.cookies
    assert upload(strict, visits(60)).status_code == 403
    assert not AnswerImport.objects.exists()


def test_a_reader_may_not_import(reader: Client) -> None:
    row = bring(visits(60))
    assert reader.get(IMPORTS).status_code == 403
    assert upload(reader, visits(60)).status_code == 403
    for name in ("import_detail", "rejected_rows", "mapping_file"):
        assert reader.get(reverse(f"surveys:{name}", args=[row.pk])).status_code == 403
    for name in ("settle_columns", "start", "discard"):
        assert step(reader, name, row).status_code == 403


@pytest.mark.parametrize(("language", "words"), [("fi", "Mitä tunnistettiin"), ("sv", "Vad som kändes igen")])
def test_pages_speak_the_reader_s_language(lead: Client, language: str, words: str) -> None:
    lead.cookies["django_language"] = language
    row = bring(visits(100))
    html = page(lead, row)
    assert f'lang="{language}"' in html
    assert words in html
    assert "Check the file" not in html
