"""Folders and databases are read again and again: once what grows is whole, and only what changed."""

from __future__ import annotations

import logging
import os
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kuulo.base.errors import InputError
from kuulo.customers.queries import count_parties, party_ids_of
from kuulo.feeds import services
from kuulo.feeds.models import Feed, FeedMember, FeedRun
from kuulo.feeds.queries import failure_of, run_folder
from kuulo.feeds.readers.databases import Question, check_address, check_query, fetch, shown_address
from kuulo.feeds.rules.lifecycle import FeedKind, Origin, RunState
from kuulo.feeds.rules.settings import FeedSettings
from kuulo.feeds.services.watching import clear_old
from kuulo.feeds.tests.cast import Hand
from kuulo.jobs.models import Job

pytestmark = pytest.mark.django_db
LIST = "customer number,name\n1,Aino\n2,Bertil\n"
QUERY = "SELECT id AS customer_id, name, email, changed FROM people"


def feed_from(origin: Origin, **told: Any) -> Feed:
    plan = services.FeedPlan(name="CRM", kind=FeedKind.PEOPLE, origin=origin, settings=FeedSettings(**told))
    return services.create_feed(plan=plan)


@pytest.fixture
def inbox(settings: Any) -> Path:
    """Return a folder of the inbox."""
    folder = Path(settings.KUULO_DATA) / "inbox" / "crm"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    """Return a database as another system keeps it."""
    path = tmp_path / "elsewhere.db"
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE people (id INTEGER, name TEXT, email TEXT, changed TEXT)")
        rows = [(number, f"Name {number}", f"p{number}@example.com", "2026-11-01") for number in range(1, 6)]
        base.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", rows)
    return path


@pytest.fixture
def crm_outside(crm: Path, settings: Any) -> Path:
    """Return the database with Kuulo's own data elsewhere."""
    settings.KUULO_DATA = crm.parent / "data"
    return crm


def change(base: Path, statement: str) -> None:
    with sqlite3.connect(base) as opened:
        opened.execute(statement)


