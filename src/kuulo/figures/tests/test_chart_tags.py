"""Charts and figures as the templates draw them: well-formed, without styles or scripts, in every language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template
from django.utils import translation

from kuulo.base.texts import say
from kuulo.figures.charts import (
    Apart,
    Bar,
    GroupRow,
    Remains,
    Stage,
    TrendPoint,
    bounds_chart,
    chart_css,
    differences_chart,
    distribution_chart,
    dots_chart,
    funnel_chart,
    trend_chart,
)
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
STAGES = [Stage(say("Customers"), 1200), Stage(say("Asked"), None), Stage(say("Answered"), 90)]
APART = [Apart("Seniors & co", 0.2, 0.36, 0.37, of="segment"), Apart("age", 51.0, 48.0, -0.2, is_share=False)]
CHARTS = {
    "trend": trend_chart(POINTS, title=TITLE),
    "dots": dots_chart(GROUPS, title=TITLE, reference=estimate(30, 2)),
    "funnel": funnel_chart(
        [Stage(say("Customers"), 1200), Stage(say("Asked"), None), Stage(say("Answered"), 90)], title=TITLE
    ),
    "differences": differences_chart(
        [Apart("Seniors & co", 0.2, 0.36, 0.37, of="segment"), Apart("age", 51.0, 48.0, -0.2, is_share=False)],
        title=TITLE,
    ),
    "bounds": bounds_chart(
        Remains(
            pattern=((-1.0, 16.0), (0.0, 34.0), (1.5, 48.0)),
            low=9.0,
            high=55.0,
            worst_low=-51.0,
            worst_high=78.0,
            sentence=say("The figure is 34."),
        ),
        estimate(34),
        title=TITLE,
    ),
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


def test_a_moment_is_told_by_the_clock_of_the_house() -> None:
    assert "5:16" in draw("{{ moment|say }}", moment=datetime(2026, 11, 23, 3, 16, tzinfo=UTC))


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("two-phase, assisted", "Answers of both phases"),
        ("raked, tango", "Weighted to the customers by raking"),
        ("bootstrap_t", "Bootstrap"),
        ("cox_efron", "Cox regression"),
        ("local_level", "freed of chance"),
        ("t", "Mean with a t interval"),
        ("tango", "Tango’s score interval"),
    ],
)
def test_every_method_is_said_in_words(method: str, words: str) -> None:
    assert words in draw("{% know figure %}", figure=replace(estimate(41.8, 5.1, n=1214), method=method))


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


def test_a_corrected_figure_shows_the_uncorrected_one_and_its_sentence_of_trust() -> None:
    corrected = replace(estimate(34.2), raw=38.4, trust=say("Corrected for region."))
    drawn = draw("{% estimate figure 'large' %}{% know figure '/explore/know/' %}", figure=corrected)
    assert "uncorrected 38" in drawn
    assert drawn.count("Corrected for region.") == 2
    assert 'href="/explore/know/"' in drawn


def test_a_figure_without_a_sentence_of_its_own_gets_the_one_its_numbers_allow() -> None:
    assert "Who did not answer is not known" in draw("{% know figure %}", figure=estimate(30))
    asked = replace(estimate(30), invited=400, answered=200)
    assert "200 of the 400 asked answered (50%)" in draw("{% know figure %}", figure=asked)
    assert "trust" not in draw("{% know figure %}", figure=withheld())


def test_one_sentence_for_all_rows_stands_once_and_several_have_a_column() -> None:
    same = [GroupRow(name, replace(estimate(30), raw=33.0, trust=say("Corrected."))) for name in ("Visit", "Chat")]
    drawn = draw("{% chart drawn %}", drawn=dots_chart(same, title=TITLE))
    assert drawn.count("Corrected.") == 1
    assert '<th scope="col" class="number">Uncorrected</th>' in drawn
    other = [*same, GroupRow("Mail", replace(estimate(20), trust=say("Not corrected.")))]
    assert "How far it can be trusted" in draw("{% chart drawn %}", drawn=dots_chart(other, title=TITLE))
