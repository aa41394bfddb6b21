"""Standing orders to ask: after encounters, on days, when customers leave, at another system's word; once each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kuulo.base.errors import InputError, NotFoundError
from kuulo.customers.rules import Channel, PartyRow
from kuulo.customers.services import register_parties
from kuulo.invitations.models import Invitation, Mailing, NotAsked
from kuulo.invitations.queries import TriggerView, list_triggers, trigger_of_token, trigger_view
from kuulo.invitations.rules.askings import TriggerPlan
from kuulo.invitations.rules.events import Encounter, Event, occurrences, parse_day
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.samples import Condition, SampleSpec
from kuulo.invitations.services import (
    change_trigger,
    create_trigger,
    evaluate_triggers,
    fire_trigger,
    notice_encounter,
    pause_trigger,
    renew_token,
    resume_trigger,
    send_due,
)
from kuulo.invitations.tests.cast import NOON, FakeChannel, customers, published
from kuulo.lake.services import seal

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def trigger(**more: object) -> TriggerView:
    plan = TriggerPlan(name="After", slug=published().slug, channel=Channel.EMAIL, kind=TriggerKind.AFTER_ENCOUNTER)
    return create_trigger(plan=replace(plan, **more), now=NOON).trigger  # type: ignore[arg-type]


def encounter(number: int = 1, **more: object) -> Encounter:
    plain = Encounter(
        id=f"visit-{number}",
        party=f"customer_id:{number}",
        occurred_at=NOON + MINUTE,
        touchpoint="Shop",
        attributes={"product": "lamp"},
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def notice(*encounters: Encounter, at: datetime = NOON + MINUTE) -> None:
    for each in encounters:
        notice_encounter(each, received_at=at)


def test_an_encounter_is_asked_about_once_after_a_delay() -> None:
    customers(3)
    made = trigger(delay=timedelta(hours=2))
    notice(encounter(1), encounter(2))
    assert not notice_encounter(encounter(1), received_at=NOON + MINUTE)
    assert evaluate_triggers(now=NOON + 2 * MINUTE).asked == 2
    again = evaluate_triggers(now=NOON + 3 * MINUTE)
    assert (again.asked, again.repeated) == (0, 2)
    seal()
    assert evaluate_triggers(now=NOON + 4 * MINUTE).asked == 0
    invitation = Invitation.objects.get(identifier="customer_id:1")
    assert (invitation.touchpoint, invitation.attributes["product"]) == ("Shop", "lamp")
    assert Mailing.objects.get(invitation=invitation).due_at == NOON + MINUTE + timedelta(hours=2)
    assert trigger_view(made.id).outcomes == {"planned": 2}
    channel = FakeChannel()
    now = NOON + timedelta(hours=3)
    assert send_due(now=now, clock=lambda: now, opened=channel.opened).sent == 2


def test_an_encounter_elsewhere_of_another_kind_or_of_old_is_passed_over() -> None:
    customers(4)
    trigger(touchpoint="Shop")
    notice(
        encounter(1, touchpoint="Web"),
        encounter(2, kind="purchase"),
        encounter(3, occurred_at=NOON - timedelta(days=8)),
        encounter(4),
    )
    assert evaluate_triggers(now=NOON + 2 * MINUTE).asked == 1
    assert Invitation.objects.get().identifier == "customer_id:4"


def test_what_came_in_before_the_trigger_was_made_is_not_asked_about() -> None:
    customers(1)
    notice(encounter(1, occurred_at=NOON - timedelta(hours=1)), at=NOON - timedelta(hours=1))
    trigger()
    assert evaluate_triggers(now=NOON + MINUTE).asked == 0


def test_a_signal_that_became_visible_late_is_found() -> None:
    customers(1)
    trigger()
    later = NOON + timedelta(hours=5)
    evaluate_triggers(now=later)
    notice(encounter(1), at=later - timedelta(hours=1))
    assert evaluate_triggers(now=later + MINUTE).asked == 1


def test_who_is_not_asked_is_noted_with_the_reason() -> None:
    customers(2)
    made = trigger()
    notice(encounter(1), encounter(77), encounter(2), encounter(5, party="customer_id:2"))
    fired = evaluate_triggers(now=NOON + 2 * MINUTE)
    assert (fired.asked, fired.left_out) == (2, {"unknown_party": 1, "already_invited": 1})
    assert trigger_view(made.id).not_asked == {"unknown_party": 1, "already_invited": 1}
    assert NotAsked.objects.get(reason="unknown_party").identifier == "customer_id:77"


def test_a_filter_means_only_some() -> None:
    customers(3)
    trigger(spec=SampleSpec(conditions=(Condition(attribute="segment", values=("home",)),)))
    notice(*(encounter(number) for number in (1, 2, 3)))
    fired = evaluate_triggers(now=NOON + 2 * MINUTE)
    assert (fired.asked, fired.passed) == (1, 2)


def test_a_share_of_encounters_is_drawn_and_weighs_as_much() -> None:
    customers(200)
    trigger(share=0.25)
    notice(*(encounter(number) for number in range(1, 201)))
    fired = evaluate_triggers(now=NOON + 2 * MINUTE)
    # Binomial(200, ¼): six standard deviations either way.
    assert 14 <= fired.asked <= 86
    assert fired.left_out == {"not_drawn": 200 - fired.asked}
    assert set(Invitation.objects.values_list("probability", "weight")) == {(0.25, 4.0)}


def test_who_leaves_is_asked_even_when_it_is_told_late() -> None:
    names = customers(3)
    trigger(kind=TriggerKind.WHEN_LEAVES, offset_days=1)
    today = NOON.date()
    assert evaluate_triggers(now=NOON + MINUTE).asked == 0
    register_parties([PartyRow(identifier=names[0], until=today)])
    assert evaluate_triggers(now=NOON + timedelta(hours=1)).asked == 0
    assert evaluate_triggers(now=NOON + timedelta(days=1)).asked == 1
    register_parties([PartyRow(identifier=names[1], until=today)])
    assert evaluate_triggers(now=NOON + timedelta(days=20)).asked == 1
    due = Mailing.objects.order_by("due_at").values_list("due_at", flat=True)
    assert [each.astimezone(UTC).hour for each in due] == [10, 10]


def test_who_left_before_the_trigger_was_made_is_let_go() -> None:
    customers(2, until=NOON.date() - timedelta(days=3))
    trigger(kind=TriggerKind.WHEN_LEAVES)
    assert evaluate_triggers(now=NOON + MINUTE).asked == 0


def test_days_of_customers_come_due() -> None:
    names = customers(3)
    register_parties([PartyRow(identifier=names[0], since=date(2026, 10, 26))])
    register_parties([PartyRow(identifier=names[1], attributes={"renewal": "25.12.2026"})])
    trigger(kind=TriggerKind.AT_DATE, date_field="since", offset_days=30)
    trigger(kind=TriggerKind.AT_DATE, date_field="renewal", offset_days=-30)
    assert evaluate_triggers(now=NOON + timedelta(days=1)).asked == 0
    assert evaluate_triggers(now=NOON + timedelta(days=2)).asked == 2
    assert evaluate_triggers(now=NOON + timedelta(days=3)).asked == 0


def test_one_day_for_everybody() -> None:
    customers(3)
    trigger(kind=TriggerKind.AT_DATE, on_day=date(2026, 11, 25))
    assert evaluate_triggers(now=NOON + timedelta(days=1)).asked == 0
    assert evaluate_triggers(now=NOON + timedelta(days=5)).asked == 3
    assert evaluate_triggers(now=NOON + timedelta(days=6)).asked == 0


def test_another_system_sets_it_off_with_its_token() -> None:
    customers(2)
    plan = TriggerPlan(name="Delivered", slug=published().slug, channel=Channel.EMAIL, kind=TriggerKind.API)
    made = create_trigger(plan=plan, now=NOON)
    assert trigger_of_token(made.token) == made.trigger.id
    event = Event(key="delivery-9", party="customer_id:1", at=NOON)
    assert fire_trigger(made.token, event, now=NOON).asked == 1
    assert fire_trigger(made.token, event, now=NOON).repeated == 1
    renewed = renew_token(trigger_id=made.trigger.id)
    with pytest.raises(NotFoundError, match="no trigger"):
        fire_trigger(made.token, event)
    with pytest.raises(InputError, match="does not say both"):
        fire_trigger(renewed, replace(event, party="1042"))
    pause_trigger(trigger_id=made.trigger.id)
    assert trigger_of_token(renewed) is None
    assert trigger_of_token("") is None


def test_a_resting_trigger_sleeps_through_what_happens() -> None:
    customers(2)
    made = trigger()
    pause_trigger(trigger_id=made.id)
    notice(encounter(1))
    later = NOON + timedelta(hours=5)
    assert evaluate_triggers(now=later).asked == 0
    resume_trigger(trigger_id=made.id, now=later)
    assert evaluate_triggers(now=later + MINUTE).asked == 0
    assert [each.active for each in list_triggers(made.slug)] == [True]


def test_a_trigger_can_be_changed() -> None:
    made = trigger()
    plan = TriggerPlan(
        name="Later", slug=made.slug, channel=Channel.SMS, kind=TriggerKind.AFTER_ENCOUNTER, delay=timedelta(days=1)
    )
    changed = change_trigger(trigger_id=made.id, plan=plan)
    assert (changed.name, changed.channel, changed.delay) == ("Later", Channel.SMS, timedelta(days=1))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"share": 0.0}, "chance"),
        ({"signal_kind": ""}, "which encounters"),
        ({"kind": TriggerKind.AT_DATE}, "either one day"),
        ({"kind": TriggerKind.AT_DATE, "date_field": "since", "on_day": date(2026, 1, 1)}, "either one day"),
        ({"delay": -MINUTE}, "not negative"),
    ],
)
def test_a_trigger_that_could_never_be_kept_is_refused(more: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        trigger(**more)


def test_anniversaries_come_each_year_and_leap_days_on_the_28th() -> None:
    first, last = date(2026, 1, 1), date(2028, 12, 31)
    leap = occurrences(date(2024, 2, 29), offset=0, yearly=True, first=first, last=last)
    assert leap == (date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29))
    assert occurrences(date(2030, 1, 1), offset=0, yearly=True, first=first, last=last) == ()
    before = occurrences(date(2020, 1, 5), offset=-10, yearly=True, first=date(2025, 12, 26), last=date(2025, 12, 26))
    assert before == (date(2026, 1, 5),)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-12-24", date(2026, 12, 24)), ("24.12.2026", date(2026, 12, 24)), ("soon", None), ("1.2", None), ("", None)],
)
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert parse_day(text) == day
