"""A measure over time: a line and its band, with honest gaps and breaks."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.texts import say
from kuulo.figures.charts import COMPACT, TrendPoint, trend_chart
from kuulo.figures.tests.casts import estimate, withheld

TITLE = say("NPS by month")


def month(number: int, value: float | None, *, half: float = 8.0, note: str = "") -> TrendPoint:
    return TrendPoint(
        start=date(2026, number, 1),
        estimate=withheld() if value is None else estimate(value, half),
        break_note=say(note) if note else None,
    )


def test_draws_one_line_and_one_band_through_all_months() -> None:
    drawn = trend_chart([month(number, 20 + number) for number in range(1, 7)], title=TITLE)
    assert len(drawn.lines) == len(drawn.bands) == 1
    assert [dot.kind for dot in drawn.dots] == ["joined"] * 5 + ["joined last"]
    assert drawn.dots[0].x == "0.00%"
    assert drawn.dots[-1].x == "100.00%"


def test_higher_values_stand_higher_and_inside_their_interval() -> None:
    drawn = trend_chart([month(1, -40), month(2, 10), month(3, 60)], title=TITLE)
    heights = [float(dot.y) for dot in drawn.dots]
    assert heights == sorted(heights, reverse=True)
    assert all(float(dot.high) < float(dot.y) < float(dot.low) for dot in drawn.dots)
    assert all(0 <= float(dot.y) <= 200 for dot in drawn.dots)


def test_a_withheld_month_breaks_the_line_and_shows_no_number() -> None:
    drawn = trend_chart([month(1, 20), month(2, 22), month(3, None), month(4, 25), month(5, 26)], title=TITLE)
    assert len(drawn.lines) == 2
    assert len(drawn.gaps) == 1
    assert drawn.table.body[2].cells == ()
    assert "too few answers" in str(drawn.table.body[2].reason)
    assert "Withheld periods: 1 of 5." in str(drawn.sentence)


def test_a_lone_month_between_gaps_gets_a_whisker() -> None:
    drawn = trend_chart([month(1, 20), month(2, None), month(3, 25)], title=TITLE)
    assert drawn.lines == ()
    assert all(dot.alone for dot in drawn.dots)


def test_a_new_wording_breaks_the_line_and_is_named() -> None:
    points = [month(1, 20), month(2, 21), month(3, 40, note="New wording"), month(4, 41)]
    drawn = trend_chart(points, title=TITLE)
    assert len(drawn.lines) == 2
    assert [(mark.number, str(mark.note)) for mark in drawn.breaks] == [("1", "New wording")]
    assert "A break at March 2026: New wording" in str(drawn.sentence)
    assert "not comparable with earlier ones. New wording" in str(drawn.table.body[2].head)


def test_the_sentence_never_compares_across_a_break() -> None:
    points = [month(1, 0, half=1), month(2, 60, half=1, note="New wording"), month(3, 60, half=1)]
    assert "since February 2026" in str(trend_chart(points, title=TITLE).sentence)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (20, 50, "it has risen: +30 (+19 … +41)"),
        (50, 20, "it has fallen: −30 (−41 … −19)"),
        (20, 24, "chance alone could have made it"),
    ],
)
def test_the_sentence_says_whether_chance_could_have_made_the_change(first: float, last: float, words: str) -> None:
    sentence = str(trend_chart([month(1, first), month(2, last)], title=TITLE).sentence)
    assert sentence.startswith(f"NPS, February 2026: {last}, 95% interval {last - 8} … {last + 8}, from 200 answers.")
    assert words in sentence


def test_a_change_that_leaves_zero_out_is_not_rounded_onto_it() -> None:
    # Half-width √2 · 8 = 11.31: the low end of the change is 0.09.
    sentence = str(trend_chart([month(1, 20), month(2, 31.4)], title=TITLE).sentence)
    assert "+11.4 (+0.1 … +22.7)" in sentence


def test_all_withheld_draws_nothing_and_says_so() -> None:
    drawn = trend_chart([month(1, None), month(2, None)], title=TITLE)
    assert drawn.dots == ()
    assert drawn.lines == ()
    assert str(drawn.sentence) == "No period has enough answers to show a figure."


def test_no_periods_at_all() -> None:
    drawn = trend_chart([], title=TITLE)
    assert drawn.table.body == []
    assert drawn.last is None


def test_a_single_period_stands_in_the_middle() -> None:
    assert trend_chart([month(1, 20)], title=TITLE).dots[0].x == "50.00%"


def test_the_latest_period_is_always_labelled_and_narrow_screens_show_few() -> None:
    drawn = trend_chart([month(number, 20) for number in range(1, 13)], title=TITLE)
    assert drawn.x_ticks[0].place == "100.00%"
    assert sum(not tick.kind for tick in drawn.x_ticks) <= 3
    assert len(drawn.x_ticks) <= 8


def test_the_axis_keeps_within_what_the_measure_can_be() -> None:
    drawn = trend_chart([month(1, 95), month(2, 97)], title=TITLE)
    assert max(tick.label.value for tick in drawn.y_ticks) <= 100  # type: ignore[attr-defined] # a Quantity


def test_cards_draw_it_lower() -> None:
    assert trend_chart([month(1, 20), month(2, 25)], title=TITLE, height=COMPACT).height == "120.0"
