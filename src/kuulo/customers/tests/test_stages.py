"""Where a party stands: prospect, active, former, active again; each step with its day and reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, NotFoundError
from kuulo.customers.queries import frame, leavers, party
from kuulo.customers.rules import Counts, PartyRow, Purpose, Stage
from kuulo.customers.rules.stages import FOLLOWING, StageStep, check_step, steps_of_list, strongest
from kuulo.customers.services import change_stage, create_party, link_parties, register_parties
from kuulo.customers.tests.cast import NOON, people, register

MAY = date(2026, 5, 1)
JUNE = date(2026, 6, 1)
JULY = date(2026, 7, 1)
STEPS = st.builds(
    StageStep,
    stage=st.sampled_from(Stage),
    on=st.integers(0, 30).map(lambda days: MAY + timedelta(days=days)),
    reason=st.sampled_from(["", " ", "moved"]),
)


@pytest.mark.pure
@given(steps=st.lists(STEPS, max_size=12))
def test_whatever_is_tried_stages_stay_in_order(steps: list[StageStep]) -> None:
    held, began = Stage.PROSPECT, MAY
    for step in steps:
        legal = (
            FOLLOWING[held] is step.stage
            and step.on >= began
            and (step.stage is not Stage.FORMER or bool(step.reason.strip()))
        )
        if legal:
            check_step(held, began, step)
            held, began = step.stage, step.on
        else:
            with pytest.raises(GuardError, match=r"^(Order of stages|Order of days|Reason)"):
                check_step(held, began, step)


@pytest.mark.pure
@given(held=st.sampled_from(Stage), began=st.none() | st.just(JUNE), told=STEPS)
def test_a_list_moves_forward_step_by_step_and_never_turns_back(
    held: Stage, began: date | None, told: StageStep
) -> None:
    at, since = held, began
    for step in steps_of_list(held, began, told):
        check_step(at, since, replace(step, reason="told by a list"))
        at, since = step.stage, step.on
    assert at in {held, told.stage}


@pytest.mark.pure
def test_a_whole_stands_where_the_furthest_part_does() -> None:
    assert strongest([Stage.PROSPECT, Stage.FORMER]) is Stage.FORMER
    assert strongest([Stage.FORMER, Stage.ACTIVE, Stage.PROSPECT]) is Stage.ACTIVE


@pytest.mark.django_db
def test_a_party_becomes_a_customer_leaves_and_comes_back() -> None:
    number = create_party(row=PartyRow(identifier="", name="Aino", stage=Stage.PROSPECT, since=MAY), now=NOON)
    change_stage(party_id=number, stage=Stage.ACTIVE, on=MAY, now=NOON)
    change_stage(party_id=number, stage=Stage.FORMER, on=JUNE, reason="moved abroad", source="Saara", now=NOON)
    left = party(number, purpose=Purpose.SERVICE)
    assert (left.stage, left.until, left.ended_reason) == (Stage.FORMER, JUNE, "moved abroad")
    assert leavers(JUNE, JUNE, purpose=Purpose.SERVICE) == {number: JUNE}
    change_stage(party_id=number, stage=Stage.ACTIVE, on=JULY, reason="came back", now=NOON)
    back = party(number, purpose=Purpose.SERVICE)
    assert (back.stage, back.since, back.until, back.ended_reason) == (Stage.ACTIVE, MAY, None, "")
    assert [(each.stage, each.began_on, each.ended_on) for each in back.stages] == [
        (Stage.PROSPECT, MAY, MAY),
        (Stage.ACTIVE, MAY, JUNE),
        (Stage.FORMER, JUNE, JULY),
        (Stage.ACTIVE, JULY, None),
    ]
    assert back.stages[2].source == "Saara"


@pytest.mark.django_db
def test_back_and_forth_on_one_day_ends_where_it_ended() -> None:
    (number,) = register(PartyRow(identifier="customer_id:1", since=MAY))
    change_stage(party_id=number, stage=Stage.FORMER, on=JUNE, reason="by mistake", now=NOON)
    change_stage(party_id=number, stage=Stage.ACTIVE, on=JUNE, now=NOON)
    change_stage(party_id=number, stage=Stage.FORMER, on=JUNE, reason="after all", now=NOON)
    seen = party(number, purpose=Purpose.SERVICE)
    assert (seen.stage, seen.ended_reason, seen.stages[-1].stage) == (Stage.FORMER, "after all", Stage.FORMER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "on", "reason", "guard"),
    [
        (Stage.PROSPECT, JUNE, "", "Order of stages: what is active customer cannot become prospect"),
        (Stage.FORMER, date(2020, 1, 1), "moved", "Order of days: former customer on 2020-01-01"),
        (Stage.FORMER, JUNE, " ", "Reason"),
    ],
)
def test_an_illegal_step_is_refused_and_names_its_guard(stage: Stage, on: date, reason: str, guard: str) -> None:
    (number,) = register(PartyRow(identifier="customer_id:1", since=MAY))
    with pytest.raises(GuardError, match=guard):
        change_stage(party_id=number, stage=stage, on=on, reason=reason, now=NOON)
    assert party(number, purpose=Purpose.SERVICE).stage is Stage.ACTIVE


@pytest.mark.django_db
def test_nobody_has_no_stage() -> None:
    with pytest.raises(NotFoundError, match="999"):
        change_stage(party_id=999, stage=Stage.FORMER, on=JUNE, reason="x", now=NOON)


@pytest.mark.django_db
def test_parts_of_a_whole_leave_together() -> None:
    first, second = people(2)
    link_parties(first_id=first, second_id=second, now=NOON)
    change_stage(party_id=second, stage=Stage.FORMER, on=JUNE, reason="moved", now=NOON)
    assert party(first, purpose=Purpose.SERVICE).stage is Stage.FORMER
    assert [row.until for row in frame(purpose=Purpose.SURVEYS)] == [JUNE]


@pytest.mark.django_db
def test_a_list_tells_of_stages_and_the_same_list_changes_nothing() -> None:
    rows = [
        PartyRow(identifier="customer_id:1", stage=Stage.PROSPECT),
        PartyRow(identifier="customer_id:2", since=MAY, until=JUNE, reason="moved"),
        PartyRow(identifier="customer_id:3", since=MAY, until=date(2030, 1, 1)),
    ]
    numbers = register(*rows)
    seen = [party(number, purpose=Purpose.SERVICE) for number in numbers]
    assert [each.stage for each in seen] == [Stage.PROSPECT, Stage.FORMER, Stage.ACTIVE]
    assert seen[1].ended_reason == "moved"
    assert register_parties(rows, now=NOON) == Counts(unchanged=3)
    gone = [PartyRow(identifier="customer_id:4", stage=Stage.PROSPECT)]
    (fourth,) = register(*gone)
    register_parties([PartyRow(identifier="customer_id:4", stage=Stage.FORMER, reason="bought once")], now=NOON)
    assert [each.stage for each in party(fourth, purpose=Purpose.SERVICE).stages] == [*Stage]
    bought = [PartyRow(identifier="customer_id:1", stage=Stage.ACTIVE, since=JULY)]
    assert register_parties(bought, now=NOON) == Counts(changed=1)
    assert register_parties(bought, now=NOON) == Counts(unchanged=1)
    assert party(numbers[0], purpose=Purpose.SERVICE).stage is Stage.ACTIVE


@pytest.mark.django_db
def test_an_old_list_does_not_undo_what_was_noted_since() -> None:
    rows = [PartyRow(identifier="customer_id:1", since=MAY, until=JUNE, stage=Stage.FORMER, reason="moved")]
    (number,) = register(*rows)
    change_stage(party_id=number, stage=Stage.ACTIVE, on=JULY, now=NOON)
    assert register_parties(rows, now=NOON) == Counts(unchanged=1)
    assert register_parties([PartyRow(identifier="customer_id:1", stage=Stage.FORMER)], now=NOON) == Counts(unchanged=1)
    assert register_parties([PartyRow(identifier="customer_id:1", stage=Stage.PROSPECT)], now=NOON) == Counts(
        unchanged=1
    )
    back = party(number, purpose=Purpose.SERVICE)
    assert (back.stage, back.until) == (Stage.ACTIVE, None)
    newer = PartyRow(identifier="customer_id:1", until=date(2026, 8, 1), reason="moved again")
    assert register_parties([newer], now=NOON) == Counts(changed=1)
    assert party(number, purpose=Purpose.SERVICE).ended_reason == "moved again"
