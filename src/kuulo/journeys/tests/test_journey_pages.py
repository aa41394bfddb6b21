"""Journeys as people use their pages: begun, read, compared, changed, taken along, taken away."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from kuulo.figures.tests.answers import many, record
from kuulo.journeys.models import Journey, Touchpoint
from kuulo.journeys.rules.ready_made import READY_MADE
from kuulo.journeys.tests.cast import fill, later, shop, walk

pytestmark = pytest.mark.django_db


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def test_an_empty_house_offers_ready_made_journeys_to_who_may_make_them(lead: Client, reader: Client) -> None:
    assert "Buying in the web shop" in text_of(lead, "/journeys/")
    assert "Begin with" not in text_of(reader, "/journeys/")
    assert reader.get("/journeys/new/").status_code == 403


@pytest.mark.parametrize("ready", [one.slug for one in READY_MADE])
def test_a_ready_made_journey_is_there_at_once(lead: Client, ready: str) -> None:
    answer = lead.post("/journeys/new/", {"ready": ready}, follow=True)
    assert answer.redirect_chain[-1][0] == f"/journeys/{ready}/"
    assert "Nobody whose time is over" in answer.content.decode()
    assert lead.post("/journeys/new/", {"ready": ready}).status_code == 422
    assert lead.post("/journeys/new/", {"ready": "nowhere"}).status_code == 422


def test_all_ready_made_journeys_stand_together_and_are_offered_once(lead: Client) -> None:
    for one in READY_MADE:
        lead.post("/journeys/new/", {"ready": one.slug})
    assert Journey.objects.count() == len(READY_MADE)
    assert "Ready-made journeys" not in text_of(lead, "/journeys/")
    assert "Taken by those above" in text_of(lead, "/journeys/touchpoints/")


def test_the_page_says_first_where_it_sticks(reader: Client) -> None:
    shop()
    fill()
    page = text_of(reader, "/journeys/buying/?period=all")
    assert "It sticks before “Order”: 58%" in page
    assert "25%" in page
    assert '<g class="path-step path-sticks">' in page
    assert "sticks here" in page
    assert "2.0 h" in page
    assert "Download CSV" not in page


def test_the_address_of_a_form_loses_its_empty_fields(reader: Client) -> None:
    shop()
    answer = reader.get("/journeys/buying/?period=365&by=")
    assert answer.headers["Location"] == "/journeys/buying/?period=365"


def test_groups_and_the_time_before_stand_beside_each_other(lead: Client) -> None:
    shop()
    fill()
    page = text_of(lead, "/journeys/buying/?period=all&by=region")
    assert '<th scope="row">South</th>' in page
    assert "from the others" in page
    record([*walk(9, ["/product/1"], start=200, at=24 * 140), later(170)])
    page = text_of(lead, "/journeys/buying/?period=90&before=1")
    assert "The time before" in page
    assert "now " in page


def test_effort_and_satisfaction_are_shown_where_they_were_asked(lead: Client) -> None:
    shop()
    fill()
    record(many({7.0: 10, 3.0: 10}, definition="ces.2@1", touchpoint="Basket"))
    page = text_of(lead, "/journeys/buying/?period=all")
    assert "Customer Effort Score 2.0" in page
    assert "5.0" in page
    assert "not asked" in page


def test_what_nobody_offers_is_refused_with_a_way_on(reader: Client) -> None:
    shop()
    answer = reader.get("/journeys/buying/?by=shoe-size")
    assert answer.status_code == 422
    assert "No customer has an attribute named “shoe-size”" in answer.content.decode()
    assert reader.get("/journeys/nowhere/").status_code == 404


def test_the_table_can_be_taken_along(lead: Client, reader: Client) -> None:
    shop()
    fill()
    answer = lead.get("/journeys/buying/table.csv?period=all&by=region")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    dropped = next(row for row in rows if row["Step"] == "Order" and row["Figure"] == "dropped out")
    assert (dropped["Who"], dropped["n"], dropped["Method"]) == ("Everybody", "24", "wilson")
    assert float(dropped["Value"]) == pytest.approx(14 / 24)
    assert float(dropped["Low"]) < 14 / 24 < float(dropped["High"])
    assert {row["Who"] for row in rows} == {"Everybody", "North", "South"}
    assert any(row["Figure"] == "median of seconds" and row["Value"] == "7200.0" for row in rows)
    assert reader.get("/journeys/buying/table.csv").status_code == 403


def form(*steps: str, name: str = "Buying again", days: str = "14", optional: int | None = None) -> dict[str, str]:
    """Return a form of a journey as a browser sends it."""
    told = {
        "name": name,
        "description": "",
        "within_days": days,
        "step-TOTAL_FORMS": str(len(steps)),
        "step-INITIAL_FORMS": "0",
    }
    told |= {f"step-{place}-touchpoint": step for place, step in enumerate(steps)}
    return told | ({f"step-{optional}-optional": "on"} if optional is not None else {})


def test_a_journey_is_made_changed_and_removed(lead: Client) -> None:
    shop()
    lead.post("/journeys/new/", form("product", "", "basket", "order", optional=2))
    row = Journey.objects.get(slug="buying-again")
    assert [(step.touchpoint.slug, step.optional) for step in row.steps.all()] == [
        ("product", False),
        ("basket", True),
        ("order", False),
    ]
    lead.post("/journeys/buying-again/edit/", form("product", "order", name="Buying fast", days="1"))
    row.refresh_from_db()
    assert (row.name, row.within_days, row.steps.count()) == ("Buying fast", 1, 2)
    assert lead.post("/journeys/buying-again/edit/", {"remove": "1"}).status_code == 302
    assert not Journey.objects.filter(slug="buying-again").exists()
    assert Touchpoint.objects.count() == 3


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (form("product", "product"), "twice in a row"),
        (form("product"), "1 steps"),
        (form("product", "order", name="Buying"), "named “Buying” already"),
        (form("product", "order", days="0"), "could not be saved"),
        (form("product", "nowhere"), "Select a valid choice"),
    ],
)
def test_a_journey_that_cannot_be_is_refused_and_what_was_written_stays(
    lead: Client, told: dict[str, str], words: str
) -> None:
    shop()
    answer = lead.post("/journeys/new/", told)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{told["name"]}"' in answer.content.decode()
    assert Journey.objects.count() == 1
