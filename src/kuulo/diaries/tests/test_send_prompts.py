"""Prompts: written down once, sent at most once, within budget and hours, also when a sender dies midway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Final

import msgspec
import pytest

from kuulo.base.errors import DeliveryError
from kuulo.diaries.models import PromptMessage
from kuulo.diaries.queries.following import dropped_prompts, followed, unclear_prompts
from kuulo.diaries.rules import DiaryPlan, Dropped, Prompt, PromptKind, PromptState
from kuulo.diaries.services import (
    Handled,
    add_prompt,
    give_up_claims,
    mute,
    note_opened,
    retire_prompt,
    send_again,
    send_due,
    set_diary,
    unmute,
)
from kuulo.diaries.tests.desk import NOW, PLAN, keeper, kept
from kuulo.invitations.channels import Channel
from kuulo.invitations.models import Contact
from kuulo.invitations.rules.budget import Limit
from kuulo.invitations.rules.events import Encounter
from kuulo.invitations.rules.messages import Delivery, Message, Receipt
from kuulo.invitations.services import notice_encounter, set_budget
from kuulo.studies.rules import ParticipantView, StudyStep, StudyView
from kuulo.studies.services import leave, move_study
from kuulo.studies.tests.planning import BY, registered

pytestmark = pytest.mark.django_db
SIX: Final = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
"""Six in the evening in Helsinki, when the prompt of Mondays is due."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass
class Post:
    """A channel that keeps what it was given; it can refuse, be shut, or die as a process does."""

    sent: list[Message] = field(default_factory=list)
    delivery: Delivery = Delivery.SENT
    shut: bool = False
    dies: bool = False
    opens: int = 0

    @contextmanager
    def open(self, name: str) -> Iterator[Channel]:
        """Open the channel, whatever its name."""
        del name
        if self.shut:
            raise DeliveryError("The post is shut.")
        self.opens += 1
        yield self

    def send(self, message: Message) -> Receipt:
        """Keep the message."""
        if self.dies:
            raise RuntimeError
        if self.delivery is Delivery.SENT:
            self.sent.append(message)
        return Receipt(delivery=self.delivery, reference=message.mark, detail="no such address")

    def close(self) -> None:
        """Hold nothing."""


@pytest.fixture
def post() -> Post:
    return Post()


def keepers(plan: DiaryPlan = PLAN, count: int = 1, **told: object) -> tuple[StudyView, list[ParticipantView]]:
    """Return a study and known customers who keep its diary."""
    study = kept(plan)
    return study, [keeper(study, party_id=number, **told) for number in registered(count)]


def states() -> list[str]:
    return list(PromptMessage.objects.values_list("state", flat=True))


def test_a_prompt_goes_out_when_it_is_due_and_once(post: Post) -> None:
    _study, (who,) = keepers(language="fi")
    assert send_due(now=SIX - MINUTE, opened=post.open) == Handled()
    assert send_due(now=SIX, opened=post.open) == Handled(sent=1)
    assert send_due(now=SIX, opened=post.open) == Handled()
    assert send_due(now=SIX + HOUR, opened=post.open) == Handled()
    (message,) = post.sent
    assert (message.to, message.language) == ("c1@example.org", "fi")
    assert "Miten tilaus sujuu?" in message.subject
    assert f"/diary/{who.token}/" in message.text
    assert f"/diary/{who.token}/leave/" in message.text
    assert who.token not in message.mark
    assert Contact.objects.filter(party_id=who.party_id or 0, source__startswith="diary:").count() == 1


def test_it_comes_again_a_week_later(post: Post) -> None:
    keepers()
    for week in range(3):
        send_due(now=SIX + week * 7 * DAY, opened=post.open)
    assert len(post.sent) == 3
    assert len({message.mark for message in post.sent}) == 3


def test_one_channel_serves_a_whole_run(post: Post) -> None:
    keepers(count=4)
    assert send_due(now=SIX, opened=post.open).sent == 4
    assert post.opens == 1


def test_the_phone_s_own_clock_counts(post: Post) -> None:
    study, (who,) = keepers()
    note_opened(participant_id=who.id, study=study.slug, now=NOW, zone="America/New_York")
    send_due(now=SIX, opened=post.open)
    assert post.sent == []
    send_due(now=SIX + 7 * HOUR, opened=post.open)
    assert len(post.sent) == 1


