"""A decision from proposal to verdict through the services, and what follows when it did not hold."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.claims.queries import states_of
from kuulo.claims.rules import ClaimState
from kuulo.claims.services import mark_stale
from kuulo.decisions.models import Decision
from kuulo.decisions.queries import (
    Wanted,
    count_decisions,
    decision,
    decisions,
    decisions_between,
    decisions_on,
    flagged,
    read_learning,
    to_check,
)
from kuulo.decisions.rules import DecisionState, LoopKind, Proposal, Verdict
from kuulo.decisions.rules.views import Option
from kuulo.decisions.services import (
    Deciding,
    Proposing,
    change,
    compute_check,
    confirm_verdict,
    decide,
    double_loop,
    postpone_check,
    propose,
    put_in_effect,
    request_check,
    single_loop,
)
from kuulo.decisions.tests.conftest import (
    BEFORE,
    CHECK_ON,
    LATER,
    LEAD,
    checked,
    in_effect,
    new_claim,
    proposed,
    settled,
)
from kuulo.decisions.tests.worlds import START, record_world

pytestmark = pytest.mark.django_db


def test_a_decision_goes_from_proposal_to_a_verdict(claim: str) -> None:
    record_world({"North": (0.4, 0.4), "South": (0.4, 0.4)}, weekly=30)
    made = in_effect(claim)
    assert made.state is DecisionState.IN_EFFECT
    assert made.standings[claim]["state"] == "assumed"
    assert to_check(CHECK_ON) == (made.number,)
    check = compute_check(number=made.number, now=LATER)
    assert check.proposal is Proposal.FAILED
    found = confirm_verdict(number=made.number, verdict=Verdict.FAILED, by=LEAD, now=LATER)
    assert found.state is DecisionState.CHECKED
    assert found.verdict is Verdict.FAILED
    assert found.check == check
    steps = {step.verb for step in steps_of(Subject("decision", made.number))}
    assert steps == {"propose", "decide", "put_in_effect", "compute", "check"}


def test_without_answers_the_check_says_why_it_cannot_tell(claim: str) -> None:
    made = in_effect(claim)
    check = compute_check(number=made.number, now=LATER)
    assert check.proposal is Proposal.CANNOT_TELL
    assert check.notes


def test_single_loop_keeps_the_claims(claim: str) -> None:
    failed = checked(claim)
    successor = single_loop(number=failed.number, action="Tekstiviesti", why="Puhelu häiritsi.", by=LEAD, now=LATER)
    assert successor.claims == (claim,)
    assert successor.supersedes == failed.number
    assert [one.title for one in successor.options] == ["Otetaan", "Ei oteta", "Tekstiviesti"]
    found = decision(failed.number)
    assert found.superseded_by == successor.number
    assert found.loop is not None
    assert found.loop.kind is LoopKind.SINGLE
    with pytest.raises(GuardError, match="nothing followed yet"):
        single_loop(number=failed.number, action="Kirje", why="Taas.", by=LEAD, now=LATER)


def test_double_loop_reopens_the_claims(claim: str) -> None:
    other = new_claim("Asiakkaat lukevat tekstiviestit.")
    failed = checked(claim, other)
    successor = double_loop(
        number=failed.number, reopened=[claim], why="Odotus ei ollut syy.", by=LEAD, question="Mikä pitää?", now=LATER
    )
    assert successor.question == "Mikä pitää?"
    assert states_of([claim, other]) == {claim: ClaimState.TESTING, other: ClaimState.ASSUMED}
    learning = read_learning()
    assert [(one.claim.number, one.decision, one.rested) for one in learning.fallen] == [
        (claim, failed.number, (failed.number, successor.number))
    ]
    assert learning.calibration.right.value == 0.0
    assert [one.kind for one in learning.kinds] == ["none"]


def test_a_held_decision_has_no_loop(claim: str) -> None:
    held = checked(claim, verdict=Verdict.HELD)
    with pytest.raises(GuardError, match="did not hold"):
        double_loop(number=held.number, reopened=[claim], why="Muuten vain", by=LEAD, now=LATER)


def test_a_refused_loop_leaves_everything_as_it_was(claim: str) -> None:
    failed = checked(claim)
    with pytest.raises(InputError, match="No action"):
        single_loop(number=failed.number, action=" ", why="Syy", by=LEAD, now=LATER)
    with pytest.raises(GuardError, match="a reason"):
        double_loop(number=failed.number, reopened=[claim], why=" ", by=LEAD, now=LATER)
    assert decision(failed.number).loop is None
    assert states_of([claim]) == {claim: ClaimState.ASSUMED}


def test_a_decision_is_flagged_when_a_claim_of_it_falls(claim: str) -> None:
    made = in_effect(claim)
    assert flagged() == ()
    mark_stale(number=claim, by=LEAD, reason="Suostumus peruttiin.", now=LATER)
    [(found, flags)] = flagged()
    assert found.number == made.number
    assert [(one.claim, one.state) for one in flags] == [(claim, ClaimState.STALE)]


def test_the_check_can_be_moved_with_a_reason(claim: str) -> None:
    made = in_effect(claim)
    to = CHECK_ON + timedelta(days=30)
    with pytest.raises(GuardError, match="a reason"):
        postpone_check(number=made.number, to=to, why="", by=LEAD, now=BEFORE)
    with pytest.raises(GuardError, match="a later day"):
        postpone_check(number=made.number, to=CHECK_ON, why="Miksi ei", by=LEAD, now=BEFORE)
    found = postpone_check(number=made.number, to=to, why="Kesälomat", by=LEAD, now=BEFORE)
    assert found.check_on == to
    assert [(one.before, one.after, one.why) for one in found.moved] == [(CHECK_ON, to, "Kesälomat")]


def test_what_is_decided_is_not_changed(claim: str) -> None:
    made = in_effect(claim)
    with pytest.raises(GuardError, match="the state allows it"):
        change(number=made.number, wishes=Proposing(question="Toinen?"), by=LEAD, now=LATER)


def test_a_decision_needs_a_claim() -> None:
    made = proposed()
    with pytest.raises(GuardError, match="rests on at least one claim"):
        decide(number=made.number, settled=settled(), by=LEAD, now=BEFORE)
    assert decision(made.number).state is DecisionState.PROPOSED


def test_a_claim_must_be_there() -> None:
    with pytest.raises(InputError, match="C99"):
        propose(wishes=Proposing(question="Mitä?", claims=("C99",)), by=LEAD)


def test_a_question_is_needed() -> None:
    with pytest.raises(InputError, match="needs a question"):
        propose(wishes=Proposing(question="  "), by=LEAD)


def test_nothing_goes_by_a_number_nobody_has() -> None:
    for number in ("D77", "nonsense", "D0"):
        with pytest.raises(NotFoundError):
            decision(number)


def test_a_verdict_waits_for_its_day(claim: str) -> None:
    made = in_effect(claim)
    early = datetime.combine(START + timedelta(days=5), time(9), UTC)
    compute_check(number=made.number, now=early)
    with pytest.raises(GuardError, match="the day of the check has come"):
        confirm_verdict(number=made.number, verdict=Verdict.HELD, why="Näkyy jo", by=LEAD, now=early)


def test_only_what_is_in_effect_is_checked(claim: str) -> None:
    made = proposed(claim)
    with pytest.raises(GuardError, match="In effect"):
        request_check(number=made.number)
    with pytest.raises(GuardError, match="In effect"):
        compute_check(number=made.number, now=LATER)


def test_decisions_are_found(claim: str) -> None:
    first, second = proposed(claim), proposed(claim, question="Avataanko ilta-asiointi?")
    assert [one.number for one in decisions(Wanted(words="ilta"))] == [second.number]
    assert [one.number for one in decisions(Wanted(claim=claim))] == [second.number, first.number]
    assert [one.number for one in decisions(Wanted(words=first.number))] == [first.number]
    assert count_decisions(Wanted(state=DecisionState.DECIDED)) == 0
    assert decisions_on({claim}) == {claim: (first.number, second.number)}
    assert len(decisions_between(START - timedelta(days=1), START)) == 2


STEPS = st.sampled_from(["change", "decide", "begin", "postpone", "compute", "confirm", "single", "double"])


def take(step: str, number: str, claim: str, now: datetime, *, sound: bool) -> None:
    """Take a step with or without what its guards ask for."""
    why = "Koska näin kävi." if sound else ""
    if step == "change":
        options = (Option(key="1", title="Otetaan"),)
        wishes = Proposing(question="Uusi?", options=options, claims=(claim,) if sound else ())
        change(number=number, wishes=wishes, by=LEAD, now=now)
    elif step == "decide":
        decide(number=number, settled=settled() if sound else Deciding(chosen=""), by=LEAD, now=now)
    elif step == "begin":
        put_in_effect(number=number, on=START if sound else CHECK_ON, by=LEAD, now=now)
    elif step == "postpone":
        postpone_check(number=number, to=now.date() + timedelta(days=200), why=why, by=LEAD, now=now)
    elif step == "compute":
        compute_check(number=number, now=now)
    elif step == "confirm":
        confirm_verdict(number=number, verdict=Verdict.FAILED, why=why, by=LEAD, now=now)
    elif step == "single":
        single_loop(number=number, action="Toisin", why=why, by=LEAD, now=now)
    else:
        double_loop(number=number, reopened=[claim] if sound else [], why=why, by=LEAD, now=now)


@given(st.lists(st.tuples(STEPS, st.booleans(), st.integers(0, 60)), max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_is_tried_the_database_holds_only_sound_decisions(
    claim: str, walk: list[tuple[str, bool, int]]
) -> None:
    number, now = proposed(claim).number, BEFORE
    for step, sound, later in walk:
        before = decision(number)
        try:
            take(step, number, claim, now, sound=sound)
        except GuardError as error:
            named = error.found.params.get("guard")
            refused = decision(number)
            if named is None or refused != before:
                raise
        row = Decision.objects.get(pk=decision(number).id)
        row.validate_constraints()
        now += timedelta(days=later)
