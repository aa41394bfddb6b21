"""Those who are first again and again are found; chance alone proposes hardly anybody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.adopters.rules import FirstUses, again_of, find_adopters
from kuulo.adopters.rules.finding import CHANCE, LEAD_IN, at_least

pytestmark = pytest.mark.pure
DAY = 86_400_000_000
CUSTOMERS = 2000


def uses(*, first: int, things: int = 12, seed: int = 3, lasts: float = 90.0, appears: float = 100.0) -> FirstUses:
    """Return a world in which `first` customers are early with everything, and the rest come when they come."""
    generator = np.random.default_rng(seed)
    rows: list[tuple[int, int, int]] = []
    for thing in range(things):
        begin = (appears + 30 * thing) * DAY
        rows += [(party, thing, round(begin + party * DAY / 50)) for party in range(first)]
        others = generator.choice(np.arange(first, CUSTOMERS), 200, replace=False)
        rows += [(int(party), thing, round(begin + generator.uniform(1, lasts) * DAY)) for party in others]
    table = np.array(rows, np.int64)
    return FirstUses(
        parties=table[:, 0],
        items=table[:, 1],
        moments=table[:, 2],
        names=[f"event:thing {thing}" for thing in range(things)],
        seen=dict.fromkeys(range(CUSTOMERS), 0),
    )


def test_those_who_are_always_first_are_found() -> None:
    found = find_adopters(uses(first=25))
    assert len(found.items) == 12
    assert {one.party for one in found.candidates[:25]} == set(range(25))
    best = found.candidates[0]
    assert best.days == 12
    assert best.expected == pytest.approx(12 * 0.16)
    assert best.reasons[0].place <= 25


def test_who_takes_up_everything_late_is_active_and_not_early() -> None:
    world = uses(first=0)
    eager = [(thing, round((100.0 + 30 * thing + 60) * DAY)) for thing in range(12)]
    busy = FirstUses(
        parties=np.append(world.parties, [CUSTOMERS + 1] * 12),
        items=np.append(world.items, [thing for thing, _at in eager]),
        moments=np.append(world.moments, [at for _thing, at in eager]),
        names=world.names,
        seen=dict(world.seen) | {CUSTOMERS + 1: 0},
    )
    assert CUSTOMERS + 1 not in {one.party for one in find_adopters(busy).candidates}


def test_by_chance_hardly_anybody_is_proposed() -> None:
    found = find_adopters(uses(first=0))
    assert len(found.candidates) / CUSTOMERS < CHANCE
    assert len(found.candidates) < 2 * found.by_chance


def test_what_is_as_old_as_the_data_is_not_new() -> None:
    assert find_adopters(uses(first=25, things=1, appears=LEAD_IN.days - 1)).items == ()
    assert len(find_adopters(uses(first=25, things=1, appears=LEAD_IN.days + 1)).items) == 1


def test_what_everybody_gets_at_once_shows_no_early_ones() -> None:
    assert find_adopters(uses(first=0, lasts=2.0)).items == ()


def test_who_came_later_than_a_thing_is_not_counted_for_it() -> None:
    world = uses(first=25)
    late = FirstUses(
        parties=world.parties,
        items=world.items,
        moments=world.moments,
        names=world.names,
        seen=dict(world.seen) | {0: 10_000 * DAY},
    )
    assert all(0 not in item.early for item in find_adopters(late).items)


def test_being_early_once_tells_of_the_next_time_where_it_does() -> None:
    world = uses(first=40)
    again = again_of(find_adopters(world).items, confidence=0.95, floor=5, data_version="v1")
    assert again is not None
    assert again.tells
    assert again.early.n is not None
    assert again.early.low is not None
    chance = uses(first=0)
    nothing = again_of(find_adopters(chance).items, confidence=0.95, floor=5, data_version="v1")
    assert nothing is not None
    assert not nothing.tells


def test_too_few_things_or_customers_tell_nothing() -> None:
    world = uses(first=25, things=3)
    assert again_of(find_adopters(world).items, confidence=0.95, floor=5, data_version="v1") is None
    enough = uses(first=25)
    withheld = again_of(find_adopters(enough).items, confidence=0.95, floor=5000, data_version="v1")
    assert withheld is not None
    assert withheld.early.withheld
    assert not withheld.tells


def test_suggestions_add_to_one_early_day() -> None:
    world = uses(first=0)
    quiet = {one.party for one in find_adopters(world).candidates}
    told = FirstUses(
        parties=world.parties,
        items=world.items,
        moments=world.moments,
        names=world.names,
        seen=world.seen,
        suggestions=dict.fromkeys(range(CUSTOMERS), 1),
    )
    assert quiet <= {one.party for one in find_adopters(told).candidates}


@settings(max_examples=50)
@given(count=st.integers(0, 12), expected=st.floats(0.001, 8))
def test_chance_of_so_many_is_a_poisson_law(count: int, expected: float) -> None:
    generator = np.random.default_rng(1)
    drawn = generator.poisson(expected, 4000)
    assert at_least(count, expected) == pytest.approx(float(np.mean(drawn >= count)), abs=0.04)
    assert at_least(count + 1, expected) <= at_least(count, expected)


def test_nothing_is_found_in_nothing() -> None:
    empty = np.array([], np.int64)
    found = find_adopters(FirstUses(parties=empty, items=empty, moments=empty, names=[], seen={}))
    assert found.items == ()
    assert found.candidates == ()