def test_quiet_hours_wait_for_the_morning(post: Post) -> None:
    late = Prompt(key="late", kind=PromptKind.WEEKLY, weekdays=(0,), hour=22)
    keepers(DiaryPlan(questions=PLAN.questions, prompts=(late,)))
    send_due(now=SIX + 4 * HOUR, opened=post.open)
    send_due(now=SIX + 9 * HOUR, opened=post.open)
    assert (post.sent, states()) == ([], [PromptState.PLANNED])
    send_due(now=SIX + 15 * HOUR, opened=post.open)
    assert len(post.sent) == 1


def test_what_is_more_than_half_a_day_late_is_not_sent(post: Post) -> None:
    study, _people = keepers()
    assert send_due(now=SIX + 13 * HOUR, opened=post.open) == Handled()
    post.shut = True
    with pytest.raises(DeliveryError):
        send_due(now=SIX + 7 * DAY, opened=post.open)
    post.shut = False
    assert send_due(now=SIX + 7 * DAY + 16 * HOUR, opened=post.open) == Handled(dropped=1)
    assert dropped_prompts(study.slug) == {Dropped.LATE: 1}


def test_the_contact_budget_is_kept_and_what_it_held_back_is_told(post: Post) -> None:
    study, _people = keepers()
    set_budget(limits=[Limit(most=1, days=30)])
    send_due(now=SIX, opened=post.open)
    assert send_due(now=SIX + 7 * DAY, opened=post.open) == Handled(dropped=1)
    assert len(post.sent) == 1
    assert dropped_prompts(study.slug) == {Dropped.BUDGET: 1}


def test_who_left_after_it_was_planned_gets_nothing(post: Post) -> None:
    late = Prompt(key="late", kind=PromptKind.WEEKLY, weekdays=(0,), hour=22)
    study, (who,) = keepers(DiaryPlan(questions=PLAN.questions, prompts=(late,)))
    send_due(now=SIX + 4 * HOUR, opened=post.open)
    leave(who.token, keep=True, now=SIX + 5 * HOUR)
    assert send_due(now=SIX + 15 * HOUR, opened=post.open) == Handled(dropped=1)
    assert dropped_prompts(study.slug) == {Dropped.LEFT: 1}


def test_who_wants_no_reminders_gets_none_and_can_have_them_again(post: Post) -> None:
    study, (who,) = keepers()
    mute(participant_id=who.id, study=study.slug, now=NOW)
    send_due(now=SIX, opened=post.open)
    unmute(participant_id=who.id, now=SIX + HOUR)
    send_due(now=SIX + HOUR, opened=post.open)
    assert post.sent == []
    send_due(now=SIX + 7 * DAY, opened=post.open)
    assert len(post.sent) == 1


def test_a_study_that_has_a_break_prompts_nobody(post: Post) -> None:
    study, _people = keepers()
    move_study(study.slug, StudyStep.PAUSE, BY, now=NOW)
    assert send_due(now=SIX, opened=post.open) == Handled()
    move_study(study.slug, StudyStep.RESUME, BY, now=SIX + HOUR)
    assert send_due(now=SIX + HOUR, opened=post.open).sent == 1


def test_a_prompt_that_was_taken_out_is_not_sent_and_a_new_one_not_for_what_is_past(post: Post) -> None:
    study, _people = keepers()
    retire_prompt(study=study.slug, key="monday", by=BY, now=NOW)
    assert send_due(now=SIX, opened=post.open) == Handled()
    again = Prompt(key="", kind=PromptKind.WEEKLY, weekdays=(0,), hour=18)
    add_prompt(study=study.slug, prompt=again, by=BY, now=SIX + MINUTE)
    assert send_due(now=SIX + HOUR, opened=post.open) == Handled()
    assert send_due(now=SIX + 7 * DAY, opened=post.open).sent == 1


def test_somebody_without_an_address_is_told_of(post: Post) -> None:
    study = kept()
    keeper(study)
    assert send_due(now=SIX, opened=post.open) == Handled(dropped=1)
    assert dropped_prompts(study.slug) == {Dropped.NO_ADDRESS: 1}


