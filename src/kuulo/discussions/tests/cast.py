"""A study that runs, with participants who talk in its room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from kuulo.discussions import services
from kuulo.discussions.rules import RoomStep, RoomView, ThreadView
from kuulo.studies.rules import Answer, LegalBasis, Method, ParticipantView, StudyStep, Trigger
from kuulo.studies.services import (
    HandWishes,
    Joining,
    StudyWishes,
    TextWishes,
    add_by_hand,
    create_study,
    join,
    move_study,
)

ILONA = "ilona@example.org"
NOON = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
"""Noon in Helsinki."""
NAMES = ("Kettu", "Ilves", "Majava", "Näätä", "Orava", "Susi", "Hirvi")


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A study with an open room, a thread in it, and participants who have joined."""

    study: str
    room: RoomView
    thread: ThreadView
    people: tuple[ParticipantView, ...]


def running_study(title: str = "Evening delivery", *, confidential: bool = False, shares_words: bool = False) -> str:
    """Return the slug of a study that runs."""
    told = TextWishes(title=title, notice="What is done with it.", consent="I agree.")
    wishes = StudyWishes(
        title=title,
        method=Method.DISCUSSION,
        question="Do we deliver in the evening?",
        changes="We hire drivers, or not.",
        legal_basis=LegalBasis.CONSENT,
        texts=dict.fromkeys(("fi", "sv", "en"), told),
        confidential=confidential,
        shares_words=shares_words,
        planned=7,
        ethics={trigger: Answer(applies=False) for trigger in Trigger},
    )
    made = create_study(wishes=wishes, by=ILONA, now=NOON)
    for step in (StudyStep.READY, StudyStep.START):
        move_study(made.slug, step, ILONA, now=NOON)
    return made.slug


def joined(study: str, names: Sequence[str] = NAMES[:2], *, party_id: int | None = None) -> tuple[ParticipantView, ...]:
    """Return participants who have joined a study."""
    found = []
    for name in names:
        wishes = HandWishes(pseudonym=name, language="en", party_id=party_id)
        made = add_by_hand(slug=study, wishes=wishes, by=ILONA, now=NOON)
        found.append(join(made.token, told=Joining(pseudonym=name, language="en"), now=NOON))
    return tuple(found)


def talk(names: Sequence[str] = NAMES[:2], *, confidential: bool = False, shares_words: bool = False) -> Talk:
    """Return a discussion that is under way."""
    slug = running_study(confidential=confidential, shares_words=shares_words)
    people = joined(slug, names)
    room = services.make_room(study=slug, title="At the door", welcome="Tell how it was.", by=ILONA, now=NOON)
    services.move_room(room=room.id, step=RoomStep.OPEN, by=ILONA, now=NOON)
    thread = services.start_thread(room=room.id, title="When it came", text="When did it come?", by=ILONA, now=NOON)
    return Talk(study=slug, room=room, thread=thread, people=people)
