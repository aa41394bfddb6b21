"""The pages of feeds: from a file to the customer database, and what a person is told on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kuulo.customers.queries import count_parties, party_ids_of
from kuulo.feeds import services
from kuulo.feeds.models import Feed, FeedRun
from kuulo.feeds.queries import delivery_path, run_folder
from kuulo.feeds.tests.cast import Hand, bring, take
from kuulo.jobs.services import cancel_job

pytestmark = pytest.mark.django_db
PEOPLE = (
    "Customer number,Name,E-mail,Customer type,Region\n"
    "1,Aino Ahti,aino@example.com,private,Uusimaa\n"
    "2,Bolaget,b@example.com,weird,Lappi\n"
    ",,,private,x\n"
)


def upload(client: Client, text: str | bytes, *, name: str = "list.csv", **more: str) -> Any:
    raw = text.encode() if isinstance(text, str) else text
    data = {"file": SimpleUploadedFile(name, raw), "kind": "people", "feed": "CRM", **more}
    return client.post(reverse("feeds:list"), data)


def page(client: Client, run: FeedRun) -> str:
    response = client.get(reverse("feeds:run", args=[run.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_the_whole_way_of_a_customer_list(lead: Client) -> None:
    assert "Nothing comes in yet" in lead.get(reverse("feeds:list")).content.decode()
    response = upload(lead, PEOPLE)
    run = FeedRun.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, reverse("feeds:run", args=[run.pk]))
    html = page(lead, run)
    assert "What does “weird” mean in “Customer type”?" in html
    assert count_parties() == 0

    response = lead.post(reverse("feeds:settle", args=[run.pk]), {"ask-0": "organisation"})
    assert response.status_code == 302
    html = page(lead, run)
    assert "What taking it in would do" in html
    assert "Aino Ahti" in html
    assert "Nothing names the customer" in html
    assert count_parties() == 0

    assert lead.post(reverse("feeds:start", args=[run.pk])).status_code == 302
    assert "Waiting for its turn" in page(lead, run)
    part = lead.get(reverse("feeds:run", args=[run.pk]), headers={"HX-Request": "true"}).content.decode()
    assert 'hx-trigger="every 1s"' in part
    assert "<h1" not in part

    services.carry_out(Hand(run=run.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    html = page(lead, run)
    assert "Taken in on" in html
    assert set(party_ids_of(["customer_id:1", "customer_id:2"])) == {"customer_id:1", "customer_id:2"}
    assert not delivery_path(run).exists()
    rejected = lead.get(reverse("feeds:rejected", args=[run.pk]))
    assert b"Nothing names the customer" in b"".join(rejected)
    assert "CRM" in lead.get(reverse("feeds:list")).content.decode()


def test_answers_are_kept_for_the_next_delivery(lead: Client) -> None:
    upload(lead, PEOPLE)
    run = FeedRun.objects.get()
    lead.post(reverse("feeds:settle", args=[run.pk]), {"ask-0": "organisation"})
    upload(lead, PEOPLE.replace("Aino", "Eino"))
    assert "What does “weird” mean" not in page(lead, FeedRun.objects.first())  # type: ignore[arg-type] # there are two


def test_a_column_can_hold_something_else(lead: Client) -> None:
    upload(lead, PEOPLE)
    run = FeedRun.objects.get()
    lead.post(reverse("feeds:settle", args=[run.pk]), {"part-4": "unused", "ask-0": "person"})
    services.start_run(run_id=run.pk)
    services.carry_out(Hand(run=run.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    assert Feed.objects.get().mapping["parts"] == {"Region": "unused"}


def test_a_list_that_names_nobody_says_what_is_missing(lead: Client) -> None:
    upload(lead, "colour,size\nred,3\n")
    run = FeedRun.objects.get()
    assert "No column names the customers" in page(lead, run)
    response = lead.post(reverse("feeds:settle", args=[run.pk]))
    assert response.status_code == 422
    assert lead.post(reverse("feeds:settle", args=[run.pk]), {"part-0": "identifier"}).status_code == 302
    assert "Examples of new customers" in page(lead, run)


def test_a_file_that_is_none_is_refused_and_leaves_nothing(lead: Client) -> None:
    response = upload(lead, b"\x89PNG\x0d\x0a" + b"0" * 100, name="list.xlsx")
    assert response.status_code == 422
    assert "an image" in response.content.decode()
    assert FeedRun.objects.count() == 0


def test_what_is_too_large_is_refused(lead: Client, settings: Any) -> None:
    settings.KUULO_UPLOAD_LIMIT_MB = 1
    response = upload(lead, b"id\n" + b"1\n" * 600_000)
    assert response.status_code == 422
    assert "larger than the 1 MB" in response.content.decode()


def test_a_delivery_can_be_discarded_until_it_is_taken_in(lead: Client) -> None:
    run = bring(PEOPLE)
    folder = run_folder(run)
    assert folder.is_dir()
    assert lead.post(reverse("feeds:discard", args=[run.pk])).status_code == 302
    assert not folder.exists()
    done = take(bring(PEOPLE))
    assert lead.post(reverse("feeds:discard", args=[done.pk])).status_code == 409


def test_a_job_that_was_cancelled_can_be_begun_again(lead: Client) -> None:
    run = bring(PEOPLE)
    services.check_run(run_id=run.pk)
    cancel_job(services.start_run(run_id=run.pk))
    assert "not taken in to its end" in page(lead, run)
    assert lead.post(reverse("feeds:start", args=[run.pk])).status_code == 302
    assert "Waiting for its turn" in page(lead, run)


def test_a_feed_is_made_changed_stopped_and_removed(lead: Client, settings: Any) -> None:
    folder = Path(settings.KUULO_DATA) / "inbox" / "crm"
    folder.mkdir(parents=True)
    data = {
        "name": "CRM",
        "kind": "people",
        "folder": "crm",
        "pattern": "*.csv",
        "every": "60",
        "scheme": "customer_id",
    }
    response = lead.post(reverse("feeds:new") + "?from=folder", data)
    feed = Feed.objects.get()
    assert response.headers["Location"] == reverse("feeds:feed", args=[feed.pk])
    html = lead.get(reverse("feeds:feed", args=[feed.pk])).content.decode()
    assert "crm/*.csv" in html
    assert "after you have looked" in html
    lead.post(reverse("feeds:change", args=[feed.pk]), {**data, "name": "Our CRM", "is_complete": "on"})
    feed.refresh_from_db()
    assert (feed.name, feed.settings["is_complete"]) == ("Our CRM", True)
    for step, stopped in (("stop", True), ("restart", False), ("look", False)):
        lead.post(reverse("feeds:step", args=[feed.pk]), {"step": step})
        feed.refresh_from_db()
        assert feed.is_stopped is stopped
    lead.post(reverse("feeds:step", args=[feed.pk]), {"step": "remove"})
    assert Feed.objects.count() == 0


@pytest.mark.parametrize(
    ("origin", "told", "reason"),
    [
        ("folder", {"folder": "../../etc"}, "lies outside the inbox"),
        ("folder", {"folder": "nowhere"}, "There is no folder"),
        ("sql", {"address": "postgresql+psycopg://a:secret@h/d", "query": "SELECT 1"}, "A password stands"),
        ("sql", {"address": "sqlite:////nowhere.db", "query": "SELECT 1"}, "no database file"),
        ("sql", {"address": "moon://x", "query": "SELECT 1"}, "names no database"),
    ],
)
def test_a_feed_that_cannot_work_is_refused(lead: Client, origin: str, told: dict[str, str], reason: str) -> None:
    data = {"name": "X", "kind": "people", "pattern": "*", "every": "60", "scheme": "customer_id", **told}
    response = lead.post(reverse("feeds:new") + f"?from={origin}", data)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert Feed.objects.count() == 0


def test_who_may_not_manage_feeds_is_refused(reader: Client) -> None:
    assert reader.get(reverse("feeds:list")).status_code == 403
    assert upload(reader, PEOPLE).status_code == 403


def test_the_old_address_leads_here(lead: Client) -> None:
    response = lead.get(reverse("invitations:people"))
    assert (response.status_code, response.headers["Location"]) == (301, reverse("feeds:list"))
