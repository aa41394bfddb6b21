"""AAPOR's codes and rates: against a published worked example, and what a round's turnout makes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.customers.queries import party_ids_of
from kuulo.customers.services import withdraw_consent
from kuulo.invitations.models import Invitation
from kuulo.invitations.queries import turnout
from kuulo.invitations.rules.aapor import FIELD_OF, Class, Rate, Tally, code_of, eligibility, rate, tally
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent, Reason
from kuulo.invitations.rules.samples import Method, SampleSpec
from kuulo.invitations.services import admit_drawn, create_round, draw_round, record_outcomes, send_due
from kuulo.invitations.tests.cast import NOON, FakeChannel, customers, plan, published, started

# The worked example of rOpenSci's peer-reviewed R package outcomerate 1.0.1 (its README, after AAPOR's Standard
# Definitions): 12 people, e by the share of the known cases that are eligible.
TWELVE = Tally(
    complete=4, partial=2, refusal=1, non_contact=1, other=1, unknown_address=1, unknown_other=1, not_eligible=1
)
PUBLISHED = {
    Rate.RR1: 0.364,
    Rate.RR2: 0.545,
    Rate.RR3: 0.370,
    Rate.RR4: 0.556,
    Rate.RR5: 0.444,
    Rate.RR6: 0.667,
    Rate.COOP1: 0.500,
    Rate.REF1: 0.091,
    Rate.CON1: 0.727,
}


@pytest.mark.pure
@pytest.mark.parametrize("name", list(Rate))
def test_the_published_example_comes_out(name: Rate) -> None:
    assert rate(TWELVE, name).value == pytest.approx(PUBLISHED[name], abs=0.0005)


@pytest.mark.pure
def test_eligibility_is_that_of_the_known_cases() -> None:
    assert eligibility(TWELVE) == 0.9
    assert eligibility(Tally(unknown_other=5)) == 1.0
    # With e given: 4 / (9 + 0.5 · 2).
    assert rate(TWELVE, Rate.RR3, e=0.5).value == pytest.approx(0.4)


@pytest.mark.pure
def test_nothing_divides_by_nothing() -> None:
    assert all(rate(Tally(), name).value is None for name in Rate)


@pytest.mark.pure
@given(st.builds(Tally, **dict.fromkeys(FIELD_OF.values(), st.integers(0, 500))))
def test_rates_keep_their_order(cases: Tally) -> None:
    values = {name: rate(cases, name).value for name in Rate}
    assert all(value is None or 0 <= value <= 1 for value in values.values())
    for low, high in (("RR1", "RR3"), ("RR3", "RR5"), ("RR2", "RR4"), ("RR4", "RR6"), ("RR1", "RR2"), ("RR5", "RR6")):
        below, above = values[Rate(low)], values[Rate(high)]
        if below is not None and above is not None:
            assert below <= above + 1e-12


@pytest.mark.pure
def test_every_outcome_has_a_code() -> None:
    assert {outcome: code_of(outcome).counts_as for outcome in Outcome} == {
        Outcome.DRAWN: Class.UNKNOWN_ADDRESS,
        Outcome.NOT_ASKED: Class.UNKNOWN_ADDRESS,
        Outcome.PLANNED: Class.UNKNOWN_ADDRESS,
        Outcome.SENT: Class.UNKNOWN_ADDRESS,
        Outcome.DELIVERED: Class.UNKNOWN_ADDRESS,
        Outcome.UNKNOWN: Class.UNKNOWN_ADDRESS,
        Outcome.BOUNCED: Class.UNKNOWN_OTHER,
        Outcome.OPENED: Class.REFUSAL,
        Outcome.STARTED: Class.REFUSAL,
        Outcome.PARTIAL: Class.PARTIAL,
        Outcome.REFUSED: Class.REFUSAL,
        Outcome.COMPLETE: Class.COMPLETE,
    }
    assert code_of(Outcome.NOT_ASKED, Reason.QUOTA_FULL).number == "4.80"
    assert code_of(Outcome.NOT_ASKED, Reason.BUDGET).number == "3.11"
    assert tally({(Outcome.COMPLETE, None): 3, (Outcome.NOT_ASKED, Reason.LEFT): 2}) == Tally(
        complete=3, not_eligible=2
    )


def answer(round_id: int, *outcomes: Outcome) -> None:
    numbers = Invitation.objects.filter(round_id=round_id, outcome="sent").order_by("pk").values_list("pk", flat=True)
    pairs = zip(list(numbers), outcomes, strict=False)
    record_outcomes(OutcomeEvent(invitation_id=number, outcome=each, at=NOON) for number, each in pairs)


def send_all() -> None:
    admit_drawn(now=NOON)
    send_due(now=NOON, clock=lambda: NOON, opened=FakeChannel().opened)


@pytest.mark.django_db
def test_a_rounds_turnout_tells_who_was_asked_and_who_answered() -> None:
    names = customers(20)
    view = started(published().slug, spec=SampleSpec(method=Method.STRATIFIED, size=12, by=("region",)))
    drawn = Invitation.objects.filter(round_id=view.id).order_by("pk")
    withdraw_consent(party_id=drawn[0].party_id or 0, at=NOON - timedelta(days=1))
    assert len(names) == 20
    send_all()
    answer(view.id, *[Outcome.COMPLETE] * 4, Outcome.PARTIAL, Outcome.REFUSED, Outcome.BOUNCED)
    seen = turnout(round_id=view.id)
    assert (seen.drawn, seen.asked, seen.answered) == (12, 11, 5)
    assert seen.not_asked == {"no_consent": 1}
    assert seen.tally == Tally(complete=4, partial=1, refusal=1, unknown_address=5, unknown_other=1)
    first = seen.rates[Rate.RR1]
    assert first.value == pytest.approx(4 / 12)
    assert first.low is not None
    assert first.high is not None
    assert first.low < 4 / 12 < first.high
    assert (first.n, first.invited, first.answered, first.definition) == (12, 11, 5, "aapor.rr1@10")
    assert [(each.outcome, each.code, each.number) for each in seen.dispositions[:3]] == [
        (Outcome.COMPLETE, "1.1", 4),
        (Outcome.REFUSED, "2.11", 1),
        (Outcome.PARTIAL, "1.2", 1),
    ]
    south, north = (next(each for each in seen.strata if each.label == label) for label in ("south", "north"))
    assert south.rate.withheld
    assert north.rate.value is not None
    assert turnout(slug=view.slug).tally == seen.tally


@pytest.mark.django_db
def test_a_round_that_is_only_planned_lowers_no_rate() -> None:
    customers(4)
    view = published()
    started(view.slug)
    before = turnout(slug=view.slug)
    waiting = create_round(plan=plan(view.slug), now=NOON)
    draw_round(round_id=waiting.id, now=NOON)
    assert turnout(slug=view.slug) == before
    assert turnout(round_id=waiting.id).drawn == 4


@pytest.mark.django_db
def test_a_round_nobody_was_asked_in_has_no_rate() -> None:
    seen = turnout(slug="nothing")
    assert seen.drawn == 0
    assert {each.value for each in seen.rates.values()} == {None}
    assert {str(note) for each in seen.rates.values() for note in each.notes} == {"Nobody was asked yet."}


@pytest.mark.django_db
def test_a_rate_that_will_still_change_says_so() -> None:
    customers(6)
    view = started(published().slug)
    assert "still to go out" in str(turnout(round_id=view.id).rates[Rate.RR2].notes[0])
    assert party_ids_of(["customer_id:1"])


@pytest.mark.django_db
def test_where_all_are_silent_a_rate_of_those_known_says_so() -> None:
    """RR5 counts only those known to be eligible: of silent ones nothing is known."""
    customers(6)
    view = published()
    started(view.slug)
    send_all()
    seen = turnout(slug=view.slug)
    assert seen.asked == 6
    assert seen.rates[Rate.RR1].value == 0
    notes = {str(note) for note in seen.rates[Rate.RR5].notes}
    assert notes == {"Nothing is known yet of those who were asked."}
