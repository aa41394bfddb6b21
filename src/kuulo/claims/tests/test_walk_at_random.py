"""A claim walked at random through the services: every step the design does not draw is refused, and says by what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuulo.base.errors import GuardError
from kuulo.base.texts import say
from kuulo.claims import queries
from kuulo.claims.models import Claim, Evidence, Fragment
from kuulo.claims.rules import STEPS, ClaimState, ClaimStep
from kuulo.claims.services import attach, attach_again, detach, move_claim
from kuulo.claims.services.watching import drop_fragment
from kuulo.claims.tests.research import LEAD, NOW, claimed

pytestmark = pytest.mark.django_db
TICK = timedelta(minutes=1)
DRAWN = {(state, step): after for step, (sources, after) in STEPS.items() for state in sources}
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("move"), st.sampled_from(list(ClaimStep)), st.booleans()),
        st.tuples(st.just("attach"), st.integers(0, 3), st.sampled_from(["support", "oppose", "context", "affirm"])),
        st.tuples(st.just("detach"), st.integers(0, 3), st.booleans()),
        st.tuples(st.just("fall"), st.integers(0, 3), st.booleans()),
    ),
    max_size=30,
)


@dataclass
class Model:
    """What must be so of a claim, kept beside the real one in the simplest way."""

    state: ClaimState = ClaimState.ASSUMED
    stances: dict[int, str] = field(default_factory=dict)
    once: dict[int, str] = field(default_factory=dict)
    fallen: set[int] = field(default_factory=set)
    contradicted_with: frozenset[int] = frozenset()

    def counts(self, *stances: str) -> set[int]:
        return {place for place, stance in self.stances.items() if stance in stances}

    def affirming(self) -> set[int]:
        found = self.counts("affirm")
        return found - self.contradicted_with if self.state is ClaimState.CONTRADICTED else found

    def guard(self, step: ClaimStep, *, reason: bool) -> str:
        """Return the guard that must refuse the step; empty where none does."""
        if (self.state, step) not in DRAWN:
            return "A claim that is"
        holds = {
            ClaimStep.SUPPORT: ("evidence for it", bool(self.counts("support", "affirm"))),
            ClaimStep.CONTRADICT: ("evidence against it", bool(self.counts("oppose"))),
            ClaimStep.CONFIRM: ("a customer’s own words", bool(self.affirming())),
            ClaimStep.DOUBT: ("a reason", reason),
            ClaimStep.RETIRE: ("a reason", reason),
        }
        name, met = holds.get(step, ("", True))
        return "" if met else name

    def settle(self) -> None:
        carried = {
            ClaimState.SUPPORTED: bool(self.counts("support", "affirm")),
            ClaimState.CONTRADICTED: bool(self.counts("oppose")),
            ClaimState.CONFIRMED: bool(self.counts("affirm")),
        }
        if not carried.get(self.state, True):
            self.state = ClaimState.STALE


def fragments() -> list[int]:
    """Two fragments that are a customer's own words, and two that are not."""
    rows = []
    for place in range(4):
        own = place < 2
        row = Fragment.objects.create(
            anchor=f"walk:{place}:{Fragment.objects.count()}",
            kind="answer" if own else "figure",
            signal_id=f"s{place}" if own else "",
            is_customer=own,
            voice=f"v{place}",
            batch="walk",
            method="comment" if own else "figure",
            occurred_at=NOW,
            made_by=LEAD,
            made_at=NOW,
        )
        rows.append(row.pk)
    return rows


@pytest.mark.slow
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_illegal_step_is_ever_taken(acts: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        number, pieces, model = claimed(), fragments(), Model()
        for clock, act in enumerate(acts):
            DOERS[act[0]](number, pieces, model, act, clock)
            row = Claim.objects.get(pk=int(number[1:]))
            assert row.state == model.state.value, act
            view = queries.claims_numbered([number])[number]
            assert view.state is model.state
            assert view.standing.is_empty is not bool(model.counts("support", "oppose", "affirm"))
            assert view.interpretation is not bool(model.counts("affirm"))
        transaction.set_rollback(True)


def _move(number: str, pieces: list[int], model: Model, act: tuple[Any, ...], clock: int) -> None:
    del pieces
    _name, step, told = act
    guard = model.guard(step, reason=told)
    now = NOW + clock * TICK
    if guard:
        with pytest.raises(GuardError, match=guard):
            move_claim(number=number, step=step, by=LEAD, reason="so it is" if told else "", now=now)
        return
    move_claim(number=number, step=step, by=LEAD, reason="so it is" if told else "", now=now)
    model.state = DRAWN[model.state, step]
    if model.state is ClaimState.CONTRADICTED:
        model.contradicted_with = frozenset(model.once)


def _attach(number: str, pieces: list[int], model: Model, act: tuple[Any, ...], clock: int) -> None:
    _name, place, stance = act
    affirms = stance == "affirm"
    wanted: dict[str, Any] = {
        "claim": number,
        "fragment": pieces[place],
        "stance": "support" if affirms else stance,
        "weight": 1,
        "why": "so it is",
        "by": LEAD,
        "affirms": affirms,
        "now": NOW + clock * TICK,
    }
    guard = (
        "not retired"
        if model.state is ClaimState.RETIRED
        else "a legal basis"
        if place in model.fallen
        else "own words"
        if affirms and place > 1
        else ""
    )
    if guard:
        with pytest.raises(GuardError, match=guard):
            attach(**wanted)
        return
    attach(**wanted)
    model.stances[place] = model.once[place] = stance
    # Judged anew, it has come anew.
    model.contradicted_with -= {place}
    model.settle()


def _detach(number: str, pieces: list[int], model: Model, act: tuple[Any, ...], clock: int) -> None:
    _name, place, again = act
    kept = Evidence.objects.filter(claim=int(number[1:]), fragment=pieces[place]).first()
    if kept is None:
        return
    now = NOW + clock * TICK
    if not again:
        detach(evidence=kept.pk, by=LEAD, why="so it is", now=now)
        model.stances.pop(place, None)
        model.settle()
    elif place not in model.stances:
        if model.state is ClaimState.RETIRED or place in model.fallen:
            with pytest.raises(GuardError):
                attach_again(evidence=kept.pk, by=LEAD, now=now)
            return
        attach_again(evidence=kept.pk, by=LEAD, now=now)
        model.stances[place] = model.once[place]


def _fall(number: str, pieces: list[int], model: Model, act: tuple[Any, ...], clock: int) -> None:
    del number
    place = act[1]
    drop_fragment(fragment=pieces[place], why=say("It has been erased."), now=NOW + clock * TICK)
    if place in model.fallen:
        return
    model.fallen.add(place)
    if model.stances.pop(place, None) and model.state not in {ClaimState.STALE, ClaimState.RETIRED}:
        model.state = ClaimState.STALE


DOERS = {"move": _move, "attach": _attach, "detach": _detach, "fall": _fall}
