"""A round from draft to its end: drawn, started, sent, paused, finished, cancelled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.base.errors import DeliveryError, GuardError, InputError, NotFoundError
from kuulo.customers.models import ContactPoint
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Basis, Channel
from kuulo.customers.services import give_consent, withdraw_consent
from kuulo.instruments.rules.questionnaire import Promise
from kuulo.instruments.services import close_instrument
from kuulo.invitations.models import Contact, Invitation, Mailing, NotAsked
from kuulo.invitations.queries import invitations_by_token, round_view
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.messages import Delivery, Receipt
from kuulo.invitations.rules.outcomes import Outcome, OutcomeEvent
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.rules.samples import Condition, Method, Quota, SampleSpec
from kuulo.invitations.services import (
    admit_drawn,
    cancel_round,
    change_round,
    create_round,
    draw_round,
    finish_round,
    give_up_claims,
    pause_round,
    record_outcomes,
    refuse,
    resume_round,
    send_again,
    send_due,
    start_round,
)
from kuulo.invitations.services.refusing import Scope, note_opened
from kuulo.invitations.tests.cast import NOON, FakeChannel, customers, plan, published, started

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def run(channel: FakeChannel, after: timedelta = timedelta()) -> int:
    """Do what the worker does each minute; return how many messages were handled."""
    now = NOON + after
    admit_drawn(now=now)
    give_up_claims(now=now)
    return send_due(now=now, clock=lambda: now, opened=channel.opened).total


def test_everybody_is_drawn_asked_and_counted() -> None:
    customers(12)
    slug = published().slug
    channel = FakeChannel()
    view = started(slug)
    assert (view.frame, view.target, view.reachable, view.drawn) == (12, 12, 12, 12)
    assert run(channel) == 12
    assert {message.to for message in channel.sent} == {f"customer{n}@example.com" for n in range(1, 13)}
    assert round_view(view.id).outcomes == {"sent": 12}
    assert Contact.objects.count() == 12


def test_a_sample_can_be_drawn_again() -> None:
    customers(60)
    slug = published().slug
    spec = SampleSpec(method=Method.SIMPLE, size=20)
    first, second = (create_round(plan=plan(slug, spec=spec, seed=42)) for _each in range(2))
    for made in (first, second):
        draw_round(round_id=made.id)
    drawn = [
        set(Invitation.objects.filter(round_id=made.id).values_list("identifier", flat=True))
        for made in (first, second)
    ]
    assert drawn[0] == drawn[1]
    assert round_view(first.id).fingerprint == round_view(second.id).fingerprint
    draw_round(round_id=second.id, seed=43)
    other = set(Invitation.objects.filter(round_id=second.id).values_list("identifier", flat=True))
    assert len(other) == 20
    assert other != drawn[0]


def test_weights_are_kept_on_the_invitation() -> None:
    customers(60)
    spec = SampleSpec(method=Method.STRATIFIED, size=15, by=("segment",))
    view = started(published().slug, spec=spec)
    invitations = Invitation.objects.filter(round_id=view.id)
    assert sum(each.weight or 0 for each in invitations) == pytest.approx(60)
    assert {stratum.label: stratum.drawn for stratum in view.strata} == {"farm": 5, "home": 5, "office": 5}


def test_who_could_not_be_reached_is_known_with_the_reason() -> None:
    names = customers(6)
    ids = party_ids_of(names)
    withdraw_consent(party_id=ids[names[0]], at=NOON)
    ContactPoint.objects.filter(party_id=ids[names[1]]).update(state="bounced")
    ContactPoint.objects.filter(party_id=ids[names[2]]).delete()
    view = started(published().slug)
    assert (view.frame, view.target, view.reachable) == (6, 6, 3)
    assert view.unreachable == {"no_consent": 1, "bounced": 1, "no_address": 1}
    reasons = dict(NotAsked.objects.filter(round_id=view.id).values_list("identifier", "reason"))
    assert reasons == {names[0]: "no_consent", names[1]: "bounced", names[2]: "no_address"}


def test_on_the_basis_of_consent_only_those_who_gave_it_are_asked() -> None:
    names = customers(4)
    give_consent(party_id=party_ids_of(names)[names[2]], at=NOON - WEEK)
    view = started(published().slug, basis=Basis.CONSENT)
    assert (view.reachable, view.unreachable) == (1, {"no_consent": 3})


def test_a_filter_narrows_whom_the_round_speaks_for() -> None:
    customers(12)
    customers(3, first=100, until=(NOON - WEEK).date())
    spec = SampleSpec(conditions=(Condition(attribute="segment", values=("home",)),))
    view = started(published().slug, spec=spec)
    assert (view.frame, view.target) == (15, 4)


def test_quotas_hold_when_drawn_and_when_enough_have_answered() -> None:
    customers(30)
    spec = SampleSpec(
        method=Method.QUOTAS,
        size=9,
        quotas=(
            Quota(attribute="segment", value="home", invited=4, complete=1),
            Quota(attribute="segment", value="farm", invited=5),
        ),
    )
    channel = FakeChannel()
    view = started(published().slug, spec=spec, first_at=NOON + timedelta(hours=1))
    assert {each.label: each.drawn for each in view.strata} == {"home": 4, "farm": 5, "office": 0}
    assert set(NotAsked.objects.filter(round_id=view.id).values_list("reason", flat=True)) == {"quota_full"}
    assert run(channel) == 0
    home = Invitation.objects.filter(round_id=view.id, stratum="home").first()
    assert home is not None
    record_outcomes([OutcomeEvent(invitation_id=home.pk, outcome=Outcome.COMPLETE, at=NOON)])
    run(channel, timedelta(hours=2))
    assert len(channel.sent) == 5
    assert Invitation.objects.filter(round_id=view.id, stratum="home", outcome="not_asked").count() == 3


def test_reminders_go_to_those_who_are_silent() -> None:
    customers(8)
    channel = FakeChannel()
    view = started(published().slug, reminders=ReminderPlan(count=2, after_days=3, window_days=2))
    run(channel)
    planned = Mailing.objects.filter(number__gt=0)
    assert planned.count() == 16
    assert all(each.randomised and each.window_start <= each.due_at < each.window_end for each in planned)  # type: ignore[operator]
    first, second, third = Invitation.objects.filter(round_id=view.id).order_by("pk")[:3]
    events = {first.pk: Outcome.COMPLETE, second.pk: Outcome.REFUSED, third.pk: Outcome.BOUNCED}
    record_outcomes(OutcomeEvent(invitation_id=pk, outcome=each, at=NOON) for pk, each in events.items())
    channel.sent.clear()
    run(channel, timedelta(days=6))
    assert len(channel.sent) == 5
    assert {message.step for message in channel.sent} == {1}
    run(channel, timedelta(days=11))
    assert len(channel.sent) == 10
    assert Contact.objects.filter(reminder=True).count() == 10


def test_a_paused_round_sends_nothing_until_it_goes_on() -> None:
    customers(3)
    channel = FakeChannel()
    view = started(published().slug)
    pause_round(round_id=view.id)
    assert run(channel) == 0
    resume_round(round_id=view.id)
    assert run(channel) == 3


def test_what_was_not_sent_before_the_end_is_never_sent() -> None:
    customers(5)
    channel = FakeChannel()
    view = started(published().slug, first_at=NOON + WEEK)
    run(channel)
    assert Contact.objects.count() == 5
    ended = cancel_round(round_id=view.id, now=NOON)
    assert ended.outcomes == {"not_asked": 5}
    assert set(NotAsked.objects.values_list("reason", flat=True)) == {"cancelled"}
    assert Contact.objects.count() == 0
    assert run(channel, WEEK * 2) == 0


def test_a_message_refused_for_now_is_tried_later_and_given_up_at_last() -> None:
    customers(1)
    channel = FakeChannel([Receipt(delivery=Delivery.TEMPORARY, detail="450 busy")] * 6)
    view = started(published().slug)
    after = timedelta()
    for _attempt in range(6):
        assert run(channel, after) == 1
        after += timedelta(hours=6)
    assert run(channel, after) == 0
    assert round_view(view.id).outcomes == {"not_asked": 1}
    assert NotAsked.objects.get().reason == "failed"
    assert Contact.objects.count() == 0


def test_an_address_refused_for_good_is_noted_with_the_customer() -> None:
    names = customers(1)
    channel = FakeChannel([Receipt(delivery=Delivery.PERMANENT, detail="550 no such user")])
    view = started(published().slug, reminders=ReminderPlan(count=1))
    run(channel)
    assert round_view(view.id).outcomes == {"bounced": 1}
    point = ContactPoint.objects.get(party_id=party_ids_of(names)[names[0]])
    assert (point.state, point.reason) == ("bounced", "550 no such user")
    assert Mailing.objects.get(number=1).state == "dropped"


def test_a_closed_channel_loses_nothing() -> None:
    customers(2)
    channel = FakeChannel(is_closed=True)
    started(published().slug)
    with pytest.raises(DeliveryError):
        run(channel)
    channel.is_closed = False
    assert run(channel, timedelta(hours=1)) == 2
    assert len(channel.sent) == 2


def test_a_message_whose_sender_died_is_not_sent_twice_by_itself() -> None:
    customers(1)
    channel = FakeChannel()
    started(published().slug)
    admit_drawn(now=NOON)
    Mailing.objects.update(state="claimed", claimed_by="one that died", claimed_at=NOON)
    assert run(channel, timedelta(minutes=20)) == 0
    mailing = Mailing.objects.get()
    assert mailing.state == "unclear"
    assert send_again(mailing_id=mailing.pk, now=NOON)
    assert not send_again(mailing_id=mailing.pk, now=NOON)
    assert run(channel, timedelta(minutes=21)) == 1


def test_a_consent_withdrawn_after_admission_stops_the_message() -> None:
    names = customers(2)
    channel = FakeChannel()
    view = started(published().slug, first_at=NOON + WEEK)
    run(channel)
    withdraw_consent(party_id=party_ids_of(names)[names[0]], at=NOON)
    run(channel, WEEK * 2)
    assert len(channel.sent) == 1
    assert NotAsked.objects.get(round_id=view.id).reason == "no_consent"


def test_one_refusal_ends_reminders_and_keeps_later_rounds_away() -> None:
    customers(2)
    slug = published().slug
    channel = FakeChannel()
    view = started(slug, reminders=ReminderPlan(count=1))
    run(channel)
    token = Invitation.objects.filter(round_id=view.id).values_list("token", flat=True)[0]
    refused = refuse(token=token, scope=Scope.CHANNEL, at=NOON)
    assert refused is not None
    assert refused.state == "refused"
    assert refuse(token=token, at=NOON) == refused
    assert refuse(token="x" * 22) is None
    later = started(published("Another").slug)
    assert later.unreachable == {"no_consent": 1}


def test_a_refusal_of_one_questionnaire_spares_the_others() -> None:
    customers(2)
    slug = published().slug
    channel = FakeChannel()
    view = started(slug)
    run(channel)
    record = Invitation.objects.filter(round_id=view.id).first()
    assert record is not None
    refuse(token=record.token, scope=Scope.THIS, at=NOON)
    again = started(slug)
    run(channel, WEEK * 6)
    assert NotAsked.objects.get(round_id=again.id, party=record.party).reason == "refused"
    assert started(published("Another").slug).reachable == 2


def test_opening_is_noted_only_where_it_was_agreed() -> None:
    from_names = customers(2)
    give_consent(party_id=party_ids_of(from_names)[from_names[0]], purpose="tracking", at=NOON - WEEK)  # type: ignore[arg-type]
    view = started(published().slug)
    run(FakeChannel())
    tokens = dict(Invitation.objects.filter(round_id=view.id).values_list("identifier", "token"))
    assert note_opened(tokens[from_names[0]], at=NOON)
    assert not note_opened(tokens[from_names[1]], at=NOON)
    assert round_view(view.id).outcomes == {"opened": 1, "sent": 1}


def test_outcomes_never_step_back_and_repeats_change_nothing() -> None:
    customers(1)
    view = started(published().slug)
    run(FakeChannel())
    number = Invitation.objects.get(round_id=view.id).pk

    def record(outcome: Outcome) -> int:
        return record_outcomes([OutcomeEvent(invitation_id=number, outcome=outcome, at=NOON + WEEK)])

    assert [record(each) for each in (Outcome.STARTED, Outcome.STARTED, Outcome.DELIVERED, Outcome.PARTIAL)] == [
        1,
        0,
        0,
        1,
    ]
    assert record(Outcome.COMPLETE) == 1
    assert record(Outcome.REFUSED) == 0
    assert record_outcomes([OutcomeEvent(invitation_id=999_999, outcome=Outcome.COMPLETE, at=NOON)]) == 0
    with pytest.raises(InputError, match="no outcome that can be recorded"):
        record(Outcome.PLANNED)


def test_where_answers_are_anonymous_the_outcome_keeps_the_day_alone() -> None:
    customers(1)
    view = started(published(promise=Promise.ANONYMOUS).slug)
    run(FakeChannel())
    invitation = Invitation.objects.get(round_id=view.id)
    record_outcomes([OutcomeEvent(invitation_id=invitation.pk, outcome=Outcome.COMPLETE, at=NOON + WEEK)])
    invitation.refresh_from_db()
    assert invitation.outcome_at == (NOON + WEEK).replace(hour=0)


def test_an_invitation_is_found_by_its_token() -> None:
    customers(1)
    version = published()
    view = started(version.slug, spec=SampleSpec(method=Method.SIMPLE, size=1))
    run(FakeChannel())
    token = Invitation.objects.get().token
    found = invitations_by_token([token, "y" * 22, "short"])
    assert list(found) == [token]
    seen = found[token]
    assert len(token) == 22
    assert (seen.party, seen.slug, seen.instrument_id, seen.state, seen.phase) == (
        "customer_id:1",
        version.slug,
        version.instrument_id,
        "sent",
        1,
    )
    assert seen.attributes == {"segment": "farm", "region": "north"}
    assert seen.weight == 1.0
    assert seen.round_id == view.id
    assert seen.expires_at == NOON + timedelta(days=30)
    assert seen.takes_answers(NOON + timedelta(days=29))
    assert not seen.takes_answers(NOON + timedelta(days=30))


def test_steps_that_may_not_follow_name_their_guard() -> None:
    slug = published().slug
    made = create_round(plan=plan(slug))
    with pytest.raises(GuardError, match="a draft cannot be started"):
        start_round(round_id=made.id)
    draw_round(round_id=made.id)
    with pytest.raises(GuardError, match="Nobody is in the sample"):
        start_round(round_id=made.id)
    customers(1)
    draw_round(round_id=made.id)
    close_instrument(slug=slug)
    with pytest.raises(GuardError, match="no published version"):
        start_round(round_id=made.id)
    assert round_view(made.id).state is RoundState.DRAWN
    changed = change_round(round_id=made.id, plan=plan(slug, name="Winter"))
    assert (changed.state, changed.name, changed.drawn) == (RoundState.DRAFT, "Winter", 0)
    cancel_round(round_id=made.id)
    with pytest.raises(GuardError, match="called off cannot be finished"):
        finish_round(round_id=made.id)
    with pytest.raises(NotFoundError, match="no round 999"):
        draw_round(round_id=999)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"name": " "}, "no name"),
        ({"spec": SampleSpec(method=Method.SIMPLE)}, "no size"),
        ({"spec": SampleSpec(method=Method.STRATIFIED, size=3)}, "needs strata"),
        ({"spec": SampleSpec(method=Method.QUOTAS, size=3)}, "needs quotas"),
        ({"reminders": ReminderPlan(count=9)}, "0–5 reminders"),
        ({"reminders": ReminderPlan(count=3), "valid_days": 20}, "does not last"),
        ({"reminders": ReminderPlan(count=1, from_hour=20, to_hour=9)}, "hours of the day"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(change: dict[str, object], words: str) -> None:
    slug = published().slug
    with pytest.raises(InputError, match=words):
        create_round(plan=plan(slug, **change))


def test_text_messages_wait_for_the_morning() -> None:
    customers(1, channels=[Channel.SMS])
    channel = FakeChannel()
    night = timedelta(hours=12)
    started(published().slug, channel=Channel.SMS)
    assert run(channel, night) == 0
    assert run(channel, timedelta(days=1)) == 1
