"""The page: whole, alone, safe, printable, the same figures as the data, in three languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from kuulo.figures.charts import quantity_of
from kuulo.figures.charts.localise import quantity_in
from kuulo.surveys.report.data import report_data
from kuulo.surveys.report.model import ReportModel
from kuulo.surveys.report.render import render_report
from kuulo.surveys.tests.reporting import Outline, finnish_file, report_of

OWN = ("Asentaja tuli", "Miksi annoit", "Kuulo", "Promoter Score")  # the file's words, and names nobody translates
HOSTILE = "<script>alert(1)</script> & <b>lihava</b> \" ' {{ settings.SECRET_KEY }} {% now %}"


@pytest.fixture
def report(tmp_path: Path) -> ReportModel:
    """Return a report of 120 answers, a hostile comment among them."""
    return report_of(finnish_file(tmp_path, 120, f"x;30.4.2026;2;{HOSTILE.replace(';', '')};Turku;sovellus;1,0"))


@pytest.fixture(params=["en", "fi", "sv"])
def language(request: pytest.FixtureRequest) -> str:
    """Return each language of the interface."""
    return str(request.param)


def test_page_is_whole(report: ReportModel, language: str) -> None:
    outline = Outline(render_report(report, language))
    assert outline.open == []
    assert outline.tags.count("main") == 1
    assert outline.tags.count("h1") == 1
    assert len(outline.ids) == len(set(outline.ids))
    assert ("lang", language) in outline.attributes


def test_page_needs_nothing_but_itself(report: ReportModel) -> None:
    page = render_report(report, "en")
    outline = Outline(page)
    assert "script" not in outline.tags
    assert "link" not in outline.tags
    assert not re.search(r"https?:|//[a-z]|url\((?!#)|@import", page)
    assert all(link.startswith("#") and link[1:] in outline.ids for link in outline.links)
    assert not [name for name, _value in outline.attributes if name.startswith("on")]


def test_what_people_wrote_is_only_text(report: ReportModel) -> None:
    page = render_report(report, "en")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>lihava" not in page
    assert "{{ settings.SECRET_KEY }}" in Outline(page).text


def test_page_prints(report: ReportModel) -> None:
    page = render_report(report, "en")
    assert "@media print" in page
    assert "@page" in page


def test_page_and_data_agree(report: ReportModel, language: str) -> None:
    text = Outline(render_report(report, language)).text
    data = json.loads(json.dumps(report_data(report), allow_nan=False))
    for section, shown in zip(data["sections"], report.sections, strict=True):
        assert section["estimate"]["value"] == shown.estimate.value
        assert section["estimate"]["n"] == shown.estimate.n
        value = quantity_of(shown.estimate)
        assert value is not None
        assert quantity_in(language, value) in text
        for bar, drawn in zip(section["bars"], shown.bars, strict=True):
            assert (bar["count"], bar["share"]["value"]) == (drawn.count, drawn.share.value)
        for breakdown in section["breakdowns"]:
            for level in breakdown["levels"]:
                assert (level["value"] or "") in text


def test_data_says_every_part(report: ReportModel) -> None:
    data = report_data(report)
    assert data["report"] == "kuulo.report@1"
    assert {"title", "headline", "reading", "sections", "choices", "open_columns", "comments"} <= set(data)
    estimate = data["sections"][0]["estimate"]
    assert {"value", "low", "high", "se", "n", "n_eff", "deff", "definition", "method", "confidence"} <= set(estimate)


def test_first_thing_comes_first(report: ReportModel) -> None:
    words = Outline(render_report(report, "en")).text
    assert words.index("Net Promoter Score is") < words.index("What was read") < words.index("How the answers fall")


@pytest.mark.parametrize(
    ("language", "heading", "decimal"),
    [("fi", "Mitä luettiin", "Kuulo"), ("sv", "Vad som lästes", "Kuulo"), ("en", "What was read", "Kuulo")],
)
def test_page_speaks_the_language(report: ReportModel, language: str, heading: str, decimal: str) -> None:
    text = Outline(render_report(report, language)).text
    assert heading in text
    assert decimal in text


def test_no_english_is_left_on_other_pages(report: ReportModel) -> None:
    english = set(re.findall(r"[A-Za-z’]{4,}(?: [A-Za-z’]{2,}){2,}", Outline(render_report(report, "en")).text))
    for language in ("fi", "sv"):
        other = Outline(render_report(report, language)).text
        left = {phrase for phrase in english if phrase in other and not any(own in phrase for own in OWN)}
        assert not left, f"{language}: {sorted(left)}"


def test_withheld_figures_stay_off_the_page(tmp_path: Path) -> None:
    path = finnish_file(tmp_path, 120, *(f"x{at};1.2.2026;9;;Inari;sovellus;1,0" for at in range(3)))
    page = render_report(report_of(path), "en")
    assert "Inari" in page
    assert "Withheld to protect persons" in page or "withheld" in page
    (by_city,) = (one for one in report_of(path).sections[0].breakdowns if one.header == "Kunta")
    assert {level.estimate.n for level in by_city.levels if level.value == "Inari"} == {None}
