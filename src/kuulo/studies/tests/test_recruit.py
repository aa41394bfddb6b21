"""Finding participants among the customers: by lot, within the contact budget, never who said no; and asking them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from kuulo.base.errors import DeliveryError, GuardError, InputError
from kuulo.customers.rules import Channel, PartyRow, Purpose
from kuulo.customers.rules.segments import About, Condition, Group, Join, Op
from kuulo.customers.services import register_parties, withdraw_consent
from kuulo.customers.services.segments import save_segment
from kuulo.invitations.channels import sent_folder
from kuulo.invitations.models import Contact
from kuulo.invitations.rules.budget import Limit
from kuulo.invitations.services import note_contact, set_budget
from kuulo.studies.queries import participants_of
from kuulo.studies.rules import Method, Sending, StudyStep
from kuulo.studies.services import (
    DrawWishes,
    HandWishes,
    LeftOut,
    add_by_hand,
    add_participants,
    move_study,
    open_link,
    send_invitations,
)
from kuulo.studies.tests.planning import BY, NOW, drafted, registered, running

pytestmark = pytest.mark.django_db


def draw(slug: str, count: int = 3, **wishes: object) -> list[int]:
    """Draw and return the customers."""
    told = {"count": count, "seed": 7} | wishes
    add_participants(slug=slug, wishes=DrawWishes(**told), by=BY, now=NOW)  # type: ignore[arg-type] # by name
    return [each.party_id or 0 for each in participants_of(slug)]


def test_the_lot_falls_by_the_seed_and_spends_from_the_budget() -> None:
    registered(9)
    first = draw(running().slug)
    assert len(first) == 3
    assert Contact.objects.filter(source__startswith="study:").count() == 3


def test_whom_the_budget_does_not_bear_is_passed_over_and_another_takes_the_place() -> None:
    people = registered(6)
    set_budget(limits=[Limit(most=1, days=30)])
    for party_id in people[:4]:
        note_contact(party_id=party_id, channel=Channel.EMAIL, at=NOW - timedelta(days=2), source="survey:1")
    study = running()
    added = add_participants(slug=study.slug, wishes=DrawWishes(count=3, seed=1), by=BY, now=NOW)
    assert sorted(each.party_id or 0 for each in participants_of(study.slug)) == people[4:]
    assert added.left_out == {LeftOut.BUDGET: 4}
    assert added.frame == 6


def test_who_wants_no_research_is_never_asked() -> None:
    people = registered(3)
    withdraw_consent(party_id=people[0], at=NOW, purpose=Purpose.RESEARCH)
    withdraw_consent(party_id=people[1], at=NOW, purpose=Purpose.SURVEYS)
    study = running()
    added = add_participants(slug=study.slug, wishes=DrawWishes(count=3), by=BY, now=NOW)
    assert len(added.participants) == 1
    assert added.left_out == {LeftOut.REFUSED: 2}
    with pytest.raises(GuardError, match="wants no research"):
        add_by_hand(slug=study.slug, wishes=HandWishes(party_id=people[0]), by=BY, now=NOW)


def test_nobody_is_drawn_twice() -> None:
    people = registered(4)
    slug = running().slug
    draw(slug, 3)
    assert sorted(draw(slug, 3)) == people


def test_who_has_no_address_on_the_channel_is_left_out() -> None:
    registered(2)
    added = add_participants(slug=running().slug, wishes=DrawWishes(count=2, channel=Channel.SMS), by=BY, now=NOW)
    assert added.left_out == {LeftOut.NO_ADDRESS: 2}


def test_only_those_of_the_segment_are_drawn() -> None:
    people = registered(4)
    register_parties([PartyRow(identifier="customer_id:3", name="Aino 3", attributes={"shop": "Kamppi"})])
    condition = Condition(about=About.ATTRIBUTE, op=Op.IS, name="shop", values=("Kamppi",))
    segment = save_segment(name="In Kamppi", group=Group(Join.ALL, (condition,)), by=BY, now=NOW)
    study = running(segment=segment.slug)
    added = add_participants(slug=study.slug, wishes=DrawWishes(count=4, segment=segment.slug), by=BY, now=NOW)
    assert (added.frame, [each.party_id for each in participants_of(study.slug)]) == (1, [people[2]])


def test_messages_wait_until_the_study_runs_and_go_out_once() -> None:
    registered(2)
    study = drafted()
    draw(study.slug, 2)
    assert send_invitations(now=NOW).sent == 0
    move_study(study.slug, StudyStep.READY, BY, now=NOW)
    move_study(study.slug, StudyStep.START, BY, now=NOW)
    assert send_invitations(now=NOW).sent == 2
    assert send_invitations(now=NOW).sent == 0
    people = participants_of(study.slug)
    assert {each.sending for each in people} == {Sending.SENT}
    mails = [path.read_text() for path in sorted(sent_folder("email").iterdir())]
    assert len(mails) == 2
    assert sorted(line for mail in mails for line in mail.splitlines() if line.startswith("Hei")) == [
        "Hei Aino 1,",
        "Hei Aino 2,",
    ]
    links = {token for mail in mails for token in re.findall(r"/join/([\w-]{20,})/", mail)}
    assert links == {each.token for each in people}


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.LETTER])
def test_text_messages_and_letters_are_written_too(channel: Channel) -> None:
    study = running()
    address = "+358401234567" if channel is Channel.SMS else ""
    if channel is Channel.SMS:
        add_by_hand(slug=study.slug, wishes=HandWishes(address=address, language="sv", send=True), by=BY, now=NOW)
        assert send_invitations(now=NOW).sent == 1
        [text] = [path.read_text() for path in sent_folder("sms").iterdir()]
        assert "Hur går det att beställa?" in text
    else:
        with pytest.raises(InputError, match="no address to write to"):
            add_by_hand(slug=study.slug, wishes=HandWishes(send=True), by=BY, now=NOW)


def test_a_channel_that_is_closed_leaves_the_message_waiting() -> None:
    [party_id] = registered()
    study = running()
    add_by_hand(slug=study.slug, wishes=HandWishes(party_id=party_id, send=True), by=BY, now=NOW)

    def closed(name: str) -> None:
        raise DeliveryError(f"{name} is closed")

    with pytest.raises(DeliveryError):
        send_invitations(now=NOW, opened=closed)  # type: ignore[arg-type] # it never opens
    assert send_invitations(now=NOW).sent == 1


def test_nobody_is_asked_to_desk_research_or_to_a_study_that_is_over() -> None:
    desk = drafted(method=Method.DESK, title="Desk")
    with pytest.raises(GuardError, match="Nobody takes part"):
        open_link(slug=desk.slug, by=BY)
    over = drafted(title="Over")
    move_study(over.slug, StudyStep.CANCEL, BY)
    with pytest.raises(GuardError, match="past its fieldwork"):
        add_participants(slug=over.slug, wishes=DrawWishes(count=1), by=BY)
    with pytest.raises(InputError, match="between 1 and"):
        add_participants(slug=running().slug, wishes=DrawWishes(count=0), by=BY)


def test_the_budget_bears_no_second_message_by_hand() -> None:
    [party_id] = registered()
    set_budget(limits=[Limit(most=1, days=30)])
    note_contact(party_id=party_id, channel=Channel.EMAIL, at=NOW - timedelta(days=2), source="survey:1")
    with pytest.raises(GuardError, match="Contact budget"):
        add_by_hand(slug=running().slug, wishes=HandWishes(party_id=party_id, send=True), by=BY, now=NOW)
