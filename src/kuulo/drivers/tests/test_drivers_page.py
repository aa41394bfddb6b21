"""What goes with a score, person by person and response by response; what is too little is not shown."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kuulo.customers.rules import PartyRow, Stage
from kuulo.customers.services import register_parties
from kuulo.drivers.queries import read_options, study_for
from kuulo.drivers.rules import Ask
from kuulo.drivers.tests.lives import CES, CSAT, record_lives
from kuulo.figures.queries import open_reading
from kuulo.figures.tests.answers import answer, record

pytestmark = pytest.mark.django_db
PAGE = "/drivers/"


def test_recommendation_is_explained_by_touchpoints_without_being_asked(lead: Client) -> None:
    record_lives()
    page = lead.get(PAGE).content.decode()
    assert "What goes with recommendation" in page
    assert "“Visit: satisfaction” comes first" in page
    assert "Invoice: ease" in page
    assert "not what causes what" in page
    assert page.count("map-mark") > 2


def test_shares_are_those_of_persons() -> None:
    record_lives()
    with open_reading() as reading:
        study = study_for(reading, Ask())
    assert study is not None
    assert study.found is not None
    assert set(study.ask.drivers) == {f"{CSAT}|Invoice", f"{CSAT}|Visit", f"{CES}|Invoice"}
    assert study.found.persons == 150
    first = study.found.drivers[0]
    assert first.name == f"{CSAT}|Visit"
    assert (first.importance.low or 0) > 0.3
    assert 0 <= (first.performance.value or -1) <= 100
    assert first.importance.data_version
    assert first.importance.trust is not None


def test_weights_of_answers_do_not_claim_to_rest_on_a_follow_up() -> None:
    record_lives()
    register_parties(
        PartyRow(
            identifier=f"customer_id:{number}", stage=Stage.ACTIVE, attributes={"region": ("N", "S", "E")[number % 3]}
        )
        for number in range(300)
    )
    silent: dict[str, Any] = {"touchpoint": None, "days_ago": 5, "source": "relationship"}
    record(answer(number, None, **silent) for number in range(150, 300))
    again: dict[str, Any] = {"touchpoint": None, "days_ago": 5, "source": "calls", "attributes": {"phase": "2"}}
    record(answer(number, float(number % 11) if number % 4 else None, **again) for number in range(150, 250))
    with open_reading() as reading:
        study = study_for(reading, Ask())
    assert study is not None
    assert "only the figure of all leans on the silent who were asked again" in str(study.notes[0])
    assert "they speak for the silent" not in str(study.notes[0])


def test_questions_of_one_response() -> None:
    record_lives()
    record(
        answer(number, float(1 + (number * 7 + 3) % 5), definition="csat.top2@1", question="speed", source="visits",
               touchpoint="Invoice", response_id=f"i{number}", signal_id=f"speed{number}", days_ago=30)
        for number in range(150)
    )  # fmt: skip
    with open_reading() as reading:
        options = read_options(reading)
        study = study_for(reading, Ask(of="visits", outcome="csat"))
    assert options.sources() == ("visits",)
    assert study is not None
    assert study.found is not None
    assert {one.name for one in study.found.drivers} <= {"speed", "ces"}
    assert study.found.missing == "complete"
    assert study.found.left_out > 0


def test_confidential_answers_are_not_tied_to_each_other(lead: Client) -> None:
    """What was promised to be shown in groups alone is not followed from one survey to the next."""
    record_lives(promise="confidential")
    with open_reading() as reading:
        study = study_for(reading, Ask(of="persons"))
        usual = study_for(reading, Ask())
    assert study is None
    assert usual is None or usual.ask.of == "visits"
    assert lead.get(PAGE).status_code == 200


def test_few_persons_are_not_explained(lead: Client) -> None:
    record_lives(25)
    page = lead.get(PAGE).content.decode()
    assert "map-mark" not in page
    record_lives(31)
    assert lead.get(PAGE).status_code == 200


def test_nothing_to_explain(lead: Client) -> None:
    assert "There is nothing to explain yet" in lead.get(PAGE).content.decode()
    assert lead.get("/drivers/drivers.json").json() == {}


def test_a_target_moves_the_line_and_no_figure(lead: Client) -> None:
    record_lives()
    usual, own = (lead.get(PAGE, {"target": target} if target else {}).content.decode() for target in ("", "90"))
    assert "The target of 90" in own
    assert "The drivers’ means" in usual or "The drivers&#x27; means" in usual or "The drivers' means" in usual


def test_the_same_as_json(lead: Client) -> None:
    record_lives()
    found = lead.get("/drivers/drivers.json").json()
    assert found["found"]["drivers"][0]["name"] == f"{CSAT}|Visit"
    assert found["found"]["drivers"][0]["importance"]["low"] > 0.3
    assert found["ask"]["of"] == "persons"


def test_the_same_as_a_sheet(lead: Client, reader: Client) -> None:
    record_lives()
    sheet = lead.get("/drivers/drivers.csv").content.decode()
    assert sheet.startswith("Driver,Figure,Measure,Value")
    assert "Visit: satisfaction,Share of the differences,importance," in sheet
    rows = list(csv.DictReader(io.StringIO(sheet)))
    assert all(None not in row for row in rows)  # no cell without a heading
    assert {row["Data version"] for row in rows} == {lead.get("/drivers/drivers.json").json()["data_version"]}
    assert "as they came" in rows[0]["How far it can be trusted"]
    assert reader.get("/drivers/drivers.csv").status_code == 403


def test_answers_of_a_follow_up_stand_apart(lead: Client) -> None:
    record_lives(40)
    before = lead.get("/drivers/drivers.json").json()
    record(
        answer(900 + number, 0.0, touchpoint=None, source="relationship", attributes={"phase": "2"})
        for number in range(40)
    )
    after = lead.get("/drivers/drivers.json").json()
    assert after["found"]["n"] == before["found"]["n"]


@pytest.mark.parametrize(
    "query", [{"period": "7"}, {"method": "magic"}, {"missing": "guess"}, {"target": "120"}, {"target": "much"}]
)
def test_what_nobody_offers_is_refused(lead: Client, query: dict[str, str]) -> None:
    record_lives(40)
    answered = lead.get(PAGE, query)
    assert answered.status_code in {400, 422}


def test_unknown_drivers_give_way_to_the_usual_ones(lead: Client) -> None:
    record_lives()
    found = lead.get("/drivers/drivers.json", {"driver": ["nothing|nowhere"], "of": "persons"}).json()
    assert len(found["ask"]["driver"]) == 3
    assert lead.get(reverse("drivers:drivers"), {"of": "no such source"}).status_code == 200
