"""The pages of trends: what changed first, then every series; one series; the same for programs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from kuulo.accounts.models import User
from kuulo.accounts.rules import Role
from kuulo.jobs.models import Job
from kuulo.trends.models import Alarm
from kuulo.trends.queries import rate_in_force
from kuulo.trends.services import watch
from kuulo.trends.tests.story import tell

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 16, tzinfo=UTC)


@pytest.fixture
def watched() -> None:
    """The story, looked at."""
    tell()
    watch(now=NOW)


def browser(cast: dict[Role, User], role: Role) -> Client:
    client = Client()
    client.force_login(cast[role], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def plain(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_what_changed_comes_first(cast: dict[Role, User], watched: None) -> None:
    said = plain(browser(cast, Role.READER).get("/trends/"))
    assert said.index("Net Promoter Score – Invoice") < said.index("All series")
    assert "It has fallen by about" in said
    assert re.search(r"\d of \d+ series have an alarm now", said)
    assert "Each series gives a false alarm in 10% of the years" in said
    assert "The smallest change this trend could show" in said
    assert "Note as seen" not in said


def test_series_are_folded_by_measure(cast: dict[Role, User], watched: None) -> None:
    answer = browser(cast, Role.READER).get("/trends/")
    families = answer.context["families"]
    assert len(families[0].lines) == len({line.url for line in families[0].lines})
    assert all(
        line.series.definition == family.lines[0].series.definition for family in families for line in family.lines
    )
    assert "with an alarm" in plain(answer)


def test_before_the_first_look_everybody_is_read_at_once(cast: dict[Role, User]) -> None:
    tell()
    said = plain(browser(cast, Role.READER).get("/trends/"))
    assert "the first look has not been taken yet" in said
    assert "Net Promoter Score" in said


def test_without_answers_the_pages_say_so(cast: dict[Role, User]) -> None:
    for path in ("/trends/", "/trends/series/"):
        answer = browser(cast, Role.READER).get(path)
        assert answer.status_code == 200
        assert "There are no answers yet" in plain(answer)
    assert browser(cast, Role.READER).get("/trends/series.json").json() == {"series": None}


def test_one_series_shows_chart_breaks_alarms_and_what_it_could_show(cast: dict[Role, User], watched: None) -> None:
    answer = browser(cast, Role.READER).get("/trends/series/?measure=nps@1&touchpoint=Invoice&grain=week")
    said = plain(answer)
    for words in ("Net Promoter Score – Invoice", "Level now", "What it could show", "Alarms of the whole time"):
        assert words in said
    assert answer.context["found"].open_alarm.direction == -1


def test_one_series_by_month(cast: dict[Role, User], watched: None) -> None:
    answer = browser(cast, Role.READER).get("/trends/series/?measure=nps@1&grain=month")
    assert answer.context["found"].grain == "month"


@pytest.mark.parametrize("query", ["grain=day", "c.none=1", "measure=none@1"])
def test_what_no_page_writes_is_refused(cast: dict[Role, User], watched: None, query: str) -> None:
    assert browser(cast, Role.READER).get(f"/trends/series/?{query}").status_code in {400, 422}


def test_programs_get_the_same(cast: dict[Role, User], watched: None) -> None:
    told = browser(cast, Role.READER).get("/trends/trends.json").json()
    assert told["series"][0]["value"] == "Invoice"
    assert told["series"][0]["alarms"][-1]["direction"] == -1
    assert told["false_alarms_a_year_any"] > told["false_alarms_a_year"] > told["false_alarms_a_year_together"]
    assert told["alarms"][0]["seen_by"] == ""
    one = browser(cast, Role.READER).get("/trends/series.json?measure=nps@1&touchpoint=Invoice").json()["series"]
    assert len(one["points"]) >= 60
    assert one["points"][0]["figure"]["n"] == 12


def test_the_page_names_its_twin_with_the_same_query(cast: dict[Role, User], watched: None) -> None:
    client = browser(cast, Role.READER)
    assert 'href="/trends/trends.json"' in client.get("/trends/").content.decode()
    page = client.get("/trends/series/?measure=nps@1&grain=month").content.decode()
    assert 'type="application/json" href="/trends/series.json?measure=nps%401&amp;grain=month"' in page
    assert 'type="application/json"' not in client.get("/accounts/login/").content.decode()


def test_a_researcher_notes_an_alarm_as_seen(cast: dict[Role, User], watched: None) -> None:
    alarm = Alarm.objects.get(value="Invoice")
    client = browser(cast, Role.RESEARCHER)
    assert "Note as seen" in plain(client.get("/trends/"))
    client.post(f"/trends/alarms/{alarm.pk}/seen/")
    alarm.refresh_from_db()
    assert alarm.seen_by == str(cast[Role.RESEARCHER])
    assert f"Seen by {alarm.seen_by}" in plain(client.get("/trends/"))


def test_an_alarm_that_is_none_is_not_found(cast: dict[Role, User]) -> None:
    assert browser(cast, Role.RESEARCHER).post("/trends/alarms/999/seen/").status_code == 404


def test_the_rate_is_set_and_a_look_asked_for(cast: dict[Role, User], watched: None) -> None:
    answer = browser(cast, Role.RESEARCHER).post("/trends/rate/", {"percent": "5"})
    assert answer.status_code == 302
    assert rate_in_force() == 0.05
    assert Job.objects.filter(kind="trends.watch").count() == 1


def test_a_rate_that_is_none_is_said(cast: dict[Role, User], watched: None) -> None:
    answer = browser(cast, Role.RESEARCHER).post("/trends/rate/", {"percent": "90"})
    assert answer.status_code == 422
    assert rate_in_force() == 0.1


def test_a_look_can_be_asked_for(cast: dict[Role, User], watched: None) -> None:
    assert browser(cast, Role.OWNER).post("/trends/look/").status_code == 302
    assert Job.objects.filter(kind="trends.watch").count() == 1
