"""What a change brought, beside others and against its own time; nobody is told apart by moving the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from kuulo.drivers.queries.change import cut_weeks
from kuulo.drivers.tests.lives import CHANGED, CSAT, weeks
from kuulo.figures.tests.answers import many, record

pytestmark = pytest.mark.django_db
PAGE = "/drivers/change/"
ASKED = {"measure": CSAT, "touched": "touchpoint|Visit", "start": CHANGED.isoformat()}


def test_a_change_is_found_beside_the_others_and_against_its_past(lead: Client) -> None:
    record(weeks())
    page = lead.get(PAGE, ASKED).content.decode()
    assert "by more than chance explains" in page
    assert page.count('<figure class="chart chart-lines"') == 2
    found = lead.get("/drivers/change.json", ASKED).json()
    assert found["differences"]["effect"]["low"] > 0.2
    assert found["series"]["uplift"]["low"] > 0.2
    assert not found["differences"]["parallel"]["differ"]


def test_a_start_begins_on_a_monday(lead: Client) -> None:
    record(weeks())
    found = lead.get("/drivers/change.json", ASKED).json()
    used = date.fromisoformat(found["ask"]["start"])
    assert used.weekday() == 0
    assert abs((used - CHANGED).days) <= 4
    assert "Weeks begin on Mondays" in found["notes"][0]


def test_a_change_of_everything_has_its_series_alone(lead: Client) -> None:
    record(weeks())
    found = lead.get("/drivers/change.json", ASKED | {"touched": ""}).json()
    assert found["differences"] is None
    assert found["series"] is not None


def test_before_anything_is_asked_the_page_says_what_it_needs(lead: Client) -> None:
    assert "There are no answers yet" in lead.get(PAGE).content.decode()
    assert lead.get("/drivers/change.json").json() == {}
    record(weeks(persons=6))
    assert "Say what changed, and when" in lead.get(PAGE).content.decode()


def test_too_few_persons_on_a_side_are_not_compared(lead: Client) -> None:
    record(many({4: 3, 2: 1}, definition=CSAT, touchpoint="Visit", days_ago=90))
    record(many({4: 30}, start=100, definition=CSAT, touchpoint="Visit", days_ago=10))
    record(many({4: 30}, start=200, definition=CSAT, touchpoint="Invoice", days_ago=90))
    record(many({4: 30}, start=300, definition=CSAT, touchpoint="Invoice", days_ago=10))
    page = lead.get(PAGE, ASKED | {"start": (CHANGED + timedelta(days=50)).isoformat()}).content.decode()
    assert "fewer than 5 persons" in page
    assert "chart-lines" not in page


def test_weeks_of_few_persons_begin_no_change() -> None:
    first = date(2026, 1, 5)
    counts = [(first + timedelta(weeks=place), True, 10) for place in range(6)]
    assert cut_weeks(counts, 5) == [first + timedelta(weeks=place) for place in (5, 4, 3, 2, 1)]
    sparse = [(week, touched, 2 if week == first + timedelta(weeks=3) else n) for week, touched, n in counts]
    assert first + timedelta(weeks=3) not in cut_weeks(sparse, 5)
    lonely = [(first, True, 10), (first + timedelta(weeks=1), True, 2)]
    assert cut_weeks(lonely, 5) == []


def test_the_same_as_a_sheet(lead: Client) -> None:
    record(weeks())
    sheet = lead.get("/drivers/change.csv", ASKED).content.decode()
    assert "Difference of the changes,uplift" in sheet
    assert "Interrupted series,step at the start" in sheet


@pytest.mark.parametrize(
    "query",
    [
        {"start": "soon"},
        {"weeks": "7"},
        {"measure": "magic@1"},
        {"measure": CSAT, "touched": "nobody", "start": "2026-03-01"},
    ],
)
def test_what_nobody_offers_is_refused(lead: Client, query: dict[str, str]) -> None:
    record(weeks(persons=6))
    assert lead.get(PAGE, query).status_code in {400, 422}
