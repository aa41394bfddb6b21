"""The quiet ones: a second phase among those who were silent and those never heard, with the chances of both phases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.rules import Channel
from kuulo.invitations.models import Invitation, NotAsked
from kuulo.invitations.queries import RoundView, round_view, turnout
from kuulo.invitations.queries.encounters import heard_parties
from kuulo.invitations.rules.events import Encounter
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.rules.samples import Method, SampleSpec
from kuulo.invitations.rules.second_phase import SILENT, UNHEARD, QuietSpec, draw_quiet, half_width
from kuulo.invitations.services import (
    QuietPlan,
    admit_drawn,
    create_round,
    draw_round,
    draw_second_phase,
    expire_invitations,
    finish_rounds,
    notice_encounter,
    record_outcomes,
    send_due,
    set_budget,
    start_round,
)
from kuulo.invitations.tests.cast import NOON, FakeChannel, customers, plan, published, started
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals

BOTH = (Channel.EMAIL, Channel.SMS)
LATER = NOON + timedelta(days=10)


def said(party: str, number: int) -> Signal:
    return Signal(
        signal_id=f"said-{number}",
        kind="answer",
        occurred_at=NOON - timedelta(days=90),
        received_at=NOON - timedelta(days=90),
        party=party,
        touchpoint=None,
        channel=None,
        source="earlier",
        response_id=f"response-{number}",
        question="nps",
        definition="nps@1",
        value=7.0,
        text=None,
        scale_min=0.0,
        scale_max=10.0,
        direction=1,
        wording="1",
        state="answered",
        language=None,
        weight=None,
        attributes={},
    )


def asked_round(slug: str) -> RoundView:
    """Ask 10 of 40 by e-mail: 3 answer, 1 refuses, 1 bounces, 5 keep silent."""
    view = started(slug, spec=SampleSpec(method=Method.SIMPLE, size=10))
    admit_drawn(now=NOON)
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel().opened)
    numbers = list(Invitation.objects.filter(round_id=view.id).order_by("pk").values_list("pk", flat=True))
    outcomes = [*[Outcome.COMPLETE] * 3, Outcome.REFUSED, Outcome.BOUNCED, Outcome.OPENED]
    record_outcomes(
        OutcomeEvent(invitation_id=number, outcome=each, at=NOON)
        for number, each in zip(numbers, outcomes, strict=False)
    )
    return view


def quiet_plan(parent: int, slug: str, **more: object) -> QuietPlan:
    plain = QuietPlan(
        name="The quiet ones",
        slug=slug,
        channel=Channel.SMS,
        parent_id=parent,
        quiet=QuietSpec(silent=2, unheard=6),
        seed=5,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_the_silent_and_the_unheard_are_drawn_with_the_chances_of_both_phases() -> None:
    names = customers(40, channels=BOTH)
    slug = published().slug
    parent = asked_round(slug)
    in_parent = set(Invitation.objects.filter(round_id=parent.id).values_list("identifier", flat=True))
    heard = sorted(set(names) - in_parent)[:6]
    record_signals(said(name, number) for number, name in enumerate(heard))
    notice_encounter(Encounter(id="1", party=sorted(set(names) - in_parent)[10], occurred_at=NOON))
    assert heard_parties() == set(heard)
    view = draw_second_phase(plan=quiet_plan(parent.id, published("Short").slug), now=LATER)
    assert (view.state, view.phase, view.parent_id) == (RoundState.DRAWN, 2, parent.id)
    assert {each.label: (each.target, each.drawn) for each in view.strata} == {SILENT: (5, 2), UNHEARD: (24, 6)}
    drawn = Invitation.objects.filter(round_id=view.id)
    silent = drawn.filter(stratum=SILENT)
    assert set(silent.values_list("identifier", flat=True)) < in_parent
    # 10 of 40, then 2 of 5; and 6 of 24.
    assert [each.probability for each in silent] == pytest.approx([0.25 * 0.4] * 2)
    assert [each.weight for each in drawn.filter(stratum=UNHEARD)] == pytest.approx([4.0] * 6)
    assert not set(drawn.values_list("identifier", flat=True)) & set(heard)
    # Together the silent stand for all who were silent: 5 of 10 asked, each standing for 4.
    assert sum(each.weight or 0 for each in silent) == pytest.approx(20)


@pytest.mark.django_db
def test_they_are_really_asked_on_the_other_channel() -> None:
    customers(40, channels=BOTH)
    parent = asked_round(published().slug)
    # The same questionnaire again: that they were invited before is why they are asked.
    made = draw_second_phase(plan=quiet_plan(parent.id, parent.slug), now=LATER)
    start_round(round_id=made.id, now=LATER)
    set_budget(limits=[])
    admit_drawn(now=LATER)
    channel = FakeChannel()
    now = LATER + timedelta(days=1)
    send_due(now=now, clock=lambda: now, opened=channel.opened)
    assert {message.channel for message in channel.sent} == {"sms"}
    assert len(channel.sent) == 8
    assert not NotAsked.objects.filter(round_id=made.id).exists()
    assert turnout(round_id=made.id).asked == 8
    assert turnout(slug=parent.slug).asked == 10


@pytest.mark.django_db
def test_what_cannot_be_a_second_phase_is_refused() -> None:
    customers(40, channels=BOTH)
    slug = published().slug
    waiting = create_round(plan=plan(slug))
    with pytest.raises(GuardError, match="not been started"):
        draw_second_phase(plan=quiet_plan(waiting.id, slug))
    parent = asked_round(slug)
    with pytest.raises(GuardError, match="another channel"):
        draw_second_phase(plan=quiet_plan(parent.id, slug, channel=Channel.EMAIL))
    with pytest.raises(InputError, match="Nobody quiet"):
        draw_second_phase(plan=quiet_plan(parent.id, slug, channel=Channel.LETTER))
    with pytest.raises(NotFoundError):
        draw_second_phase(plan=quiet_plan(999, slug))
    second = draw_second_phase(plan=quiet_plan(parent.id, slug), now=LATER)
    start_round(round_id=second.id, now=LATER)
    with pytest.raises(GuardError, match="quiet ones already"):
        draw_second_phase(plan=quiet_plan(second.id, slug, channel=Channel.LETTER))
    with pytest.raises(GuardError, match="drawn from another round"):
        draw_round(round_id=second.id)


@pytest.mark.django_db
def test_who_never_answers_comes_to_nothing_and_the_round_ends() -> None:
    customers(40, channels=BOTH)
    parent = asked_round(published().slug)
    assert finish_rounds(now=LATER) == 0
    over = NOON + timedelta(days=31)
    assert expire_invitations(now=over) == 4
    assert round_view(parent.id).outcomes == {
        "bounced": 1,
        "complete": 3,
        "opened": 1,
        "refused": 1,
        "unknown": 4,
    }
    assert finish_rounds(now=over) == 1
    assert round_view(parent.id).state is RoundState.FINISHED
    assert draw_second_phase(plan=quiet_plan(parent.id, parent.slug), now=over).strata[0].target == 5


@pytest.mark.pure
@given(
    st.dictionaries(st.text(min_size=1, max_size=6), st.floats(0.01, 1), max_size=30),
    st.integers(0, 40),
    st.integers(0, 2**62),
)
def test_second_chances_multiply(silent: dict[str, float], wanted: int, seed: int) -> None:
    drawn = draw_quiet(silent, [], QuietSpec(silent=wanted), seed)
    assert len(drawn.members) == min(wanted, len(silent))
    for member in drawn.members:
        assert member.probability == pytest.approx(silent[member.key] * len(drawn.members) / len(silent))


@pytest.mark.pure
def test_two_phases_together_estimate_without_bias() -> None:
    # 100 silent with first chances of ¼ or ½: over many draws the weights stand for Σ 1/p₁ = 50·4 + 50·2 = 300.
    silent = {f"party:{number}": 0.25 if number % 2 else 0.5 for number in range(100)}
    totals = [
        sum(member.weight or 0 for member in draw_quiet(silent, [], QuietSpec(silent=20), seed).members)
        for seed in range(1_500)
    ]
    assert sum(totals) / len(totals) == pytest.approx(300, abs=3)


@pytest.mark.pure
def test_an_unknown_first_chance_stays_unknown() -> None:
    drawn = draw_quiet({"a": None}, [], QuietSpec(silent=1), 1)
    assert drawn.members[0].weight is None


@pytest.mark.pure
def test_the_half_width_is_the_usual_rule() -> None:
    # 100 answers of the silent, a fifth answered at first: 1.96 · 0.8 · 79 / 10.
    assert half_width(100, response_rate=0.2) == pytest.approx(12.387, abs=0.001)
    assert half_width(0, response_rate=0.2) == float("inf")
