"""How the answers fall: a bar a value, and the strip of what the measure counts together."""

from __future__ import annotations

import pytest

from kuulo.base.texts import say
from kuulo.figures.charts import Bar, distribution_chart

TITLE = say("Would you recommend us?")
COUNTS = (2, 0, 1, 3, 5, 8, 9, 20, 30, 12, 10)


def nps_bars() -> list[Bar]:
    return [
        Bar(str(value), count, "promoter" if value > 8 else "passive" if value > 6 else "detractor")
        for value, count in enumerate(COUNTS)
    ]


def test_short_values_stand_as_columns_in_the_order_of_the_scale() -> None:
    drawn = distribution_chart(nps_bars(), title=TITLE)
    assert drawn.layout == "columns"
    assert [bar.label for bar in drawn.bars] == [str(value) for value in range(11)]


def test_columns_are_as_tall_as_their_counts() -> None:
    heights = [float(bar.height) for bar in distribution_chart(nps_bars(), title=TITLE).bars]
    assert heights[8] == 132.0
    assert heights[1] == 0.0
    assert heights[7] == pytest.approx(132 * 20 / 30, abs=0.1)


def test_words_lie_as_rows() -> None:
    bars = [Bar("Strongly agree", 3), Bar("Neither agree nor disagree", 1)]
    assert distribution_chart(bars, title=TITLE).layout == "rows"


def test_the_strip_adds_up_to_everybody() -> None:
    parts = distribution_chart(nps_bars(), title=TITLE).parts
    assert [part.count.value for part in parts] == [28, 50, 22]
    assert sum(part.share.value for part in parts) == pytest.approx(1)


def test_the_sentence_names_the_most_common_answer() -> None:
    sentence = str(distribution_chart(nps_bars(), title=TITLE).sentence)
    assert sentence.startswith("The most common of 100 answers is “8”: 30 (30%).")
    assert "Detractors: 28%." in sentence


def test_a_withheld_value_shows_no_count_and_no_strip_that_would_reveal_it() -> None:
    bars = [Bar("1", None, "low"), Bar("2", 40, "middle"), Bar("3", 60, "high")]
    drawn = distribution_chart(bars, title=TITLE)
    assert drawn.bars[0].count is None
    assert drawn.parts == ()
    assert drawn.table.body[0].cells == ()


def test_no_answers_at_all() -> None:
    drawn = distribution_chart([Bar("1", 0), Bar("2", 0)], title=TITLE)
    assert str(drawn.sentence) == "There are no answers yet."
    assert drawn.parts == ()
