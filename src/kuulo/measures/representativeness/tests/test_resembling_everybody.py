"""Use case: how far those who answered resemble everybody, from a table of one row a person."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.estimate import Estimate
from kuulo.measures import representativeness
from kuulo.measures.features import Categorical, Features
from kuulo.measures.representativeness import Crowd, Level, Representation, Telling, represent

pytestmark = pytest.mark.pure


def people(answered: dict[str, tuple[int, int]], ages: tuple[float, float] = (40.0, 40.0)) -> pl.DataFrame:
    """Return so many persons of each group, of whom so many answered; answerers and others of two mean ages."""
    rows = [
        {"group": group, "answered": place < came, "age": ages[place >= came] + place % 5}
        for group, (count, came) in answered.items()
        for place in range(count)
    ]
    return pl.DataFrame(rows)


def told(table: Any, *names: str, **more: Any) -> Representation:
    return representativeness(table, answered="answered", attributes=list(names or ("group",)), **more)


def test_all_groups_alike_resemble_everybody() -> None:
    found = told(people({"north": (400, 100), "south": (400, 100)}), "group", "age")
    assert found.verdict.level == Level.GOOD
    assert str(found.verdict.sentence) == (
        "Those who answered resemble all customers in everything that is known of them."
    )
    assert found.r_indicator is not None
    assert found.r_indicator.value == pytest.approx(1.0)
    assert (found.turnout.frame, found.turnout.invited, found.turnout.answered) == (800, None, 200)
    assert [found.n_eff, found.deff] == pytest.approx([200, 1])


def test_the_difference_of_a_level_is_in_its_own_standard_deviations() -> None:
    found = told(people({"north": (500, 300), "south": (500, 100)}))
    south = next(one for one in found.differences if one.level == "south")
    # 25 % of those who answered, 50 % of all: (0.25 − 0.5) / √((0.1875 + 0.25) / 2).
    assert (south.frame, south.answerers, south.n) == (0.5, 0.25, 100)
    assert south.smd == pytest.approx(-0.25 / np.sqrt((0.1875 + 0.25) / 2))
    assert found.verdict.level == Level.POOR
    assert str(found.verdict.sentence) == "Answers of a group are missing: group “south”."


def test_an_attribute_of_two_levels_differs_as_much_as_either() -> None:
    found = told(people({"north": (500, 300), "south": (500, 100)}))
    (whole,) = found.overall
    assert whole.smd == pytest.approx(abs(found.differences[0].smd))


def test_an_attribute_of_three_levels_is_measured_as_a_whole() -> None:
    found = told(people({"a": (300, 150), "b": (300, 90), "c": (400, 60)}))
    (whole,) = found.overall
    answers, everybody = np.array([0.3, 0.2]), np.array([0.3, 0.4])
    spread = sum(np.diag(share) - np.outer(share, share) for share in (answers, everybody)) / 2
    gap = answers - everybody
    assert whole.smd == pytest.approx(np.sqrt(gap @ np.linalg.inv(spread) @ gap))


def test_numbers_are_compared_by_their_means() -> None:
    found = told(people({"all": (500, 200)}, ages=(50.0, 30.0)), "age")
    (age,) = found.differences
    assert [age.answerers, age.frame] == pytest.approx([52.0, 0.4 * 52 + 0.6 * 32])
    assert age.smd > 1
    assert "age" in str(found.verdict.sentence)


def test_the_r_indicator_is_one_less_twice_the_spread_of_the_chances() -> None:
    found = told(people({"north": (4000, 3200), "south": (4000, 800)}))
    # Chances of 0.8 and 0.2: their spread is 0.3.
    assert found.r_indicator is not None
    assert found.r_indicator.value == pytest.approx(0.4, abs=0.01)
    assert found.r_indicator.low is not None
    assert found.r_indicator.high is not None
    assert found.r_indicator.low < 0.4 < found.r_indicator.high
    assert found.partial["group"] == pytest.approx(0.3, abs=0.01)
    assert found.variation == pytest.approx(0.3 / 0.5, abs=0.02)


def test_the_interval_of_the_r_indicator_covers_the_truth() -> None:
    generator = np.random.default_rng(7)
    covered, values = 0, []
    for _sample in range(200):
        groups = generator.choice(list("abcd"), 600)
        chance = np.where(groups == "a", 0.45, np.where(groups == "b", 0.35, 0.25))
        found = r_of(groups, generator.random(600) < chance)
        assert found.low is not None
        assert found.high is not None
        truth = 1 - 2 * np.std([0.45, 0.35, 0.25, 0.25])
        covered += bool(found.low <= truth <= found.high)
        values.append(found.value or 0.0)
    assert covered >= 180
    # Unadjusted, the spread that estimation adds would pull the mean well below the truth.
    assert np.mean(values) == pytest.approx(1 - 2 * np.std([0.45, 0.35, 0.25, 0.25]), abs=0.015)


def r_of(groups: np.ndarray[Any, Any], answered: np.ndarray[Any, Any]) -> Estimate:
    """Return the R-indicator of persons of some groups, counted into cells."""
    names, codes = np.unique(groups, return_inverse=True)
    x = Features({"group": Categorical(np.arange(len(names)), tuple(names))})
    counts = np.bincount(codes).astype(float), np.bincount(codes, weights=answered).astype(float)
    found = represent(Crowd(x=x, frame=counts[0], answered=counts[1]), Telling()).r_indicator
    assert found is not None
    return found


def test_those_who_were_asked_are_the_ones_whose_chances_count() -> None:
    table = people({"north": (400, 100), "south": (400, 50)}).with_columns(
        invited=pl.col("answered") | (pl.int_range(pl.len()) % 2 == 0), reached=pl.col("answered")
    )
    found = told(table, invited="invited", reached="reached")
    assert (found.turnout.frame, found.turnout.answered) == (800, 150)
    assert found.turnout.reached == 150
    assert found.turnout.invited is not None
    assert found.r_indicator is not None
    assert (found.r_indicator.invited, found.r_indicator.answered) == (found.turnout.invited, 150)


def test_rows_that_stand_for_others_count_as_many() -> None:
    table = people({"north": (400, 100), "south": (400, 100)}).with_columns(w=pl.lit(2.5))
    assert told(table, weight="w").turnout.frame == 2000


def test_missing_values_are_a_level_of_their_own_and_never_named() -> None:
    table = people({"north": (400, 200), "": (400, 50)}).with_columns(
        group=pl.when(pl.col("group") == "").then(None).otherwise(pl.col("group"))
    )
    found = told(table)
    assert {one.level for one in found.differences} == {"north", "?"}
    assert "?" not in str(found.verdict.sentence)


def test_levels_of_a_few_are_told_together() -> None:
    table = people({"north": (300, 90), "south": (200, 60), "east": (30, 3), "west": (3, 0)})
    found = told(table, floor=5)
    assert {one.level for one in found.differences} == {"north", "*"}
    assert str(found.notes[0]) == "Levels with few persons, told together: 3."


def test_a_level_of_which_nobody_answered_is_told() -> None:
    found = told(people({"north": (300, 90), "south": (200, 60), "east": (100, 0)}), floor=5)
    assert "east" in str(found.verdict.sentence)


def test_too_few_answers_tell_nothing() -> None:
    assert told(people({"north": (300, 9), "south": (200, 0)})).verdict.level == Level.UNKNOWN


def test_nothing_known_tells_nothing() -> None:
    found = representativeness(people({"north": (300, 90)}), answered="answered", attributes=[])
    assert found.verdict.level == Level.UNKNOWN
    assert found.r_indicator is None


@pytest.mark.parametrize("kind", ["polars", "lazy", "pandas", "arrow", "duckdb"])
def test_every_table_an_analyst_brings(kind: str) -> None:
    frame = people({"north": (400, 300), "south": (400, 100)})
    tables = {
        "polars": lambda: frame,
        "lazy": frame.lazy,
        "pandas": lambda: pd.DataFrame(frame.to_dicts()),
        "arrow": frame.to_arrow,
        "duckdb": lambda: duckdb.connect().from_arrow(frame.to_arrow()),
    }
    table: Any = tables[kind]()  # type: ignore[no-untyped-call] # duckdb says no types
    found = told(table, "group", "age")
    assert found.turnout.answered == 400
    assert found.differences[0].smd == pytest.approx(0.5345, abs=1e-3)


def test_a_column_that_is_missing_or_says_no_yes_is_named() -> None:
    table = people({"north": (10, 3)})
    with pytest.raises(ColumnError, match="no column named region"):
        told(table, "region")
    with pytest.raises(ColumnError, match="does not say yes or no"):
        representativeness(table, answered="group", attributes=["age"])
    with pytest.raises(ColumnError, match="weight is negative"):
        told(table.with_columns(w=pl.lit(-1.0)), weight="w")
    with pytest.raises(InputError):
        representativeness([1, 2], answered="answered", attributes=[])
