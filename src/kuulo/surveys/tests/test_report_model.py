"""The report's figures: each computed again here by hand from the same rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from kuulo.base.errors import DefinitionError, SettingError
from kuulo.surveys.report.model import ReportOptions
from kuulo.surveys.tests.reporting import CITIES, SCORES, finnish_file, report_of


def _nps(scores: list[int]) -> float:
    return 100 * (sum(score >= 9 for score in scores) - sum(score <= 6 for score in scores)) / len(scores)


def _scores(count: int = 120) -> list[int]:
    return [SCORES[at % 10] for at in range(count)]


@pytest.fixture
def unweighted(tmp_path: Path) -> Path:
    """Return the Finnish file without its weights."""
    path = finnish_file(tmp_path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join(line.rsplit(";", 1)[0] for line in lines), encoding="utf-8")
    return path


def test_figure_has_interval_n_and_effective_n(unweighted: Path) -> None:
    (section,) = report_of(unweighted).sections
    assert section.definition == "nps@1"
    assert section.estimate.value == pytest.approx(_nps(_scores()))
    assert section.estimate.n == 120
    assert section.estimate.n_eff == pytest.approx(120)
    assert section.estimate.low is not None
    assert section.estimate.high is not None
    assert section.estimate.low < 20 < section.estimate.high


def test_weights_are_used_and_said(tmp_path: Path) -> None:
    report = report_of(finnish_file(tmp_path))
    weights = [1.5 if at % 2 else 1.0 for at in range(120)]
    net = [(score >= 9) - (score <= 6) for score in _scores()]
    by_hand = 100 * sum(w * x for w, x in zip(weights, net, strict=True)) / sum(weights)
    assert report.sections[0].estimate.value == pytest.approx(by_hand)
    assert report.sections[0].estimate.n_eff == pytest.approx(sum(weights) ** 2 / sum(w * w for w in weights), rel=0.02)
    assert report.reading.weight == "Paino"


def test_distribution_counts_every_answer_of_the_scale(unweighted: Path) -> None:
    (section,) = report_of(unweighted).sections
    counted = Counter(_scores())
    assert [(bar.value, bar.count) for bar in section.bars] == [(value, counted[value]) for value in range(11)]
    assert section.bars[1].share.value == 0
    assert section.bars[1].share.high > 0  # type: ignore[operator] # -- nobody answered 1, which is no proof that nobody would
    assert section.bars[10].share.value == pytest.approx(counted[10] / 120)


def test_trend_goes_by_week_in_a_short_span(unweighted: Path) -> None:
    trend = report_of(unweighted).sections[0].trend
    assert trend is not None
    assert trend.period == "week"
    assert all(point.start.weekday() == 0 for point in trend.points)


def test_trend_goes_by_month_in_a_long_span(unweighted: Path) -> None:
    text = unweighted.read_text(encoding="utf-8").replace(".1.2026", ".1.2025")
    unweighted.write_text(text, encoding="utf-8")
    trend = report_of(unweighted).sections[0].trend
    assert trend is not None
    assert trend.period == "month"
    assert [point.start for point in trend.points] == [date(2025, 1, 1), *(date(2026, month, 1) for month in (2, 3, 4))]
    january = [SCORES[at % 10] for at in range(120) if at % 4 == 0]
    assert trend.points[0].estimate.value == pytest.approx(_nps(january))


def test_breakdown_gives_each_group_its_figure(unweighted: Path) -> None:
    breakdowns = {one.header: one for one in report_of(unweighted).sections[0].breakdowns}
    by_city = {level.value: level.estimate.value for level in breakdowns["Kunta"].levels}
    for place, city in enumerate(CITIES):
        assert by_city[city] == pytest.approx(_nps([SCORES[at % 10] for at in range(120) if at % 3 == place]))


def test_most_telling_attribute_comes_first(unweighted: Path) -> None:
    # The channel goes by fives like the scores, the city by threes: only the channel has to do with them.
    breakdowns = report_of(unweighted).sections[0].breakdowns
    assert [one.header for one in breakdowns] == ["Kanava", "Kunta"]
    assert breakdowns[0].explained > breakdowns[1].explained


def test_small_groups_are_withheld_with_what_gives_them_away(unweighted: Path) -> None:
    with unweighted.open("a", encoding="utf-8") as file:
        file.write("".join(f"\nx{at};1.2.2026;9;;Inari;sovellus" for at in range(2)))
    (by_city,) = (one for one in report_of(unweighted).sections[0].breakdowns if one.header == "Kunta")
    hidden = {level.value for level in by_city.levels if level.estimate.withheld}
    assert "Inari" in hidden
    assert len(hidden) == 2


def test_groups_that_are_not_shown_are_counted(unweighted: Path) -> None:
    report = report_of(unweighted, ReportOptions(levels=2))
    (by_city,) = (one for one in report.sections[0].breakdowns if one.header == "Kunta")
    assert (len(by_city.levels), by_city.left_out, by_city.left_out_answers) == (2, 1, 40)


def test_comments_stand_beside_their_scores(unweighted: Path) -> None:
    (comments,) = report_of(unweighted).sections[0].comments
    groups = {group.kind: group for group in comments.groups}
    odd = [SCORES[at % 10] for at in range(120) if at % 2]
    assert comments.total == 60
    assert groups["high"].total == sum(score >= 9 for score in odd)
    assert groups["low"].total == sum(score <= 6 for score in odd)
    assert len(groups["low"].shown) == 4
    assert all(comment.score is not None and comment.score <= 6 for comment in groups["low"].shown)


def test_newest_comments_come_first(unweighted: Path) -> None:
    (comments,) = report_of(unweighted).sections[0].comments
    days = [comment.day for comment in comments.groups[0].shown]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var] # -- every row has a day


def test_long_comment_is_cut_between_words(unweighted: Path) -> None:
    with unweighted.open("a", encoding="utf-8") as file:
        file.write(f"\nx;30.4.2026;9;{'pitkä tarina ' * 100};Turku;sovellus")
    (comments,) = report_of(unweighted).sections[0].comments
    (long,) = (comment for comment in comments.groups[0].shown if comment.shortened)
    assert len(long.text) <= 600
    assert long.text.endswith(("pitkä", "tarina"))


def test_no_comments_when_none_are_wanted(unweighted: Path) -> None:
    (comments,) = report_of(unweighted, ReportOptions(comments=0)).sections[0].comments
    assert [group.shown for group in comments.groups] == [(), ()]


def test_every_row_is_accounted_for(unweighted: Path) -> None:
    with unweighted.open("a", encoding="utf-8") as file:
        file.write(
            "\nv0;1.1.2026;10;;Helsinki;puhelin\nx1;1.2.2026;11;;Oulu;sovellus\nx2;1.2.2026;en tiedä;;Oulu;sovellus"
        )
    report = report_of(unweighted)
    reading = report.reading
    assert reading.rows_read == reading.accepted + reading.rejected + reading.repeated == 123
    assert reading.repeated == 1
    counts = report.sections[0].counts
    assert (counts.answered, counts.out_of_range, counts.dont_know) == (120, 1, 1)
    assert report.sections[0].estimate.n == 120


def test_headline_begins_with_the_main_figure(unweighted: Path) -> None:
    report = report_of(unweighted)
    assert str(report.headline[0]).startswith("More answer in favour than against: Net Promoter Score is 20")
    assert report.main == report.sections[0].anchor


def test_group_that_is_clearly_worst_is_named(tmp_path: Path) -> None:
    rows = [f"{at};{2 if at % 4 == 0 else 9};{'North' if at % 4 == 0 else 'South'}" for at in range(400)]
    (tmp_path / "a.csv").write_text("\n".join(["Response ID;NPS;Region", *rows]), encoding="utf-8")
    sentences = [str(sentence) for sentence in report_of(tmp_path / "a.csv").headline]
    assert any("“North” (Region)" in sentence for sentence in sentences)


def test_file_without_scores_says_so(tmp_path: Path) -> None:
    rows = [f"r{at};{('red', 'blue')[at % 2]};{('Complete', 'Partial')[at % 2]}" for at in range(40)]
    (tmp_path / "a.csv").write_text("\n".join(["Response ID;Colour;Status", *rows]), encoding="utf-8")
    report = report_of(tmp_path / "a.csv")
    assert report.sections == ()
    assert "holds no score question" in str(report.headline[0])
    assert "20 of 40 responses were not finished" in str(report.headline[1])
    assert '--role "COLUMN=score"' in str(report.headline[2])
    (colour,) = report.choices
    assert [(choice.value, choice.count, choice.share.value) for choice in colour.choices] == [
        ("blue", 20, 0.5),
        ("red", 20, 0.5),
    ]


def test_rare_choices_are_put_together(tmp_path: Path) -> None:
    rows = [f"r{at};{'home' if at < 30 else 'work'}" for at in range(60)] + ["a;boat", "b;boat", "c;tent"]
    (tmp_path / "a.csv").write_text("\n".join(["Response ID;Place", *rows]), encoding="utf-8")
    (place,) = report_of(tmp_path / "a.csv").choices
    # Three answers would be found by subtracting: one more value is left out with them.
    assert [choice.value for choice in place.choices] == ["home"]
    assert place.left_out == 3


def test_further_choices_are_named(unweighted: Path) -> None:
    report = report_of(unweighted, ReportOptions(choices=1))
    assert [choice.header for choice in report.choices] == ["Kunta"]
    assert report.more_choices == ("Kanava",)


def test_open_columns_carry_their_options(tmp_path: Path) -> None:
    rows = [f"r{at};{at % 5 + 1}" for at in range(60)]
    (tmp_path / "a.csv").write_text("\n".join(["Response ID;Effort", *rows]), encoding="utf-8")
    report = report_of(tmp_path / "a.csv")
    (effort,) = report.open_columns
    assert '--direction "Effort=lower"' in [choice.option for one in effort.questions for choice in one.choices]
    assert "columns that wait for an answer: 1" in str(report.headline[0])


def test_lower_is_better_where_the_scale_says_so(tmp_path: Path) -> None:
    rows = [f"r{at};{5 if at % 4 == 0 else 1};{'North' if at % 4 == 0 else 'South'}" for at in range(400)]
    (tmp_path / "a.csv").write_text("\n".join(["Response ID;Effort;Region", *rows]), encoding="utf-8")
    report = report_of(tmp_path / "a.csv", score=["Effort=1-5"], direction=["Effort=lower"])
    (section,) = report.sections
    assert section.definition == "ces.2010@1"
    assert section.estimate.value == pytest.approx(2)
    assert any("“North” (Region)" in str(sentence) for sentence in report.headline)


def test_floor_under_three_is_refused(unweighted: Path) -> None:
    with pytest.raises(SettingError):
        report_of(unweighted, ReportOptions(floor=2))


def test_impossible_confidence_is_refused(unweighted: Path) -> None:
    with pytest.raises(DefinitionError):
        report_of(unweighted, ReportOptions(confidence=95))


def test_headline_tells_that_too_few_answered(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,NPS\n1,10\n2,9\n3,0\n", encoding="utf-8")
    report = report_of(tmp_path / "a.csv")
    assert report.sections[0].estimate.withheld
    assert "too few answered" in str(report.headline[0])