def test_a_sender_that_dies_leaves_it_unclear_and_a_person_decides(post: Post) -> None:
    study, _people = keepers()
    post.dies = True
    with pytest.raises(RuntimeError):
        send_due(now=SIX, opened=post.open)
    post.dies = False
    assert send_due(now=SIX + MINUTE, opened=post.open) == Handled()
    assert states() == [PromptState.CLAIMED]
    assert give_up_claims(now=SIX + 16 * MINUTE) == 1
    assert send_due(now=SIX + 17 * MINUTE, opened=post.open) == Handled()
    (unclear,) = unclear_prompts(study.slug)
    assert not send_again(message_id=unclear.id, study="another", now=SIX)
    assert send_again(message_id=unclear.id, study=study.slug, now=SIX + HOUR)
    assert not send_again(message_id=unclear.id, study=study.slug, now=SIX + HOUR)
    assert send_due(now=SIX + HOUR, opened=post.open).sent == 1
    assert Contact.objects.filter(source__startswith="diary:").count() == 1


def test_a_message_two_workers_want_goes_out_once(post: Post) -> None:
    keepers()
    other = Post()

    @contextmanager
    def open_while_another_works(name: str) -> Iterator[Channel]:
        send_due(now=SIX, opened=other.open)
        with post.open(name) as channel:
            yield channel

    send_due(now=SIX, opened=open_while_another_works)
    assert len(post.sent) + len(other.sent) == 1


def test_what_is_refused_for_now_is_tried_again_and_given_up_in_the_end(post: Post) -> None:
    keepers()
    post.delivery = Delivery.TEMPORARY
    assert send_due(now=SIX, opened=post.open) == Handled(later=1)
    assert send_due(now=SIX + MINUTE, opened=post.open) == Handled()
    post.delivery = Delivery.PERMANENT
    assert send_due(now=SIX + 6 * MINUTE, opened=post.open) == Handled(refused=1)
    assert states() == [PromptState.FAILED]


def test_a_shut_channel_takes_nothing_away(post: Post) -> None:
    keepers(count=2)
    post.shut = True
    with pytest.raises(DeliveryError):
        send_due(now=SIX, opened=post.open)
    assert states() == [PromptState.PLANNED] * 2
    post.shut = False
    assert send_due(now=SIX + 6 * MINUTE, opened=post.open).sent == 2


def test_some_days_after_joining_and_on_a_day_of_the_calendar(post: Post) -> None:
    prompts = (
        Prompt(key="after", kind=PromptKind.JOINED, days=3, hour=12),
        Prompt(key="day", kind=PromptKind.ABSOLUTE, day=date(2026, 3, 20), hour=10),
    )
    keepers(DiaryPlan(questions=PLAN.questions, prompts=prompts))
    sent = {}
    for day in range(25):
        before = len(post.sent)
        send_due(now=NOW + day * DAY + HOUR, opened=post.open)
        if len(post.sent) > before:
            sent[(NOW + day * DAY).date()] = len(post.sent) - before
    assert sent == {date(2026, 3, 5): 1, date(2026, 3, 20): 1}


def test_after_something_happened_to_the_participant_at_a_touchpoint(post: Post) -> None:
    visit = Prompt(key="visit", kind=PromptKind.SIGNAL, signal="visit", touchpoint="Shop", days=1, hour=12)
    study, (who, other) = keepers(DiaryPlan(questions=PLAN.questions, prompts=(visit,)), count=2)
    at = NOW + DAY
    for number, party, place in (
        (1, "customer_id:1", "Shop"),
        (2, "customer_id:2", "Website"),
        (3, "customer_id:9", "Shop"),
    ):
        seen = Encounter(id=f"v{number}", party=party, kind="visit", occurred_at=at, touchpoint=place)
        notice_encounter(seen, received_at=at)
    send_due(now=at + HOUR, opened=post.open)
    assert post.sent == []
    send_due(now=at + DAY + HOUR, opened=post.open)
    send_due(now=at + DAY + 2 * HOUR, opened=post.open)
    assert [message.to for message in post.sent] == ["c1@example.org"]
    rows = followed(study.slug, now=at + 2 * DAY).people
    assert {each.participant.id: each.prompts for each in rows} == {who.id: 1, other.id: 0}


def test_its_own_words_stand_in_the_message(post: Post) -> None:
    words = msgspec.structs.replace(PLAN.prompts[0], text={"en": "Did the parcel come?\n\nTell us.", "fi": "Tuliko?"})
    study, _people = keepers(msgspec.structs.replace(PLAN, prompts=(words,)), language="en")
    set_diary(study=study.slug, plan=msgspec.structs.replace(PLAN, prompts=(words,)), by=BY, now=NOW)
    send_due(now=SIX, opened=post.open)
    assert "Did the parcel come?" in post.sent[0].text
    assert "Your payment does not depend on staying." in post.sent[0].text
