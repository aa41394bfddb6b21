"""The contact budget: no party ever gets more contacts in a stretch of days than a rule allows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError, NotFoundError
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel
from kuulo.invitations.models import Contact, Mailing, NotAsked
from kuulo.invitations.queries import list_rounds
from kuulo.invitations.rules.budget import ContactEntry, Counted, Limit, allowed, limits_of
from kuulo.invitations.rules.reminders import ReminderPlan
from kuulo.invitations.services import admit_drawn, cancel_round, note_contact, set_budget
from kuulo.invitations.tests.cast import NOON, customers, published, started

DAY = timedelta(days=1)
START = datetime(2026, 1, 1, tzinfo=UTC)
times = st.lists(st.integers(0, 60 * 24), max_size=25).map(lambda hours: [START + timedelta(hours=h) for h in hours])


def entry(at: datetime, channel: str = "email") -> ContactEntry:
    return ContactEntry(channel=channel, at=at)


@pytest.mark.pure
@given(times, st.integers(0, 4), st.integers(1, 30))
def test_what_is_let_in_one_by_one_never_exceeds_the_rule(wanted: list[datetime], most: int, days: int) -> None:
    limit = Limit(most=most, days=days)
    let_in: list[ContactEntry] = []
    for at in wanted:
        if allowed([limit], let_in, [entry(at)]):
            let_in.append(entry(at))
    span = timedelta(days=days)
    for start in let_in:
        assert sum(start.at <= each.at < start.at + span for each in let_in) <= most
    # And nobody is refused who would have fitted.
    for at in set(wanted) - {each.at for each in let_in}:
        near = [each.at for each in let_in if at - span < each.at < at + span] + [at]
        assert any(sum(begin <= each < begin + span for each in near) > most for begin in near)


@pytest.mark.pure
def test_rules_are_of_a_channel_of_an_attribute_and_of_askings_or_messages() -> None:
    reminder = ContactEntry(channel="email", at=START, reminder=True)
    assert allowed([Limit(most=1, days=9)], [entry(START)], [reminder])
    assert not allowed([Limit(most=1, days=9, counted=Counted.MESSAGES)], [entry(START)], [reminder])
    assert allowed([Limit(most=1, days=9, channel="sms")], [entry(START)], [entry(START)])
    assert not allowed([Limit(most=1, days=9, channel="sms")], [entry(START, "sms")], [entry(START, "sms")])
    vip = Limit(most=0, days=1, attribute="segment", value="vip")
    assert limits_of([vip], {"segment": "vip"}) == (vip,)
    assert limits_of([vip], {"segment": "home"}) == limits_of([vip], {}) == ()


@pytest.mark.pure
def test_a_stretch_is_half_open_and_counts_what_is_to_come() -> None:
    limit = Limit(most=1, days=7)
    assert not allowed([limit], [entry(START)], [entry(START + 7 * DAY - timedelta(seconds=1))])
    assert allowed([limit], [entry(START)], [entry(START + 7 * DAY)])
    assert not allowed([limit], [entry(START + 3 * DAY)], [entry(START)])


@pytest.mark.django_db
def test_a_second_round_too_soon_leaves_people_alone() -> None:
    customers(5)
    set_budget(limits=[Limit(most=1, days=30)])
    started(published().slug)
    admit_drawn(now=NOON)
    started(published("Second").slug)
    admit_drawn(now=NOON + DAY)
    assert Contact.objects.count() == 5
    assert list(NotAsked.objects.values_list("reason", flat=True)) == ["budget"] * 5
    started(published("Third").slug)
    admit_drawn(now=NOON + 30 * DAY)
    assert Contact.objects.count() == 10


@pytest.mark.django_db
def test_reminders_that_do_not_fit_are_left_out() -> None:
    customers(1)
    set_budget(limits=[Limit(most=2, days=60, counted=Counted.MESSAGES)])
    started(published().slug, reminders=ReminderPlan(count=3, after_days=3, window_days=2))
    admit_drawn(now=NOON)
    assert list(Mailing.objects.order_by("number").values_list("number", flat=True)) == [0, 1]


@pytest.mark.django_db
def test_a_cancelled_round_gives_back_what_it_did_not_use() -> None:
    customers(1)
    set_budget(limits=[Limit(most=1, days=30)])
    view = started(published().slug, first_at=NOON + DAY)
    admit_drawn(now=NOON)
    cancel_round(round_id=view.id, now=NOON)
    started(published("Second").slug)
    admit_drawn(now=NOON)
    assert Contact.objects.get().source == f"round:{list_rounds()[0].id}"


@pytest.mark.django_db
def test_other_rooms_spend_from_the_same_budget() -> None:
    names = customers(1)
    party = party_ids_of(names)[names[0]]
    set_budget(limits=[Limit(most=1, days=30)])
    assert note_contact(party_id=party, channel=Channel.EMAIL, at=NOON, source="research:4")
    assert note_contact(party_id=party, channel=Channel.EMAIL, at=NOON, source="research:4")
    assert not note_contact(party_id=party, channel=Channel.SMS, at=NOON + DAY, source="research:5")
    started(published().slug)
    admit_drawn(now=NOON + DAY)
    assert NotAsked.objects.get().reason == "budget"
    with pytest.raises(NotFoundError, match="no party"):
        note_contact(party_id=0, channel=Channel.SMS, at=NOON, source="research:5")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (Limit(most=-1, days=3), "no rule that can be kept"),
        (Limit(most=1, days=0), "no rule that can be kept"),
        (Limit(most=1, days=3, channel="pigeon"), "no channel called"),
        (Limit(most=1, days=3, attribute="segment"), "an attribute and its value"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(limit: Limit, words: str) -> None:
    with pytest.raises(InputError, match=words):
        set_budget(limits=[limit])


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Do works in threads that begin at the same moment; return what went wrong."""
    gate = threading.Barrier(len(works))
    wrong: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait()
            work()
        except BaseException as error:  # noqa: BLE001 -- a thread's error is handed to the test
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_rounds_that_start_at_once_never_exceed_the_budget_together(open_database: dict[str, str]) -> None:
    customers(60)
    set_budget(limits=[Limit(most=2, days=30)])
    for name in ("One", "Two", "Three", "Four"):
        started(published(name).slug)
    settings = connection.settings_dict

    def admit() -> None:
        if connection.vendor == "sqlite":
            connection.settings_dict = settings
        admit_drawn(now=NOON)

    party = party_ids_of(["customer_id:1"])["customer_id:1"]
    assert at_once(admit, admit, admit, lambda: spend(settings, party)) == []
    per_party = dict.fromkeys(party_ids_of([f"customer_id:{number}" for number in range(1, 61)]).values(), 0)
    for number in Contact.objects.values_list("party_id", flat=True):
        per_party[number] += 1
    assert set(per_party.values()) == {2}
    assert (
        NotAsked.objects.filter(reason="budget").count() == 240 - Contact.objects.exclude(source="research:1").count()
    )


def spend(settings: dict[str, object], party: int) -> None:
    """Let another room contact the party at the same time."""
    if connection.vendor == "sqlite":
        connection.settings_dict = settings
    note_contact(party_id=party, channel=Channel.EMAIL, at=NOON, source="research:1")
