"""Persons followed through a journey: who enters, passes, drops out, how long it takes, and what must not be shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.accounts.queries import organisation
from kuulo.base.errors import InputError
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import LinkKind
from kuulo.customers.services import link_parties
from kuulo.figures.queries import open_reading
from kuulo.figures.rules.periods import Window
from kuulo.figures.tests.answers import many, record
from kuulo.journeys.queries.flow import MAP, Ask, Way, count_flow, flow_sql
from kuulo.journeys.queries.shown import Wanted, show_journey, way_of
from kuulo.journeys.rules import JourneyPlan, Known, Match, Step, check_plan
from kuulo.journeys.rules.flow import Flow
from kuulo.journeys.tests.cast import BEGIN, fill, later, met, register, shop, walk
from kuulo.lake.engines import SignalSource, engine
from kuulo.lake.rules import Signal
from kuulo.lake.schema import signals_table

ALL = Ask(Window(None, None))
PLACES = ("a", "b", "c", "d")
WAY = Way(
    touchpoints=tuple(Known(slug=name, name=name, rules=(Match(page=f"/{name}"),)) for name in PLACES),
    steps=(1, 2, 3, 4),
    optional=(False, True, False, False),
    within_days=3,
)


def counted(flow: Flow) -> list[tuple[int, int]]:
    return [(step.before, step.reached) for step in flow.steps]


def by_hand(signals: list[Signal]) -> tuple[int, int, list[tuple[int, int]]]:
    """Follow each person in the plainest way: the steps a, (b), c, d within three days."""
    newest = max(signal.occurred_at for signal in signals)
    times: dict[str, dict[str, list[datetime]]] = {}
    for signal in sorted(signals, key=lambda one: one.occurred_at):
        times.setdefault(str(signal.party), {}).setdefault(signal.question.strip("/"), []).append(signal.occurred_at)
    entered = [own for own in times.values() if own.get("a")]
    over = [own for own in entered if own["a"][0] + timedelta(days=3) <= newest]
    met_by = [met_of(own) for own in over]
    b, c, d = (sum(place in found for found in met_by) for place in ("b", "c", "d"))
    whole = len(over)
    return whole, len(entered) - whole, [(whole, whole), (whole, b), (whole, c), (c, d)]


def met_of(own: dict[str, list[datetime]]) -> dict[str, datetime]:
    """Return when one person met each step."""
    end = own["a"][0] + timedelta(days=3)
    found = {"a": own["a"][0]}
    for before, after in pairwise(("a", "c", "d")):
        fitting = [at for at in own.get(after, []) if before in found and found[before] <= at <= end]
        found |= {after: fitting[0]} if fitting else {}
    between = [at for at in own.get("b", []) if found["a"] <= at <= found.get("c", end)]
    return found | ({"b": between[0]} if between else {})


STEPS = st.tuples(st.integers(0, 4), st.sampled_from(PLACES), st.integers(0, 30))


@pytest.mark.pure
@settings(max_examples=80, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=40, unique=True))
def test_the_engine_follows_persons_as_by_hand(steps: list[tuple[int, str, int]]) -> None:
    signals = [met(f"anonymous_id:{person}", f"/{place}", 6.0 * time) for person, place, time in steps]
    source = SignalSource("", (), signals_table(signals).slice(0, 0))
    empty = pa.table({"party": pa.array([], pa.string()), "party_id": pa.array([], pa.int64())})
    sql = flow_sql(WAY, ALL, 1.96)
    rows = (
        engine()
        .run(sql.replace("FROM signals", "FROM rows"), source, {MAP: empty, "rows": signals_table(signals)})
        .to_pylist()
    )
    over, under_way, wanted = by_hand(signals)
    if not rows:
        assert over + under_way == 0
        return
    found = {row["step"]: row for row in rows}
    assert (found[0]["reached"], found[0]["under_way"]) == (over, under_way)
    assert [(found[place]["before"], found[place]["reached"]) for place in range(1, 5)] == wanted


@pytest.mark.django_db
def test_people_pass_drop_out_and_take_their_time() -> None:
    view = shop()
    fill()
    with open_reading() as reading:
        shown = show_journey(reading, view, Wanted(period="all"))
    product, basket, order = shown.figure.steps
    assert (product.people, basket.people, order.people) == (40, 24, 10)
    assert basket.dropped is not None
    assert order.dropped is not None
    assert basket.dropped.value == pytest.approx(16 / 40)
    assert order.dropped.value == pytest.approx(14 / 24)
    assert order.dropped.low is not None
    assert order.dropped.low < 14 / 24 < (order.dropped.high or 0)
    assert shown.figure.worst == 2
    assert order.sticks
    assert not basket.sticks
    assert shown.figure.whole.value == pytest.approx(0.25)
    assert order.times is not None
    assert order.times.median == 2 * 3600
    assert basket.times is not None
    assert (basket.times.low, basket.times.high) == (3600, 7200)


@pytest.mark.django_db
def test_what_comes_too_late_or_in_another_order_does_not_count() -> None:
    view = shop(within_days=2)
    slow = walk(6, ["/product/1", "/basket"], pace=50.0)
    backwards = walk(6, ["/basket", "/product/1", "/thanks"], start=10)
    record([*slow, *backwards, later()])
    with open_reading() as reading:
        assert counted(count_flow(reading, way_of(view), ALL)[0]) == [(12, 12), (12, 0), (0, 0)]


@pytest.mark.django_db
def test_an_optional_step_holds_nobody_up() -> None:
    view = shop(optional=True)
    straight = walk(7, ["/product/1", "/thanks"])
    round_about = walk(5, ["/product/1", "/basket", "/thanks"], start=10)
    record([*straight, *round_about, later()])
    with open_reading() as reading:
        flow = count_flow(reading, way_of(view), ALL)[0]
        figure = show_journey(reading, view, Wanted(period="all")).figure
    assert counted(flow) == [(12, 12), (12, 5), (12, 12)]
    assert figure.steps[1].dropped is None
    assert figure.steps[1].passed is not None
    assert figure.steps[1].passed.value == pytest.approx(5 / 12)


@pytest.mark.django_db
def test_whoever_is_still_on_the_way_has_not_dropped_out() -> None:
    view = shop(within_days=7)
    record([*walk(8, ["/product/1"]), *walk(6, ["/product/1"], start=20, at=24 * 99), later(100)])
    with open_reading() as reading:
        flow = count_flow(reading, way_of(view), ALL)[0]
    assert (flow.entered, flow.under_way) == (8, 6)


@pytest.mark.django_db
def test_two_identifiers_of_one_party_are_one_person() -> None:
    view = shop()
    register({number: {} for number in range(2)})
    ids = party_ids_of(["customer_id:0", "customer_id:1"])
    record([met("customer_id:0", "/product/1", 0), met("customer_id:1", "/basket", 1), later()])
    first, second = ids["customer_id:0"], ids["customer_id:1"]
    link_parties(
        first_id=first, second_id=second, kind=LinkKind.DETERMINISTIC, reason={}, probability=1.0, by="", now=BEGIN
    )
    with open_reading() as reading:
        assert counted(count_flow(reading, way_of(view), ALL)[0]) == [(1, 1), (1, 1), (1, 0)]


@pytest.mark.django_db
def test_a_window_holds_those_who_entered_in_it() -> None:
    view = shop()
    record([*walk(6, ["/product/1", "/basket"]), *walk(9, ["/product/1"], start=20, at=24 * 30), later()])
    ask = Ask(Window(BEGIN + timedelta(days=29), BEGIN + timedelta(days=31)))
    with open_reading() as reading:
        assert counted(count_flow(reading, way_of(view), ask)[0])[0] == (9, 9)


@pytest.mark.django_db
def test_groups_stand_beside_each_other_with_their_differences() -> None:
    view = shop()
    south = [signal for number in range(30) for signal in walk(1, ["/product/1", "/basket"], start=number)]
    north = walk(30, ["/product/1"], start=30)
    record([*south, *north, later()])
    register({number: {"region": "South" if number < 30 else "North"} for number in range(60)})
    with open_reading() as reading:
        shown = show_journey(reading, view, Wanted(period="all", by="region"))
    assert [one.figure.label for one in shown.groups] == ["North", "South"]
    apart = shown.groups[1].differences[1]
    assert apart is not None
    assert apart.tells
    assert apart.value == pytest.approx(1.0)


@pytest.mark.django_db
def test_the_time_before_stands_beside_the_present() -> None:
    view = shop(within_days=2)
    record(
        [*walk(20, ["/product/1", "/basket"], at=24 * 30), *walk(20, ["/product/1"], start=40, at=24 * 55), later(60)]
    )
    with open_reading() as reading:
        shown = show_journey(reading, view, Wanted(period="28", before=True))
    assert shown.before is not None
    assert (shown.figure.entered, shown.before.figure.entered) == (20, 20)
    apart = shown.before.differences[1]
    assert apart is not None
    assert apart.value == pytest.approx(-1.0)
    assert apart.high < 0


@pytest.mark.django_db
def test_too_few_people_are_withheld_and_so_is_the_group_that_gives_them_away() -> None:
    view = shop()
    record([*walk(20, ["/product/1", "/basket"]), later()])
    register({number: {"region": "South" if number < 17 else "North"} for number in range(20)})
    with open_reading() as reading:
        shown = show_journey(reading, view, Wanted(period="all", by="region"))
    assert [one.figure.entered for one in shown.groups] == [None, None]
    assert all(one.figure.whole.withheld for one in shown.groups)
    assert all(apart is None for one in shown.groups for apart in one.differences)


@pytest.mark.django_db
def test_a_journey_of_a_few_says_nothing_of_them() -> None:
    view = shop()
    record([*walk(organisation().anonymity_floor - 1, ["/product/1", "/basket", "/thanks"]), later()])
    with open_reading() as reading:
        figure = show_journey(reading, view, Wanted(period="all")).figure
    assert figure.entered is None
    assert [step.people for step in figure.steps] == [None, None, None]
    assert figure.whole.withheld
    assert all(step.times is None for step in figure.steps)


@pytest.mark.django_db
def test_effort_and_satisfaction_stand_at_their_touchpoints() -> None:
    view = shop()
    fill()
    record(
        [
            *many({7.0: 10, 3.0: 10}, definition="ces.2@1", touchpoint="Basket"),
            *many({5.0: 12}, start=50, definition="csat.top2@1", touchpoint="basket"),
            *many({10.0: 3}, start=80, touchpoint="Order"),
            *many({10.0: 9}, start=90, touchpoint="Somewhere else"),
        ]
    )
    with open_reading() as reading:
        said = {one.definition: one.by_touchpoint for one in show_journey(reading, view, Wanted(period="all")).said}
    assert list(said) == ["ces.2@1", "csat.top2@1", "nps@1"]
    assert said["ces.2@1"]["basket"].value == pytest.approx(5.0)
    assert said["csat.top2@1"]["basket"].n == 12
    assert said["nps@1"]["order"].withheld
    assert list(said["nps@1"]) == ["order"]


@pytest.mark.django_db
def test_nobody_is_no_error() -> None:
    view = shop()
    with open_reading() as reading:
        shown = show_journey(reading, view, Wanted())
    assert shown.figure.entered == 0
    assert shown.figure.worst is None


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", [Wanted(period="7"), Wanted(by="no such thing")])
def test_what_nobody_offers_is_refused(wanted: Wanted) -> None:
    view = shop()
    with open_reading() as reading, pytest.raises(InputError):
        show_journey(reading, view, wanted)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ({"name": " "}, "no name"),
        ({"steps": (Step(touchpoint="a"),)}, "1 steps"),
        ({"steps": (Step(touchpoint="a"), Step(touchpoint="a"))}, "twice"),
        ({"steps": (Step(touchpoint="a", optional=True), Step(touchpoint="b"))}, "optional"),
        ({"within_days": 0}, "0 days"),
    ],
)
def test_plans_that_cannot_be_followed_are_refused(plan: dict[str, object], words: str) -> None:
    whole = JourneyPlan(name="x", steps=(Step(touchpoint="a"), Step(touchpoint="b")), within_days=7)
    with pytest.raises(InputError, match=words):
        check_plan(replace(whole, **plan))  # type: ignore[arg-type] # a test says what matters to it
