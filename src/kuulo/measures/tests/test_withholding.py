"""The anonymity floor: small cells are withheld, and nothing shown gives them away."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import SettingError
from kuulo.measures import csat, distribution, nps, withhold
from kuulo.measures.withholding import withheld_cells


def people(**sizes: int) -> pl.DataFrame:
    rows = [(name, 10 if i % 2 else 5) for name, size in sizes.items() for i in range(size)]
    return pl.DataFrame(rows, schema=["team", "score"], orient="row")


def test_a_small_group_is_withheld_with_its_complement() -> None:
    found = nps(people(a=4, b=20, c=30, d=6), score="score", by="team")
    assert [figure.estimate.withheld for figure in found] == [True, False, False, True]
    bare = found[0].estimate
    assert (bare.value, bare.low, bare.high, bare.se, bare.n, bare.n_eff, bare.deff) == (None,) * 7
    assert found[0].counts is None
    assert "fewer than 5 answers" in str(bare.notes[0])
    assert str(found[0].estimate.notes[0]) == str(found[3].estimate.notes[0])
    assert "withheld" in repr(found)


def test_two_small_groups_that_stay_under_the_floor_together_take_a_third() -> None:
    found = nps(people(a=1, b=2, c=30, d=40), score="score", by="team")
    assert [figure.estimate.withheld for figure in found] == [True, True, True, False]


def test_two_small_groups_that_reach_the_floor_protect_each_other() -> None:
    found = nps(people(a=4, b=3, c=30), score="score", by="team")
    assert [figure.estimate.withheld for figure in found] == [True, True, False]


def test_a_group_in_which_nobody_answered_is_shown_as_such() -> None:
    frame = pl.concat(
        [people(a=20, b=20), pl.DataFrame({"team": ["c"], "score": [None]}, schema_overrides={"score": pl.Int64})]
    )
    found = nps(frame, score="score", by="team")
    assert [figure.estimate.n for figure in found] == [20, 20, 0]
    assert str(found[2].estimate.notes[0]) == "Nobody answered."
    assert (found[2].estimate.value, found[2].estimate.low) == (None, None)


def test_the_whole_table_has_a_floor_too() -> None:
    assert nps(people(a=4), score="score")[0].estimate.withheld
    assert not nps(people(a=4), score="score", floor=3)[0].estimate.withheld


def test_the_floor_is_never_under_three() -> None:
    with pytest.raises(SettingError, match="An anonymity floor of 2 is too low"):
        nps(people(a=4), score="score", floor=2)
    with pytest.raises(SettingError, match="An anonymity floor of 0 is too low"):
        withhold(csat(people(a=9), score="score", where="score = 5"), 0)


def test_counts_of_a_small_group_are_withheld() -> None:
    found = distribution(people(a=4, b=20, c=30), score="score", by="team")
    assert [(group.n, dict(group.counts)) for group in found[:2]] == [(None, {}), (None, {})]
    assert found[2].counts == {5.0: 15, 10.0: 15}


def test_rectangles_do_not_give_a_cell_away() -> None:
    """Two hidden cells a row and a column can still be solved from the totals when they form no rectangle."""
    cells: list[tuple[object, ...]] = list(product("abc", "xyz"))
    sizes = [2, 9, 50, 9, 50, 60, 50, 60, 70]
    hidden = withheld_cells(cells, sizes)
    assert 0 in hidden
    assert not solvable(cells, sizes, hidden)


def solvable(cells: list[tuple[object, ...]], sizes: list[int], hidden: set[int]) -> list[int]:
    """Return the hidden cells the totals determine: for each, ask whether its unit vector lies in the totals' span."""
    filled = [i for i, size in enumerate(sizes) if size > 0]
    width = len(cells[0])
    totals: dict[tuple[object, ...], list[int]] = {}
    for chosen in product([False, True], repeat=width):
        if all(chosen):
            continue
        for i in filled:
            key = tuple(cells[i][d] if chosen[d] else "*" for d in range(width))
            totals.setdefault(key, []).append(i)
    places = sorted(hidden)
    span = np.array([[1.0 if p in members else 0.0 for p in places] for members in totals.values() if len(members) > 1])
    rank = np.linalg.matrix_rank(span) if span.size else 0
    given_away = []
    for i, place in enumerate(places):
        unit = np.eye(len(places))[i]
        if span.size and np.linalg.matrix_rank(np.vstack([span, unit])) == rank:
            alone = [m for m in totals.values() if place in m and len(m) > 1 and any(o not in hidden for o in m)]
            given_away += [place] if alone else []
    return given_away


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 14), min_size=12, max_size=12), st.integers(3, 7))
def test_nothing_withheld_can_be_worked_out(sizes: list[int], floor: int) -> None:
    cells: list[tuple[object, ...]] = list(product("ab", "xyz", (1, 2)))
    hidden = withheld_cells(cells, sizes, floor)
    assert all(size >= floor or size == 0 for i, size in enumerate(sizes) if i not in hidden)
    assert not solvable(cells, sizes, hidden)
    assert hidden == withheld_cells(cells, sizes, floor)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=9), st.integers(3, 7))
def test_what_one_line_withholds_reaches_the_floor(sizes: list[int], floor: int) -> None:
    hidden = withheld_cells([(i,) for i in range(len(sizes))], sizes, floor)
    shown = [i for i, size in enumerate(sizes) if size > 0 and i not in hidden]
    if hidden and shown:
        assert len(hidden) >= 2
        assert sum(sizes[i] for i in hidden) >= floor
