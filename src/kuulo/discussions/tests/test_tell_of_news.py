"""Participants are told of what is new: by day, once a day, over their own channel, within the budget, if they want."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kuulo.discussions import services
from kuulo.discussions.rules import Notice
from kuulo.discussions.rules.notices import is_due
from kuulo.discussions.services import send_notices
from kuulo.discussions.tests.cast import ILONA, NOON, Talk, talk
from kuulo.invitations.channels import sent_folder
from kuulo.studies.services import HandWishes, Joining, add_by_hand, join, leave

pytestmark = pytest.mark.django_db
NEXT_NOON = NOON + timedelta(days=1)


@pytest.fixture
def at() -> Talk:
    """Return a discussion in which one can be reached and looks now and then."""
    found = talk(["Kettu"])
    made = add_by_hand(
        slug=found.study, wishes=HandWishes(pseudonym="Ilves", address="ilves@example.org"), by=ILONA, now=NOON
    )
    who = join(made.token, told=Joining(pseudonym="Ilves", language="en"), now=NOON)
    services.note_seen(token=who.token, now=NOON + timedelta(minutes=1))
    return Talk(study=found.study, room=found.room, thread=found.thread, people=(*found.people, who))


def sent() -> list[str]:
    folder = sent_folder("email")
    return [path.read_text() for path in sorted(folder.iterdir())] if folder.is_dir() else []


def write(at: Talk, now: datetime) -> None:
    services.write_message(token=at.people[0].token, thread=at.thread.key, text="It came late", now=now)


def test_one_is_told_of_what_others_wrote_without_their_words(at: Talk) -> None:
    write(at, NOON + timedelta(minutes=5))
    assert send_notices(now=NOON + timedelta(hours=1)) == 1
    (text,) = sent()
    assert at.people[1].token in text.replace("=\n", "")
    assert "late" not in text


def test_once_a_day(at: Talk) -> None:
    write(at, NOON + timedelta(minutes=5))
    assert send_notices(now=NOON + timedelta(hours=1)) == 1
    write(at, NOON + timedelta(hours=2))
    assert send_notices(now=NOON + timedelta(hours=3)) == 0
    assert send_notices(now=NEXT_NOON + timedelta(hours=1)) == 1
    assert send_notices(now=NEXT_NOON + timedelta(days=1)) == 0, "nothing new since"


def test_nobody_is_told_at_night_nor_of_nothing(at: Talk) -> None:
    assert send_notices(now=NOON + timedelta(hours=1)) == 0
    write(at, NOON + timedelta(minutes=5))
    assert send_notices(now=datetime(2026, 9, 1, 19, 0, tzinfo=UTC)) == 0


def test_who_wants_none_or_has_left_gets_none(at: Talk) -> None:
    write(at, NOON + timedelta(minutes=5))
    services.choose_name(token=at.people[1].token, pseudonym="Ilves", notice=Notice.NONE)
    assert send_notices(now=NOON + timedelta(hours=1)) == 0
    services.choose_name(token=at.people[1].token, pseudonym="Ilves", notice=Notice.DAILY)
    leave(at.people[1].token, keep=True, now=NOON)
    assert send_notices(now=NOON + timedelta(hours=1)) == 0


HOUR = timedelta(hours=1)
DUE = {
    "never seen": (NOON, None, None),
    "written since": (NOON, NOON - HOUR, None),
}
NOT_DUE = {
    "nothing written": (None, None, None),
    "seen since": (NOON, NOON + HOUR, None),
    "told since": (NOON, None, NOON + HOUR),
    "told within a day": (NOON, None, NEXT_NOON - HOUR),
}
Moments = tuple[datetime | None, datetime | None, datetime | None]


@pytest.mark.parametrize("moments", DUE.values(), ids=DUE)
def test_a_message_is_due(moments: Moments) -> None:
    newest, seen, noticed = moments
    assert is_due(newest, seen=seen, noticed=noticed, now=NEXT_NOON)


@pytest.mark.parametrize("moments", NOT_DUE.values(), ids=NOT_DUE)
def test_no_message_is_due(moments: Moments) -> None:
    newest, seen, noticed = moments
    assert not is_due(newest, seen=seen, noticed=noticed, now=NEXT_NOON)
