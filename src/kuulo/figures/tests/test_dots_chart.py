"""Groups beside each other, with whiskers, against everybody."""

from __future__ import annotations

from kuulo.base.texts import say
from kuulo.figures.charts import GroupRow, dots_chart
from kuulo.figures.tests.casts import estimate, withheld

TITLE = say("NPS by touchpoint")


def test_draws_a_row_a_group_in_the_order_given() -> None:
    drawn = dots_chart([GroupRow("Visit", estimate(40)), GroupRow("Invoice", estimate(10))], title=TITLE)
    assert [row.label for row in drawn.rows] == ["Visit", "Invoice"]
    assert drawn.rows[0].shown is not None
    assert str(drawn.rows[0].shown) == "40 (32 … 48)"


def test_a_group_whose_interval_leaves_everybody_out_is_filled() -> None:
    rows = [GroupRow("Visit", estimate(40)), GroupRow("Invoice", estimate(10))]
    drawn = dots_chart(rows, title=TITLE, reference=estimate(36, 2, n=900))
    assert [row.kind for row in drawn.rows] == ["same", "differs"]
    assert "For 1 of 2 groups the interval leaves out the figure of everybody, 36 (34 … 38)." in str(drawn.sentence)


def test_the_sentence_names_both_ends_with_interval_and_n() -> None:
    rows = [GroupRow("Visit", estimate(40)), GroupRow("Invoice", estimate(10, n=90))]
    sentence = str(dots_chart(rows, title=TITLE).sentence)
    assert "highest in Visit: 40 (32 … 48, n = 200)" in sentence
    assert "lowest in Invoice: 10 (2 … 18, n = 90)" in sentence


def test_a_withheld_group_is_said_in_words_and_shows_no_number() -> None:
    drawn = dots_chart([GroupRow("Visit", estimate(40)), GroupRow("Chat", withheld())], title=TITLE)
    hidden = drawn.rows[1]
    assert (hidden.kind, hidden.x, hidden.shown, str(hidden.no_figure)) == ("withheld", "", None, "withheld")
    assert drawn.table.body[1].cells == ()
    assert "Withheld groups: 1 of 2." in str(drawn.sentence)


def test_all_withheld_says_so() -> None:
    sentence = dots_chart([GroupRow("Chat", withheld())], title=TITLE).sentence
    assert str(sentence) == "No group has enough answers to show a figure."


def test_no_groups_at_all() -> None:
    assert dots_chart([], title=TITLE).rows == ()


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table() -> None:
    name = "Maintenance visit of the heat pump in the autumn"
    drawn = dots_chart([GroupRow(name, estimate(40))], title=TITLE)
    assert drawn.rows[0].label == "Maintenance visit of the…"
    assert drawn.table.body[0].head == name


def test_everybody_is_a_row_of_the_table() -> None:
    drawn = dots_chart([GroupRow("Visit", estimate(40))], title=TITLE, reference=estimate(36, 2))
    assert str(drawn.table.body[-1].head) == "Everybody"


def test_shares_are_shown_in_per_cent() -> None:
    row = GroupRow("Visit", estimate(0.731, 0.024, definition="csat.top2@1"))
    assert str(dots_chart([row], title=TITLE).rows[0].shown) == "73% (71% … 76%)"


def test_means_keep_within_their_scale_and_show_a_decimal() -> None:
    row = GroupRow("Visit", estimate(4.6, 0.5, definition="csat.mean@1"))
    drawn = dots_chart([row], title=TITLE)
    assert max(tick.label.value for tick in drawn.ticks) <= 5  # type: ignore[attr-defined] # a Quantity
    assert str(drawn.rows[0].shown) == "4.6 (4.1 … 5.1)"
