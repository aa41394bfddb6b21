"""The report of real files; every figure expected here is counted again from the raw file, in the test."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from kuulo.surveys.report.model import ReportModel
from kuulo.surveys.tests.reporting import report_of

AGREEMENT = ("Agree", "Strongly Agree")
RECOMMEND = {
    "score": ["LikelyToRecommend=1-10"],
    "definition": ["LikelyToRecommend=recommend.1to10.top2@1"],
    "role": ["UniqueID=party"],
}
FFT = {
    "score": ["FFT categorical answer=1-5"],
    "direction": ["FFT categorical answer=lower"],
    "dates": ["Date=day-first"],
}


def _raw(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=0, encoding="utf8-lossy")


@pytest.fixture(scope="module")
def folder() -> Path:
    """Return the folder of real surveys."""
    return Path(__file__).resolve().parents[5] / "shared" / "data" / "surveys"


@pytest.fixture(scope="module")
def carpentries(folder: Path) -> ReportModel:
    """Return the report with the recommend item settled as what it is."""
    return report_of(folder / "carpentries-2018" / "20180908_post_clean.csv", None, **RECOMMEND)


@pytest.fixture(scope="module")
def nhs(folder: Path) -> ReportModel:
    """Return the report with the direction of the scale settled."""
    return report_of(folder / "nhs-fft" / "v6framework_230831.csv", None, **FFT)


def test_jupyter_has_no_scores_but_tells_who_broke_off(folder: Path) -> None:
    report = report_of(folder / "jupyter-2015" / "SurveyExport.csv")
    assert report.sections == ()
    reading = report.reading
    assert (reading.rows_read, reading.complete, reading.partial) == (1706, 779, 927)
    assert reading.accepted + reading.rejected + reading.repeated == 1706
    assert "927 of 1,706 responses were not finished" in str(report.headline[1])


def test_jupyter_shares_are_of_those_who_answered(folder: Path) -> None:
    report = report_of(folder / "jupyter-2015" / "SurveyExport.csv")
    (often,) = (choice for choice in report.choices if choice.header == "How often do you use Jupyter Notebook?")
    counted = {choice.value: choice.count for choice in often.choices}
    # Counted from the file: 530 daily, 392 weekly, 111 monthly, 58 less often; 615 of 1,706 left it blank.
    assert counted == {"Daily": 530, "Weekly": 392, "Monthly": 111, "Less often than monthly": 58}
    assert (often.answered, often.blank) == (1091, 615)
    assert often.choices[0].share.value == pytest.approx(530 / 1091)


def test_recommend_item_on_one_to_ten_is_left_out_until_settled(folder: Path) -> None:
    report = report_of(folder / "carpentries-2018" / "20180908_post_clean.csv")
    assert "LikelyToRecommend" not in [section.column for section in report.sections]
    assert all(section.definition != "nps@1" for section in report.sections)
    (left_out,) = (column for column in report.open_columns if column.column == "LikelyToRecommend")
    options = [choice.option for question in left_out.questions for choice in question.choices]
    assert '--definition "LikelyToRecommend=recommend.1to10.top2@1"' in options


def test_recommend_item_is_a_share_of_nines_and_tens(carpentries: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "carpentries-2018" / "20180908_post_clean.csv")["LikelyToRecommend"]
    answers = raw.cast(pl.Int64, strict=False).drop_nulls()
    (section,) = (section for section in carpentries.sections if section.column == "LikelyToRecommend")
    assert section.estimate.n == len(answers) == 889
    assert section.estimate.value == pytest.approx((answers >= 9).sum() / len(answers))
    assert "not an NPS" in str(section.measure_title)
    assert carpentries.main == section.anchor


def test_agreement_labels_become_top_two_shares(carpentries: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "carpentries-2018" / "20180908_post_clean.csv")
    for section in carpentries.sections:
        if section.definition != "agree.1to5.top2@1":
            continue
        answers = raw[section.column].drop_nulls()
        assert section.estimate.n == len(answers)
        assert section.estimate.value == pytest.approx(answers.is_in(AGREEMENT).sum() / len(answers)), section.column
        assert [bar.count for bar in section.bars][-1] == (answers == "Strongly Agree").sum()


def test_carpentries_by_pace(carpentries: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "carpentries-2018" / "20180908_post_clean.csv").filter(pl.col("Worth").is_not_null())
    (worth,) = (section for section in carpentries.sections if section.column == "Worth")
    (by_pace,) = (one for one in worth.breakdowns if one.column == "Pace")
    shown = {level.value: level.estimate for level in by_pace.levels if not level.estimate.withheld}
    assert "Just right" in shown
    assert "Too fast" not in shown, "five said so at the most"
    for value, estimate in shown.items():
        group = raw.filter(pl.col("Pace").eq_missing(pl.lit(value)))["Worth"]
        assert estimate.n == len(group)
        assert estimate.value == pytest.approx(group.is_in(AGREEMENT).sum() / len(group))


def test_nhs_counts_one_and_two_as_good_and_six_and_seven_as_no_ratings(nhs: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "nhs-fft" / "v6framework_230831.csv")["FFT categorical answer"].cast(pl.Int64)
    ratings = raw.filter(raw <= 5)
    (section,) = nhs.sections[:1]
    assert section.definition == "fft.positive@1"
    assert section.estimate.n == len(ratings) == 7468
    assert section.estimate.value == pytest.approx((ratings <= 2).sum() / len(ratings))
    assert section.counts.out_of_range == 440
    assert dict(section.counts.odd_values) == {"7": 416, "6": 24}
    assert [bar.count for bar in section.bars] == [(ratings == value).sum() for value in range(1, 6)]


def test_nhs_by_trust(nhs: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "nhs-fft" / "v6framework_230831.csv").with_columns(
        pl.col("FFT categorical answer").cast(pl.Int64).alias("rating")
    )
    (by_trust,) = (one for one in nhs.sections[0].breakdowns if one.column == "Trust")
    for level in by_trust.levels:
        ratings = raw.filter((pl.col("Trust") == level.value) & (pl.col("rating") <= 5))["rating"]
        assert level.estimate.n == len(ratings)
        assert level.estimate.value == pytest.approx((ratings <= 2).sum() / len(ratings))


def test_nhs_trend_by_local_month(nhs: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "nhs-fft" / "v6framework_230831.csv").with_columns(
        pl.col("FFT categorical answer").cast(pl.Int64).alias("rating"),
        pl.col("Date").str.to_date("%d/%m/%Y", strict=False).dt.truncate("1mo").alias("month"),
    )
    trend = nhs.sections[0].trend
    assert trend is not None
    assert trend.period == "month"
    shown = [point for point in trend.points if not point.estimate.withheld]
    assert len(shown) > 15
    for point in shown:
        ratings = raw.filter((pl.col("month") == point.start) & (pl.col("rating") <= 5))["rating"]
        assert point.estimate.n == len(ratings)
        assert point.estimate.value == pytest.approx((ratings <= 2).sum() / len(ratings))


def test_nhs_comments_are_those_people_wrote(nhs: ReportModel, folder: Path) -> None:
    raw = _raw(folder / "nhs-fft" / "v6framework_230831.csv")["FFT answer"].str.strip_chars()
    written = raw.filter(raw.is_not_null() & (raw != "") & (raw != "Did not answer"))
    (comments,) = (column for section in nhs.sections for column in section.comments)
    assert comments.total <= len(written)
    assert comments.total >= 0.95 * len(written)
    texts = set(written.to_list())
    whole = [c.text for group in comments.groups for c in group.shown if not c.shortened]
    assert set(whole) <= texts