def work_off(feed: Feed) -> list[FeedRun]:
    """Look, and do the jobs that came of it."""
    runs = services.look_at(feed_id=feed.pk)
    for run in feed.runs.filter(state=RunState.QUEUED):
        services.carry_out(Hand(run=run.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job
    return runs


def approve(run: FeedRun) -> None:
    services.start_run(run_id=run.pk, alone=True)
    services.carry_out(Hand(run=run.pk))  # type: ignore[arg-type] # a hand does all a handler asks of a job


def test_a_file_is_taken_once_it_has_stopped_growing(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm", pattern="*.csv")
    (inbox / "a.csv").write_text(LIST[:-9])
    assert work_off(feed) == []
    (inbox / "a.csv").write_text(LIST)
    assert work_off(feed) == []
    (run,) = work_off(feed)
    run.refresh_from_db()
    assert (run.name, run.state, count_parties()) == ("a.csv", RunState.CHECKED, 0)
    approve(run)
    assert count_parties() == 2
    assert work_off(feed) == []
    assert work_off(feed) == []


def test_later_files_are_taken_in_by_themselves(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_text(LIST)
    work_off(feed)
    approve(work_off(feed)[0])
    (inbox / "a.csv").write_text(LIST + "3,Cecilia\n")
    (inbox / "b.csv").write_text("customer number,name\n4,Dan\n")
    (inbox / ".hidden.csv").write_text(LIST)
    work_off(feed)
    assert len(work_off(feed)) == 2
    assert count_parties() == 4


def test_a_file_touched_but_not_changed_is_passed_over(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_text(LIST)
    work_off(feed)
    approve(work_off(feed)[0])
    os.utime(inbox / "a.csv", ns=(1, 1))
    work_off(feed)
    assert work_off(feed) == []
    assert feed.runs.count() == 1


def test_links_out_of_the_inbox_are_not_followed(inbox: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(LIST)
    (inbox / "a.csv").symlink_to(secret)
    feed = feed_from(Origin.FOLDER, folder="crm")
    work_off(feed)
    assert work_off(feed) == []


def test_a_file_that_cannot_be_read_is_told_of_and_others_are_taken(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_bytes(b"\x89PNG" + b"0" * 100)
    work_off(feed)
    work_off(feed)
    feed.refresh_from_db()
    assert "an image" in str(failure_of(feed)[0])
    (inbox / "b.csv").write_text(LIST)
    work_off(feed)
    assert len(work_off(feed)) == 1


def test_a_question_waits_for_somebody(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_text("customer number,since\n1,01/02/2026\n")
    work_off(feed)
    run = work_off(feed)[0]
    run.refresh_from_db()
    assert run.state == RunState.RECOGNISED


def test_the_schedule_asks_for_a_look(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_text(LIST)
    services.JOB_HANDLERS["feeds.check"](Hand())  # type: ignore[arg-type] # a hand does all a handler asks of a job
    job = Job.objects.get(kind="feeds.look")
    services.JOB_HANDLERS["feeds.look"](Hand(feed=job.payload["feed"]))  # type: ignore[arg-type]
    feed.refresh_from_db()
    assert feed.position["growing"].keys() == {"a.csv"}
    services.stop_feed(feed_id=feed.pk)
    Job.objects.all().delete()
    services.JOB_HANDLERS["feeds.check"](Hand())  # type: ignore[arg-type]
    assert not Job.objects.exists()


def test_what_nobody_took_in_goes_after_a_month(inbox: Path) -> None:
    feed = feed_from(Origin.FOLDER, folder="crm")
    (inbox / "a.csv").write_text(LIST)
    work_off(feed)
    run = work_off(feed)[0]
    folder = run_folder(run)
    assert clear_old(now=timezone.now()) == 0
    assert clear_old(now=timezone.now() + timedelta(days=31)) == 1
    assert not folder.exists()


@pytest.mark.parametrize("way", ["sqlite:///{path}", "adbc+sqlite:{path}"])
def test_a_database_is_read_and_only_what_changed_is_read_again(crm_outside: Path, way: str) -> None:
    feed = feed_from(Origin.SQL, address=way.format(path=crm_outside), query=QUERY, changed="changed")
    (run,) = work_off(feed)
    approve(run)
    assert count_parties() == 5
    assert feed.runs.get().name.endswith(".parquet")
    change(crm_outside, "INSERT INTO people VALUES (6, 'New', 'n@example.com', '2026-11-05')")
    change(crm_outside, "UPDATE people SET name = 'Old news' WHERE id = 1")
    (second,) = work_off(feed)
    second.refresh_from_db()
    # The rows of the newest moment come once more: they change nothing.
    assert second.state == RunState.DONE
    assert second.result["rows"] == 6
    assert "customer_id:6" in party_ids_of(["customer_id:6"])
    change(crm_outside, "INSERT INTO people VALUES (7, 'Newer', 'm@example.com', '2026-11-06')")
    assert work_off(feed)[0].name
    assert feed.runs.first().result["rows"] == 2  # type: ignore[union-attr] # there are three


def test_rows_that_vanish_from_the_master_are_shown_and_stay(crm_outside: Path) -> None:
    feed = feed_from(Origin.SQL, address=f"sqlite:///{crm_outside}", query=QUERY, is_complete=True)
    approve(work_off(feed)[0])
    change(crm_outside, "DELETE FROM people WHERE id = 2")
    work_off(feed)
    gone = FeedMember.objects.filter(gone_since__isnull=False).values_list("identifier", flat=True)
    assert list(gone) == ["customer_id:2"]
    assert count_parties() == 5


def test_the_same_answer_again_is_no_delivery(crm_outside: Path) -> None:
    feed = feed_from(Origin.SQL, address=f"sqlite:///{crm_outside}", query=QUERY)
    approve(work_off(feed)[0])
    assert work_off(feed) == []
    assert feed.runs.count() == 1


def test_nothing_is_ever_written_there(crm_outside: Path, tmp_path: Path) -> None:
    for way in ("sqlite:///{path}", "adbc+sqlite:{path}"):
        question = Question(
            address=way.format(path=crm_outside),
            query="WITH x AS (SELECT 1) INSERT INTO people SELECT 9, 'x', 'x', 'x'",
        )
        with pytest.raises(InputError, match=r"did not answer.*read-?only"):
            fetch(question, tmp_path / "out.parquet")
    with sqlite3.connect(crm_outside) as base:
        assert base.execute("SELECT count(*) FROM people").fetchone() == (5,)


@pytest.mark.parametrize(
    "query", ["DELETE FROM people", "SELECT 1; DROP TABLE people", "UPDATE people SET id = 1", "PRAGMA x", ""]
)
def test_only_one_select_is_taken(query: str) -> None:
    with pytest.raises(InputError, match="not one SELECT"):
        check_query(query)


def test_a_wrong_query_says_what_the_database_said(crm_outside: Path) -> None:
    feed = feed_from(Origin.SQL, address=f"sqlite:///{crm_outside}", query="SELECT colour FROM people")
    assert work_off(feed) == []
    feed.refresh_from_db()
    assert "no such column" in str(failure_of(feed)[0])


def test_a_column_of_changes_that_is_not_there_is_named(crm_outside: Path) -> None:
    feed = feed_from(Origin.SQL, address=f"sqlite:///{crm_outside}", query=QUERY, changed="moon")
    work_off(feed)
    feed.refresh_from_db()
    assert "no column “moon”" in str(failure_of(feed)[0])


def test_kuulos_own_database_is_not_read(tmp_path: Path) -> None:
    own = tmp_path / "kuulo.sqlite3"
    own.touch()
    for way in ("sqlite:///{path}", "sqlite:///file:{path}?uri=true", "adbc+sqlite:{path}", "adbc+sqlite:file:{path}"):
        with pytest.raises(InputError, match="feeds may read"):
            check_address(way.format(path=own))


def test_no_file_is_read_through_duckdb_but_the_database_itself(tmp_path: Path, settings: Any) -> None:
    settings.KUULO_DATA = tmp_path / "data"
    path, secret = tmp_path / "crm.duckdb", tmp_path / "secret.csv"
    secret.write_text("word\nhidden\n", encoding="utf-8")
    with duckdb.connect(path) as base:
        base.execute("CREATE TABLE people AS SELECT 1 AS id")
    address, target = f"adbc+duckdb:{path}", tmp_path / "out.parquet"
    assert fetch(Question(address=address, query="SELECT id FROM people"), target).rows == 1
    for query in (f"SELECT * FROM read_text('{secret}')", f"SELECT * FROM '{secret}'"):  # noqa: S608 -- the test's own path
        with pytest.raises(InputError, match="did not answer"):
            fetch(Question(address=address, query=query), target)
    with pytest.raises(InputError, match="feeds may read"):
        check_address("adbc+duckdb::memory:")


def test_a_driver_that_is_not_installed_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did not answer"):
        fetch(Question(address="mysql+mysqldb://a@h/d", query="SELECT 1"), tmp_path / "out.parquet")


def test_secrets_stay_in_the_environment(
    lead: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("KUULO_FEED_CRM", "hush-hush")
    address = "postgresql+psycopg://kuulo:{KUULO_FEED_CRM}@127.0.0.1:1/crm"
    feed = feed_from(Origin.SQL, address=address, query="SELECT 1")
    with caplog.at_level(logging.DEBUG):
        work_off(feed)
    feed.refresh_from_db()
    html = lead.get(reverse("feeds:feed", args=[feed.pk])).content.decode()
    assert "did not answer" in str(failure_of(feed)[0])
    assert "{KUULO_FEED_CRM}" in html
    for text in (html, str(feed.__dict__), caplog.text, *map(str, failure_of(feed))):
        assert "hush-hush" not in text
    assert shown_address("mysql://a:b@h/d") == "mysql://a:***@h/d"


def test_a_secret_that_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KUULO_FEED_NONE", raising=False)
    feed = feed_from(Origin.SQL, address="postgresql+psycopg://k:{KUULO_FEED_NONE}@127.0.0.1/x", query="SELECT 1")
    work_off(feed)
    feed.refresh_from_db()
    assert "KUULO_FEED_NONE is not set" in str(failure_of(feed)[0])


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://a:secret@h/d",
        "adbc+sqlite:x?password=secret",
        "postgresql+psycopg://a@h/d?password=secret",
        "mysql+pymysql://a@h/d?passwd=secret",
        "mssql+pyodbc:///?odbc_connect=DRIVER%3Dx%3BPWD%3Dsecret",
        "postgresql+psycopg://a:{KUULO_FEED_X}secret@h/d",
        "adbc+nothing:x",
        "../x",
    ],
)
def test_addresses_that_cannot_be_used_are_refused(address: str) -> None:
    with pytest.raises(InputError):
        check_address(address)


@pytest.mark.postgresql
def test_postgresql_is_read_in_a_transaction_that_cannot_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = connection.settings_dict
    monkeypatch.setenv("KUULO_FEED_TEST", str(told["PASSWORD"]) or "x")
    address = (
        f"postgresql+psycopg://{told['USER']}:{{KUULO_FEED_TEST}}@{told['HOST'] or 'localhost'}:{told['PORT'] or 5432}"
        f"/{told['NAME']}"
    )
    query = "SELECT 1 AS customer_id, 'Ä' AS name, now()::date AS changed"
    fetched = fetch(Question(address=address, query=query, changed="changed"), tmp_path / "out.parquet")
    assert fetched.rows == 1
    again = fetch(
        Question(address=address, query=query, changed="changed", since=fetched.newest), tmp_path / "two.parquet"
    )
    assert again.rows == 1
    with pytest.raises(InputError, match="read-only"):
        fetch(Question(address=address, query="SELECT nextval('feeds_feed_id_seq')"), tmp_path / "three.parquet")
