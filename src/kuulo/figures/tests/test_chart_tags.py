"""Charts and figures as the templates draw them: well-formed, without styles or scripts, in every language."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from kuulo.base.texts import say
from kuulo.figures.charts import Bar, GroupRow, TrendPoint, chart_css, distribution_chart, dots_chart, trend_chart
from kuulo.figures.tests.casts import estimate, withheld

TITLE = say("A <title> & more")
POINTS = [
    TrendPoint(
        start=date(2026, number, 1),
        estimate=withheld() if number == 3 else estimate(20.5 + number),
        break_note=say("New wording") if number == 5 else None,
    )
    for number in range(1, 8)
]
GROUPS = [GroupRow("Visit <b>", estimate(40)), GroupRow("Chat", withheld())]
BARS = [Bar("Agree", 1200, "high"), Bar("Disagree", 30, "low")]
CHARTS = {
    "trend": trend_chart(POINTS, title=TITLE),
    "dots": dots_chart(GROUPS, title=TITLE, reference=estimate(30, 2)),
    "rows": distribution_chart(BARS, title=TITLE),
    "columns": distribution_chart([Bar(str(value), value) for value in range(1, 6)], title=TITLE),
}


def draw(template: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template("{% load charts %}" + template).render(Context(context))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_is_well_formed_and_keeps_to_the_content_policy(name: str, language: str) -> None:
    drawn = draw("{% chart drawn %}", language, drawn=CHARTS[name])
    figure = ET.fromstring(drawn.replace("&nbsp;", " "))  # noqa: S314 -- our own output
    assert figure.tag == "figure"
    assert not re.search(r"<script|\sstyle=|\son\w+=", drawn)


@pytest.mark.parametrize("name", CHARTS)
def test_coordinates_keep_the_decimal_point_in_every_language(name: str) -> None:
    places = re.compile(r'\b(?:x|y|x1|x2|y1|y2|cx|cy|width|height|points)="([^"]*)"')
    spoken = {
        language: places.findall(draw("{% drawing drawn %}", language, drawn=CHARTS[name])) for language in ("en", "fi")
    }
    assert spoken["en"] == spoken["fi"]
    assert spoken["en"]


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_has_a_name_a_sentence_and_a_table(name: str) -> None:
    drawn = draw("{% chart drawn %}", drawn=CHARTS[name])
    svg = ET.fromstring(drawn).find(".//svg[@role='img']")  # noqa: S314 -- our own output
    assert svg is not None
    ids = {one.get("id"): one.text for one in svg.iter() if one.get("id")}
    assert ids[svg.get("aria-labelledby")] == "A <title> & more"
    assert ids[svg.get("aria-describedby")]
    assert "<table" in drawn


def test_finnish_numbers_reach_the_drawing() -> None:
    drawn = draw("{% chart drawn %}", "fi", drawn=distribution_chart(BARS, title=TITLE))
    assert "1\N{NO-BREAK SPACE}200" in drawn
    assert "97,6\N{NO-BREAK SPACE}%" in drawn


def test_a_figure_shows_interval_and_n() -> None:
    shown = re.sub(r"<[^>]+>|\s+", " ", draw("{% estimate figure %}", figure=estimate(41.8, 5.1, n=1214)))
    assert re.sub(r"\s+", " ", shown).strip() == "42 95% interval 37 … 47 n = 1,214"


def test_a_withheld_figure_shows_why_and_no_number() -> None:
    shown = draw("{% estimate figure %}", figure=withheld())
    assert "too few answers" in shown
    assert not re.search(r"\d", re.sub(r"<[^>]+>", "", shown))


def test_how_do_we_know_names_method_definition_and_what_nobody_knows() -> None:
    shown = draw("{% know figure %}", figure=estimate(41.8, 5.1, n=1214))
    assert "nps@1" in shown
    assert "Tango’s score interval" in shown
    assert "not known" in shown


def test_a_block_says_the_change_from_before() -> None:
    shown = draw(
        "{% figure_block title now before=then since=since %}",
        title="NPS",
        now=estimate(50),
        then=estimate(20),
        since="2025",
    )
    assert "Since 2025 it has risen" in shown


def test_the_same_chart_has_the_same_ids_so_that_a_refresh_changes_nothing() -> None:
    again = [trend_chart(POINTS, title=TITLE) for _time in range(2)]
    assert again[0].key == again[1].key


def test_the_sheet_for_pages_that_stand_alone_loads_nothing() -> None:
    sheet = chart_css()
    assert "--series" in sheet
    assert ".chart-svg" in sheet
    assert "url(" not in sheet
    assert "@import" not in sheet
