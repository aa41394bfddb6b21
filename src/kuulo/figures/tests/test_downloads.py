"""Downloads carry interval, n, definition and version; spreadsheets open them and compute nothing of them."""

from __future__ import annotations

import csv
import io

import fastexcel
import pytest
from django.test import Client

from kuulo.accounts.services import choose_language
from kuulo.figures.tests.answers import many, record

pytestmark = pytest.mark.django_db


def fill() -> None:
    record(
        [
            *many({10: 40, 0: 10}, touchpoint="=HYPERLINK(1)"),
            *many({10: 10, 0: 23}, start=100, touchpoint="Lasku; åäö"),
            *many({0: 3}, start=200, touchpoint="Claim"),
            *many({7: 8}, start=300, touchpoint="Shop"),
        ]
    )


def speak(client: Client, language: str) -> None:
    choose_language(user_id=int(client.session["_auth_user_id"]), language=language)


def rows_of(content: bytes, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_csv_carries_everything_needed_to_judge_a_figure(lead: Client) -> None:
    fill()
    speak(lead, "en")
    answer = lead.get("/explore/figures.csv?by=touchpoint")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="kuulo-nps-touchpoint.csv"'
    rows = rows_of(answer.content, ",")
    everybody = rows[0]
    assert (everybody["Touchpoint"], everybody["n"], everybody["Definition"]) == ("Everybody", "94", "nps@1")
    assert float(everybody["Low"]) < float(everybody["Value"]) < float(everybody["High"])
    assert everybody["Data version"] == "v0+94"


def test_cells_that_look_like_formulas_are_neutralised_and_withheld_ones_are_empty(lead: Client) -> None:
    fill()
    rows = {row["Touchpoint"]: row for row in rows_of(lead.get("/explore/figures.csv?by=touchpoint").content, ",")}
    assert "'=HYPERLINK(1)" in rows
    claim = rows["Claim"]
    assert (claim["Value"], claim["Low"], claim["n"]) == ("", "", "")
    assert "Withheld" in claim["Notes"]


def test_finnish_csv_opens_in_a_finnish_spreadsheet(lead: Client) -> None:
    fill()
    speak(lead, "fi")
    content = lead.get("/explore/figures.csv?by=touchpoint").content
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert rows[2][0] in {"Lasku; åäö", "'=HYPERLINK(1)"}
    assert "," in rows[1][3]
    assert "." not in rows[1][3]


def test_the_workbook_opens_with_figures_and_what_they_are(lead: Client) -> None:
    fill()
    speak(lead, "en")
    answer = lead.get("/explore/figures.xlsx?by=touchpoint&touchpoint=Claim&touchpoint=Shop&touchpoint=Lasku; åäö")
    book = fastexcel.read_excel(answer.content)
    assert book.sheet_names == ["Figures", "About"]
    figures = book.load_sheet("Figures").to_polars()
    assert {"Value", "Low", "High", "n", "Definition", "Notes"} <= set(figures.columns)
    about = book.load_sheet("About", header_row=None).to_polars()
    assert "nps@1" in about.to_series(1).to_list()


def test_a_trend_downloads_the_first_day_of_each_month(lead: Client) -> None:
    record([*many({10: 10}), *many({0: 10}, start=50, days_ago=40)])
    rows = rows_of(lead.get("/explore/figures.csv?by=month&period=all").content, ",")
    assert [row["Month"] for row in rows] == ["Everybody", "2026-05-01", "2026-06-01"]


@pytest.mark.parametrize(("language", "source"), [("fi", "ohitetut jätetty pois"), ("sv", "avvisade räknas inte")])
def test_where_a_definition_comes_from_is_said_in_the_reader_s_language(
    lead: Client, language: str, source: str
) -> None:
    fill()
    speak(lead, language)
    book = fastexcel.read_excel(lead.get("/explore/figures.xlsx").content)
    about = book.load_sheet(1, header_row=None).to_polars().rows()
    assert any(source in str(fact[1]) for fact in about)
