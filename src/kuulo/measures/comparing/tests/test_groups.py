"""Groups beside each other: a ranking of small groups crowns no noise, and what cannot be seen is said so."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from kuulo.base.errors import DefinitionError
from kuulo.base.estimate import Estimate
from kuulo.measures import compare, compare_groups, figures, rank
from kuulo.measures.comparing import difference, difference_words

pytestmark = pytest.mark.pure


def shop_answers(seed: int, sizes: dict[str, int], lift: dict[str, float] | None = None) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    rows = [
        {"shop": shop, "score": int(score), "yes": int(score >= 8)}
        for shop, size in sizes.items()
        for score in np.clip(np.round(rng.normal(7.5 + (lift or {}).get(shop, 0.0), 2.2, size)), 0, 10)
    ]
    return pl.DataFrame(rows)


def numbers(estimate: Estimate) -> tuple[float, float, float]:
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.value, estimate.low, estimate.high


def width(estimate: Estimate) -> float:
    _value, low, high = numbers(estimate)
    return high - low


def test_the_sure_one_leads_and_a_lucky_few_do_not() -> None:
    table = shop_answers(5, {"Large": 900, "Middle": 400, "Small": 9}, {"Large": 1.0, "Small": 0.6})
    found = compare(table, score="score", definition="nps@1", by="shop")
    rows = {row.label: row for row in found.rows}
    assert (rows["Large"].rank_low, rows["Large"].rank_high) == (1, 2)
    assert rows["Small"].rank_low == 1
    assert rows["Small"].rank_high == 3
    small = rows["Small"]
    assert small.pooled.method == "pooled"
    assert width(small.pooled) < width(small.estimate)
    assert "its own answers count for" in str(small.pooled.notes[-1])
    clearest = found.differences[0]
    assert {clearest.first, clearest.second} == {"Large", "Middle"}
    assert clearest.seen
    assert "Large is better than Middle" in str(found.sentence)


def test_where_no_difference_can_be_seen_it_is_said_with_what_could_have_been() -> None:
    table = shop_answers(6, dict.fromkeys(["Espoo", "Oulu", "Turku", "Vaasa"], 40))
    found = compare(table, score="score", definition="nps@1", by="shop")
    assert not any(one.seen for one in found.differences)
    assert str(found.sentence).startswith("No difference can be seen between 4 groups; one of ")
    assert found.smallest is not None
    assert 30 < found.smallest < 90
    assert all((row.rank_low, row.rank_high) == (1, 4) for row in found.rows)
    assert str(found.sentence).endswith(f"{found.smallest:.1f} points would most likely be seen.")


def test_shares_pool_as_shares_and_stay_between_nothing_and_all() -> None:
    table = shop_answers(7, {"Espoo": 6, "Oulu": 8, "Turku": 300, "Vaasa": 5})
    found = compare(table, score="yes", definition="share@1", by="shop", adjust="holm")
    for row in found.rows:
        value, low, high = numbers(row.pooled)
        assert 0 < low < value < high < 1
    assert [row.rank for row in found.rows] == [1, 2, 3, 4]
    assert set(found.to_dict()) == {"rows", "differences", "sentence", "between", "smallest"}


def test_lower_is_better_where_the_definition_says_so() -> None:
    table = pl.DataFrame({"shop": ["A"] * 60 + ["B"] * 60, "score": [1, 2] * 30 + [4, 5] * 30})
    found = rank(table, score="score", definition="ces.2010@1", by="shop")
    assert [row.label for row in found] == ["A", "B"]


def test_a_withheld_group_has_no_rank_and_stands_last() -> None:
    table = shop_answers(8, {"Espoo": 40, "Few": 2, "Oulu": 60, "Turku": 50})
    found = compare(table, score="score", definition="nps@1", by="shop")
    withheld = [row for row in found.rows if row.rank is None]
    assert "Few" in {row.label for row in withheld}
    assert found.rows[-1].rank is None
    assert all(one.label != "Few" for one in found.rows if one.rank)


def test_one_group_is_nothing_to_compare() -> None:
    table = shop_answers(9, {"Espoo": 40})
    assert str(compare(table, score="score", definition="nps@1", by="shop").sentence) == (
        "There are not two groups to compare."
    )
    assert compare_groups({}, 1).rows == ()


def test_groups_of_different_measures_are_refused() -> None:
    table = shop_answers(9, {"Espoo": 40})
    one = figures(table, score="score", definition="nps@1")[0].estimate
    other = figures(table, score="yes", definition="share@1")[0].estimate
    with pytest.raises(DefinitionError, match=r"nps@1 and share@1 are different measures"):
        compare_groups({"a": one, "b": other}, 1)


def test_a_comparison_without_groups_or_with_an_unknown_adjustment_is_refused() -> None:
    table = shop_answers(9, {"Espoo": 40})
    with pytest.raises(DefinitionError, match="Nothing was named to compare"):
        compare(table, score="score", definition="nps@1")
    with pytest.raises(DefinitionError, match="There is no adjustment scheffe"):
        compare(table, score="score", definition="nps@1", by="shop", adjust="scheffe")


def test_now_against_before_with_the_same_persons() -> None:
    table = shop_answers(10, {"Before": 200, "Now": 200}, {"Now": 0.9})
    before, now = (figure.estimate for figure in figures(table, score="score", definition="nps@1", by="shop"))
    apart = difference(now, before, labels=("Now", "Before"))
    together = difference(now, before, labels=("Now", "Before"), covariance=0.5 * (now.se or 0.0) * (before.se or 0.0))
    assert apart.seen
    assert width(together.estimate) < width(apart.estimate)
    assert apart.estimate.value == pytest.approx(numbers(now)[0] - numbers(before)[0])
    assert str(difference_words(apart, 1)) == "Now is better than Before, more than chance alone explains."
    assert difference(now, before, looks=10).adjusted == pytest.approx(10 * apart.p)


def test_no_change_is_said_with_what_could_have_been_seen() -> None:
    table = shop_answers(11, {"Before": 30, "Now": 30})
    before, now = (figure.estimate for figure in figures(table, score="yes", definition="share@1", by="shop"))
    said = str(difference_words(difference(now, before), 1))
    assert said.startswith("No difference can be seen; one of ")
    assert said.endswith(" percentage points would most likely be seen.")
