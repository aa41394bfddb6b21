"""Who was asked, beside the figures: counted again by hand, unknown where the file does not tell, safe where small."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from kuulo.surveys.report.data import report_data
from kuulo.surveys.report.model import Breakdown, ReportModel
from kuulo.surveys.report.render import render_report
from kuulo.surveys.tests.reporting import Outline, finnish_file, report_of

HEADER = "Response ID;Status;Sent at;Answered at;Region;Gender;NPS (0-10);Ease of use (1 = hard, 5 = easy);Comment"
Cells = Sequence[object]


def invitations() -> list[Cells]:
    """Return 200 invitations: every second is answered, gender is asked in the survey, nobody on Åland answers."""
    return [_answer(at) if at % 2 == 0 else _silence(at) for at in range(200)]


def _answer(at: int) -> Cells:
    status, ease = ("Partial", "") if at % 10 == 0 else ("Completed", at % 5 + 1)
    region = "Uusimaa" if at % 3 else "Lappi"
    return (f"r{at}", status, _day(at), _day(at), region, "F" if at % 3 else "M", at % 11, ease, "")


def _silence(at: int) -> Cells:
    region = ("Uusimaa", "Lappi", "Uusimaa", "Lappi", "Åland")[at // 2 % 5]
    return (f"r{at}", ("Not opened", "Opened", "Bounced")[at % 3], _day(at), "", region, "", "", "", "")


def _day(at: int) -> str:
    return f"{at % 27 + 1}.{at % 4 + 1}.2026"


def write(folder: Path, rows: Iterable[Cells]) -> Path:
    path = folder / "invitations.csv"
    path.write_text("\n".join([HEADER, *(";".join(map(str, row)) for row in rows), ""]), encoding="utf-8")
    return path


@pytest.fixture
def rows() -> list[Cells]:
    """Return the rows of the file."""
    return invitations()


@pytest.fixture
def report(tmp_path: Path, rows: list[Cells]) -> ReportModel:
    """Return the report of the file."""
    return report_of(write(tmp_path, rows))


def breakdown(report: ReportModel, header: str) -> Breakdown:
    """Return one breakdown of the first question."""
    return next(one for one in report.sections[0].breakdowns if one.header == header)


def test_asked_answered_and_silent_are_counted(report: ReportModel) -> None:
    reading = report.reading
    assert (reading.asked, reading.answered, reading.silent, reading.response_share) == (200, 100, 100, 0.5)
    assert (reading.complete, reading.partial) == (80, 20)
    assert dict(reading.silences) == {"Not opened": 33, "Opened": 34, "Bounced": 33}


def test_each_question_says_how_many_of_the_asked_answered_it(report: ReportModel) -> None:
    nps, ease = report.sections
    assert (nps.estimate.invited, nps.estimate.answered, nps.counts.blank, nps.counts.silent) == (200, 100, 0, 100)
    assert (ease.estimate.invited, ease.estimate.answered, ease.counts.blank, ease.counts.silent) == (200, 80, 20, 100)
    assert {(bar.share.invited, bar.share.answered) for bar in nps.bars} == {(200, 100)}


def test_each_group_says_who_was_asked(report: ReportModel, rows: list[Cells]) -> None:
    asked = Counter(row[4] for row in rows)
    answered = Counter(row[4] for row in rows if row[6] != "")
    regions = breakdown(report, "Region")
    assert {level.value: (level.estimate.invited, level.estimate.answered) for level in regions.levels} == {
        region: (asked[region], answered[region]) for region in ("Uusimaa", "Lappi")
    }
    assert regions.silent_elsewhere == asked["Åland"] == 20, "where nobody answered there is no figure, but it is said"


def test_what_the_survey_itself_asked_is_not_known_of_the_silent(report: ReportModel) -> None:
    genders = breakdown(report, "Gender")
    assert {(level.estimate.invited, level.estimate.answered) for level in genders.levels} == {(None, None)}
    assert genders.silent_elsewhere is None
    assert "to which of these groups those who stayed silent belong" in Outline(render_report(report, "en")).text


def test_each_period_counts_the_silent_when_they_were_asked(report: ReportModel, rows: list[Cells]) -> None:
    trend = report.sections[0].trend
    assert trend is not None
    assert (trend.header, trend.period) == ("Answered at", "week")
    asked = Counter(_monday(str(row[2])) for row in rows)
    assert {point.start: point.estimate.invited for point in trend.points if not point.estimate.withheld} == {
        point.start: asked[point.start] for point in trend.points if not point.estimate.withheld
    }
    assert any(point.estimate.invited for point in trend.points)
    shown = {point.start for point in trend.points}
    silent = Counter(_monday(str(row[2])) for row in rows if row[6] == "")
    assert trend.silent_elsewhere == sum(count for start, count in silent.items() if start not in shown)


def _monday(day: str) -> date:
    number, month, year = map(int, day.split("."))
    found = date(year, month, number)
    return date.fromordinal(found.toordinal() - found.weekday())


def test_a_withheld_group_keeps_back_who_was_asked(tmp_path: Path, rows: list[Cells]) -> None:
    few = [(f"k{at}", "Completed", "1.2.2026", "1.2.2026", "Kainuu", "F", 9, 4, "") for at in range(3)]
    regions = breakdown(report_of(write(tmp_path, [*rows, *few])), "Region")
    hidden = [level.estimate for level in regions.levels if level.estimate.withheld]
    assert hidden
    assert all(estimate.invited is None and estimate.answered is None for estimate in hidden)


def test_those_who_were_never_asked_are_named_apart(tmp_path: Path, rows: list[Cells]) -> None:
    odd = [
        ("x1", "Screened out", "1.2.2026", "", "Lappi", "", "", "", ""),
        ("x2", "", "1.2.2026", "", "Lappi", "", "", "", ""),
    ]
    reading = report_of(write(tmp_path, [*rows, *odd])).reading
    assert (reading.accepted, reading.asked, reading.outside, reading.untold) == (202, 200, 1, 1)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Of the 200 who were asked, 100 answered (50%)", "Asked: 200 · of them", "Of the asked answered"),
        ),
        ("fi", ("Kysytyistä (200) vastasi 100 eli 50", "Kysytty: 200 · heistä", "Kysytyistä vastasi")),
        ("sv", ("Av 200 tillfrågade svarade 100 (50", "Tillfrågade: 200 · av dem", "Andel som svarade")),
    ],
)
def test_the_page_says_it_in_each_language(report: ReportModel, language: str, words: tuple[str, ...]) -> None:
    text = Outline(render_report(report, language)).text
    assert [each for each in words if each not in text] == []
    assert "“Not opened” 33" in text
    heads = {"en": "Responses: 100", "fi": "Vastauksia: 100", "sv": "Svar: 100"}
    assert heads[language] in text


def test_the_data_hold_the_same(report: ReportModel) -> None:
    data = report_data(report)
    assert (data["reading"]["asked"], data["reading"]["silent"]) == (200, 100)
    assert data["sections"][0]["estimate"]["invited"] == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the file does not tell how many were asked"),
        ("fi", "tiedosto ei kerro, kuinka monelta kysyttiin"),
        ("sv", "filen säger inte hur många som tillfrågades"),
    ],
)
def test_a_file_of_answers_does_not_tell(tmp_path: Path, language: str, words: str) -> None:
    report = report_of(finnish_file(tmp_path))
    assert (report.reading.asked, report.reading.silent, report.reading.response_share) == (None, None, None)
    assert report.sections[0].estimate.invited is None
    assert words in Outline(render_report(report, language)).text
