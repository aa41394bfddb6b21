"""The pages of background work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kuulo.base.texts import say
from kuulo.jobs import services
from kuulo.jobs.services.claims import Claim, Progress, claim_job, fail_job, write_progress
from kuulo.jobs.tests.conftest import seen


def claim(kind: str) -> Claim:
    found = claim_job([kind], now=timezone.now(), lease=timedelta(seconds=60))
    assert found is not None
    return found


def failed_job() -> int:
    job_id = services.enqueue("import", {}, title=say("Import of {file}", file="a.csv"))
    fail_job(claim("import"), [say("{file} is empty.", file="a.csv")], now=timezone.now(), hopeless=True)
    return job_id


def test_the_list_shows_jobs_and_recurring_work(lead: Client) -> None:
    failed_job()
    services.ensure_recurring("lake.seal", timedelta(seconds=30), title=say("Seal the lake"))
    page = lead.get(reverse("jobs:list"), headers={"Accept-Language": "en"}).content.decode()
    assert "Import of a.csv" in page
    assert "Seal the lake" in page
    assert "failed" in page


def test_the_list_is_kind_when_nothing_was_asked_for(lead: Client) -> None:
    assert lead.get(reverse("jobs:list")).status_code == 200


def test_a_running_job_shows_its_progress_and_refreshes(lead: Client) -> None:
    job_id = services.enqueue("import", {})
    write_progress(claim("import"), Progress(30, 120, say("{count} rows read", count=30)))
    url = reverse("jobs:detail", args=[job_id])
    page = lead.get(url, headers={"HX-Request": "true", "Accept-Language": "en"}).content.decode()
    assert 'max="120" value="30"' in page
    assert "30 rows read" in page
    assert f'hx-get="{url}"' in page
    assert "<html" not in page


def test_a_failed_job_says_why_and_is_repeated(lead: Client) -> None:
    job_id = failed_job()
    page = lead.get(reverse("jobs:detail", args=[job_id])).content.decode()
    assert "a.csv is empty." in page
    assert reverse("jobs:repeat", args=[job_id]) in page
    answer = lead.post(reverse("jobs:repeat", args=[job_id]))
    assert answer.status_code == 302
    assert seen(job_id).state == "queued"


def test_a_waiting_job_is_not_repeated(lead: Client) -> None:
    job_id = services.enqueue("import", {})
    assert lead.post(reverse("jobs:repeat", args=[job_id])).status_code == 409


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_pages_speak_the_readers_language(lead: Client, language: str) -> None:
    failed_job()
    page = lead.get(reverse("jobs:list"), headers={"Accept-Language": language}).content.decode()
    assert {"fi": "epäonnistui", "sv": "misslyckades"}[language] in page


def test_a_job_that_is_not_there_is_not_found(lead: Client) -> None:
    assert lead.get(reverse("jobs:detail", args=[4711])).status_code == 404
    assert lead.post(reverse("jobs:repeat", args=[4711])).status_code == 404


def test_a_reader_may_not_look(reader: Client) -> None:
    assert reader.get(reverse("jobs:list")).status_code == 403
    assert reader.post(reverse("jobs:repeat", args=[1])).status_code == 403


def test_a_stranger_is_asked_to_sign_in(client: Client, db: None) -> None:
    del db
    assert client.get(reverse("jobs:list")).status_code in {302, 403}
