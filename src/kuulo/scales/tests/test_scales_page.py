"""The page of scales: what is chosen for the reader, what is shown, compared, refused and withheld."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.test import Client

from kuulo.figures.tests.answers import record
from kuulo.instruments.services import create_instrument, publish
from kuulo.scales.tests.cast import drawn, fill_soco, fill_table, said

pytestmark = pytest.mark.django_db


def asked(lead: Client, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = lead.get(f"/scales/scales.json?{query}").json()
    return found


def test_a_table_of_statements_is_examined(lead: Client) -> None:
    fill_table()
    found = asked(lead)
    (scale,) = found["scales"]
    assert found["set"] == "table.work.1-7"
    assert 0.7 < scale["reliability"]["alpha"]["value"] < 0.95
    assert scale["reliability"]["n"] == 200
    assert len(scale["reliability"]["items"]) == 4
    assert scale["mean"]["trust"].startswith("Holds for those who answered all of these items")
    page = lead.get("/scales/").content.decode()
    assert "work: 4 statements" in page
    assert "read as one number for groups" in page
    assert "How strongly each item carries what they share" in page
    assert "One thing behind the items" in page


def test_soco_comes_as_two_subscales_and_the_total(lead: Client) -> None:
    fill_soco()
    found = asked(lead)
    assert found["set"] == "soco@1"
    names = {scale["name"]: scale for scale in found["scales"]}
    assert list(names) == ["customer", "selling", "total"]
    for scale in names.values():
        assert scale["reliability"]["alpha"]["low"] > 0.8
    assert [len(scale["reliability"]["items"]) for scale in names.values()] == [12, 12, 24]
    turned = [item["reversed"] for item in names["total"]["reliability"]["items"]]
    assert turned == [False] * 12 + [True] * 12
    selling, customer = names["selling"]["mean"]["value"], names["customer"]["mean"]["value"]
    assert names["total"]["mean"]["value"] == pytest.approx((customer + 10 - selling) / 2)
    page = lead.get("/scales/").content.decode()
    assert "The scales beside each other" in page
    assert "Saxe &amp; Weitz (1982)" in page


def test_what_all_statements_share_is_told_of_six_and_more(lead: Client) -> None:
    """Nine statements of three groups: omega hierarchical and what it means; of four, why it cannot be told."""
    rng = np.random.default_rng(11)
    whole, groups, own = rng.standard_normal((400, 1)), rng.standard_normal((400, 3)), rng.standard_normal((400, 9))
    values = np.clip(np.round(4 + 0.8 * whole + 0.6 * np.repeat(groups, 3, axis=1) + 0.6 * own), 1, 7)
    names = [f"Q{place}" for place in range(1, 10)]
    rows = enumerate(values.tolist())
    record([one for place, row in rows for one in said(place, dict(zip(names, row, strict=True)), source="file")])
    (scale,) = asked(lead)["scales"]
    three = scale["reliability"]["three_factors"]
    assert three["settled"] is True
    assert 0.6 < three["hierarchical"] < three["total"] < 0.97
    page = lead.get("/scales/").content.decode()
    assert "What all items share makes" in page
    assert "Omega hierarchical (three factors)" in page
    few = "&".join(f"item={name}" for name in names[:4])
    page = lead.get(f"/scales/?source=file&{few}").content.decode()
    assert "4 items do not settle three factors" in page
    assert "Omega hierarchical (three factors)" not in page
    assert "Omega of one factor (minimum residuals)" in page


def test_languages_are_compared_where_the_statements_measure_the_same(lead: Client) -> None:
    fill_table(150)
    fill_table(150, language="sv", seed=2, start=1000)
    (scale,) = asked(lead, "by=language")["scales"]
    assert scale["invariance"]["comparable"] is True
    assert {row["label"]: row["n"] for row in scale["groups"]} == {"fi": 150, "sv": 150}
    assert scale["compared"]["rows"][0]["rank"] == 1
    page = lead.get("/scales/?by=language").content.decode()
    assert "The groups’ means" in page
    assert "Finnish" in page
    assert "their means may be compared" in page


def test_languages_are_not_compared_where_one_statement_means_something_else(lead: Client) -> None:
    fill_table(200)
    fill_table(200, language="sv", seed=2, start=1000, shift=1.5)
    (scale,) = asked(lead, "by=language")["scales"]
    assert scale["invariance"]["comparable"] is False
    assert scale["compared"] is None
    assert all(row["mean"] is None for row in scale["groups"])
    page = lead.get("/scales/?by=language").content.decode()
    assert "some items are answered higher or lower in a group" in page
    assert "not compared" in page


def test_each_person_counts_once_with_the_newest_answer(lead: Client) -> None:
    fill_table(60)
    again = drawn(9, 60, (0.8, 0.8, 0.8))
    names = ("work:help", "work:voice", "work:load")
    record(
        [
            one
            for place, values in enumerate(again)
            for one in said(
                place, {**dict(zip(names, values, strict=True)), "work:aim": 4.0}, response=f"old-{place}", days_ago=30
            )
        ]
    )
    (scale,) = asked(lead)["scales"]
    assert scale["reliability"]["n"] == 60
    aims = next(item for item in scale["reliability"]["items"] if item["name"] == "work:aim")
    assert aims["sd"] > 0.5


def test_items_of_ones_own_choice_are_turned_round(lead: Client) -> None:
    fill_table()
    query = "item=work:help&item=work:voice&item=work:load&reverse=work:load"
    found = asked(lead, query)
    assert found["set"] == "own"
    (scale,) = found["scales"]
    load = scale["reliability"]["items"][-1]
    assert (load["name"], load["reversed"], load["rest"] < 0) == ("work:load", True, True)
    assert "were they meant to be reversed? work:load" in " ".join(scale["reliability"]["notes"])
    assert "Items of your own choice" in lead.get(f"/scales/?{query}").content.decode()


def test_questions_with_one_stem_make_a_set_and_low_good_ones_are_turned_round(lead: Client) -> None:
    signals = []
    for place, values in enumerate(drawn(2, 80, (0.8, 0.8, -0.8))):
        signals += said(place, {"Q1": values[0], "Q2": values[1]}, source="file")
        signals += said(place, {"Q3": values[2]}, source="file", direction=-1)
    record(signals)
    found = asked(lead)
    assert found["set"] == "stem.Q.1-7"
    assert [item["reversed"] for item in found["scales"][0]["reliability"]["items"]] == [False, False, True]


def test_too_few_are_withheld_and_a_few_beside_the_others_give_no_mean_away(lead: Client) -> None:
    fill_table(4)
    (scale,) = asked(lead)["scales"]
    assert scale["refused"].startswith("Fewer than 5 persons answered all of these items")
    assert "Fewer than 5 persons" in lead.get("/scales/").content.decode()
    fill_table(40, seed=3, start=100)
    record([one for place in range(3) for one in said(500 + place, {"work:help": 1.0})])
    items = {item["name"]: item for item in asked(lead)["scales"][0]["reliability"]["items"]}
    assert items["work:help"]["mean"] is None
    assert items["work:aim"]["mean"] is not None
    assert "withheld" in lead.get("/scales/").content.decode()


def test_small_groups_are_withheld(lead: Client) -> None:
    fill_table(120)
    fill_table(3, language="sv", seed=2, start=1000)
    (scale,) = asked(lead, "by=language")["scales"]
    assert {row["label"]: row["n"] for row in scale["groups"]} == {"fi": None, "sv": None}


def test_without_questions_that_make_a_scale_the_page_says_what_to_do(lead: Client) -> None:
    assert asked(lead) == {"source": None, "scales": []}
    page = lead.get("/scales/").content.decode()
    assert "At least three questions of one source on the same scale are needed" in page


def test_an_odd_address_shows_what_there_is(lead: Client) -> None:
    fill_table()
    found = asked(lead, f"source=none&set=nothing&by=c.nobody&item=x&reverse=y&item={'z' * 500}")
    assert (found["source"], found["set"], found["by"]) == ("pulse", "table.work.1-7", None)


def test_a_reader_is_turned_away(reader: Client) -> None:
    assert reader.get("/scales/").status_code == 403
    assert reader.get("/scales/scales.json").status_code == 403


@pytest.mark.parametrize(("language", "words"), [("fi", "Luotettavuus"), ("sv", "Tillförlitlighet")])
def test_in_finnish_and_swedish(lead: Client, language: str, words: str) -> None:
    fill_table()
    lead.cookies["django_language"] = language
    assert words in lead.get("/scales/", headers={"accept-language": language}).content.decode()


def test_items_of_an_instrument_stand_under_their_own_words(lead: Client) -> None:
    made = create_instrument(name="Sellers", languages=("fi", "sv", "en"), ready_made="soco_seller")
    publish(slug=made.slug, by="Ilona Insight")
    fill_soco(60, source=made.slug)
    page = lead.get("/scales/").content.decode()
    assert "I find out what the customer needs before I suggest anything." in page
    assert [scale["name"] for scale in asked(lead)["scales"]] == ["customer", "selling", "total"]
