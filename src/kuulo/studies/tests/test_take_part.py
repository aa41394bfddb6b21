"""Taking part: joining with consent to a version of the words, leaving with what was told or without, being paid."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.queries import consent_texts, consents_of, may_use
from kuulo.customers.rules import Purpose
from kuulo.customers.services import withdraw_consent
from kuulo.studies.queries import in_force, participant, participant_by_token, participants_of, to_go
from kuulo.studies.rules import LegalBasis, ParticipantState, Payment, StudyStep
from kuulo.studies.services import (
    HandWishes,
    Joining,
    add_by_hand,
    join,
    join_by_link,
    leave,
    move_study,
    note_consent,
    open_link,
    payments_due,
    remove_participant,
    settle_payment,
    watch_consents,
    withdraw_told,
)
from kuulo.studies.tests.planning import BY, NOW, drafted, joined, registered, running

LATER = NOW + timedelta(days=3)
pytestmark = pytest.mark.django_db


def test_who_joins_has_a_basis_in_force_and_is_owed_the_incentive() -> None:
    found = joined(running().slug, pseudonym="  Kesä  Kuu ", may_record=True)
    assert (found.state, found.label, found.pseudonym, found.consent_version) == ("joined", "P01", "Kesä Kuu", 1)
    assert found.basis_in_force
    assert found.may_record
    assert (found.payment, found.incentive) == (Payment.DUE, Decimal(30))
    assert in_force([found.id]) == {found.id}


def test_joining_is_noted_without_a_name() -> None:
    study = running()
    joined(study.slug, pseudonym="Ainokainen")
    [newest, _added] = steps_of(Subject("participant", f"{study.slug}/P01"))
    assert (newest.verb, newest.actor) == ("join", "P01")
    assert "Ainokainen" not in f"{newest}"


def test_a_known_customer_says_it_in_the_register_too() -> None:
    [party_id] = registered()
    study = running()
    joined(study.slug, party_id=party_id, may_record=True)
    held = {each.purpose: each for each in consents_of(party_id)}
    assert held[Purpose.RESEARCH].text_version == f"{study.slug} v1"
    assert Purpose.RECORDING in held
    assert any("Suostun" in each.text for each in consent_texts(Purpose.RESEARCH))


def test_what_a_customer_told_is_out_of_force_once_research_is_withdrawn() -> None:
    [party_id] = registered()
    found = joined(running().slug, party_id=party_id)
    withdraw_consent(party_id=party_id, at=LATER, purpose=Purpose.RESEARCH)
    assert in_force([found.id], now=LATER) == frozenset()
    assert watch_consents(now=LATER) == 1
    assert participant(found.id).state is ParticipantState.LEFT
    assert watch_consents(now=LATER) == 0


def test_what_was_told_runs_out_with_the_days_of_the_consent() -> None:
    found = joined(running(consent_days=30).slug)
    assert in_force([found.id], now=NOW + timedelta(days=29))
    assert not in_force([found.id], now=NOW + timedelta(days=30))


def test_on_legitimate_interest_joining_itself_is_the_basis() -> None:
    [party_id] = registered()
    found = joined(running(legal_basis=LegalBasis.LEGITIMATE_INTEREST).slug, party_id=party_id)
    assert found.basis_in_force
    assert consents_of(party_id) == ()


def test_who_leaves_keeping_what_they_told_leaves_it_in_force_and_is_paid() -> None:
    study = running()
    found = leave(joined(study.slug).token, keep=True, now=LATER)
    assert (found.state, found.keeps_told, found.basis_in_force) == (ParticipantState.LEFT, True, True)
    assert [each.label for each in payments_due(study.slug)] == ["P01"]
    assert to_go() == frozenset()


def test_who_leaves_taking_it_along_is_paid_as_well() -> None:
    study = running()
    found = leave(joined(study.slug).token, keep=False, now=LATER)
    assert (found.keeps_told, found.basis_in_force) == (False, False)
    assert to_go(study.slug) == {found.id}
    assert [each.amount for each in payments_due(study.slug)] == [Decimal(30)]


def test_what_was_left_can_go_later() -> None:
    found = joined(running().slug)
    leave(found.token, keep=True, now=LATER)
    assert not withdraw_told(found.token, now=LATER).basis_in_force
    with pytest.raises(GuardError, match="nothing left"):
        withdraw_told(found.token, now=LATER)


def test_leaving_one_study_leaves_the_consent_that_another_rests_on() -> None:
    [party_id] = registered()
    first = joined(running().slug, party_id=party_id)
    second = joined(running(title="Another").slug, party_id=party_id)
    leave(first.token, keep=False, now=LATER)
    assert in_force([first.id, second.id], now=LATER) == {second.id}
    leave(second.token, keep=False, now=LATER)
    # It was given for the first study, and nothing rests on it any more.
    assert may_use(party_id, Purpose.RESEARCH, now=LATER).allowed is False or not in_force([second.id], now=LATER)


def test_who_is_taken_out_is_owed_the_same() -> None:
    study = running()
    found = remove_participant(joined(study.slug).id, why="Works for a competitor", by=BY, now=LATER)
    assert found.state is ParticipantState.REMOVED
    assert payments_due(study.slug)
    with pytest.raises(InputError, match="reason"):
        remove_participant(joined(study.slug).id, why=" ", by=BY)


def test_a_payment_is_made_once() -> None:
    study = running()
    found = joined(study.slug)
    settle_payment(found.id, payment=Payment.PAID, by=BY, now=LATER)
    assert payments_due(study.slug) == ()
    with pytest.raises(GuardError, match="nothing is owed"):
        settle_payment(found.id, payment=Payment.PAID, by=BY, now=LATER)


def test_an_open_link_lets_people_in_until_it_is_closed() -> None:
    study = running()
    link = open_link(slug=study.slug, by=BY, now=NOW)
    found = join_by_link(link, told=Joining(language="sv", address="uusi@Example.org"), now=NOW)
    assert (found.language, found.party_id) == ("sv", None)
    assert participant(found.id, purpose=Purpose.RESEARCH).address == ("email", "uusi@example.org")
    assert participant(found.id).address is None
    other = open_link(slug=study.slug, by=BY, now=NOW)
    assert other != link
    with pytest.raises(NotFoundError, match="not open"):
        join_by_link(link, told=Joining(), now=NOW)


def test_consent_on_paper_is_noted_by_who_was_there() -> None:
    study = running()
    added = add_by_hand(slug=study.slug, wishes=HandWishes(), by=BY, now=NOW)
    assert note_consent(added.id, how="paper", by=BY, now=NOW).basis_in_force
    with pytest.raises(GuardError, match="cannot join"):
        note_consent(added.id, how="paper", by=BY, now=NOW)


def test_nobody_joins_without_agreeing_or_twice_or_before_it_runs() -> None:
    slug = drafted().slug
    added = add_by_hand(slug=slug, wishes=HandWishes(), by=BY, now=NOW)
    with pytest.raises(GuardError, match="takes no participants now"):
        join(added.token, now=NOW)
    move_study(slug, StudyStep.READY, BY)
    move_study(slug, StudyStep.START, BY)
    with pytest.raises(GuardError, match="Consent"):
        join(added.token, told=Joining(agrees=False), now=NOW)
    with pytest.raises(InputError, match="words have changed"):
        join(added.token, told=Joining(version=7), now=NOW)
    join(added.token, now=NOW)
    with pytest.raises(GuardError, match="cannot join"):
        join(added.token, now=NOW)


def test_two_of_a_study_are_not_called_the_same() -> None:
    study = running()
    joined(study.slug, pseudonym="Kuu")
    with pytest.raises(InputError, match="called “kuu” already"):
        joined(study.slug, pseudonym="kuu")


def test_an_unknown_key_opens_nothing() -> None:
    running()
    assert participant_by_token("") is None
    assert participant_by_token("nothing") is None
    with pytest.raises(NotFoundError):
        leave("nothing", keep=True)


def test_many_participants_are_read_in_few_queries(django_assert_max_num_queries: object) -> None:
    study = running()
    for _each in range(6):
        joined(study.slug)
    with django_assert_max_num_queries(4):  # type: ignore[operator] # a fixture
        assert len(participants_of(study.slug)) == 6
