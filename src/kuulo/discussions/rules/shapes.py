"""What crosses to other rooms and to pages: rooms, threads, messages, polls as frozen rows; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kuulo.discussions.rules.states import HideReason, MessageState, PollState, RoomState, ThreadState
from kuulo.discussions.rules.talk import Choice, Notice, Seeing, Starters, ThreadKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomView:
    """A room of a study.

    Attributes:
        id: Number of the room.
        study: Slug of the study.
        title: What the room is called.
        welcome: What is talked about here, and how.
        state: How far it has come.
        starters: Who may begin a thread.
    """

    id: int
    study: str
    title: str
    welcome: str
    state: RoomState
    starters: Starters


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadView:
    """A thread of a room.

    Attributes:
        key: Names it in addresses.
        kind: A topic, or a probe.
        text: The first words: the question.
        begun_by: The participant who began it; None for staff.
        to: The one participant it is for; None for all.
        ref: What another room gave along with a probe, returned with the answers.
    """

    id: int
    key: str
    room: RoomView
    kind: ThreadKind
    title: str
    text: str
    begun_by: int | None
    to: int | None
    seeing: Seeing
    state: ThreadState
    ref: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message of a thread.

    Attributes:
        key: Names the message, and the source that it became.
        participant_id: Who wrote it; None for a moderator.
        author: Pseudonym of the participant, or the moderator's part.
        reply_to: Key of the message it answers; empty for none.
        answers: Pseudonym of who wrote that message.
        text: Empty where it was removed.
        reason: Why it was hidden.
        why: The moderator's words on it.
    """

    key: str
    thread: str
    participant_id: int | None
    author: str
    reply_to: str
    answers: str
    text: str
    state: MessageState
    written_at: datetime
    edited_at: datetime | None
    reason: HideReason | None
    why: str

    @property
    def is_staff(self) -> bool:
        """Whether a moderator wrote it."""
        return self.participant_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollView:
    """A poll in a thread, with the votes cast; whose they are does not leave the room.

    Attributes:
        votes: The options each voter took.
        own: What the viewing participant took; None where they have not voted, or where no participant looks.
    """

    key: str
    thread: str
    question: str
    options: tuple[str, ...]
    choice: Choice
    state: PollState
    closes_at: datetime | None
    votes: tuple[tuple[int, ...], ...]
    own: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberView:
    """A participant in the discussion of a study."""

    participant_id: int
    notice: Notice
    silenced: str
    """The moderator's reason; empty where the person may write."""
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A message that a participant pointed out to the moderators."""

    id: int
    message: MessageView
    thread_title: str
    why: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A participant's answer to a probe.

    Attributes:
        ref: What was given along with the probe.
        source: Key of the source that holds the words.
        written_at: When.
    """

    ref: str
    participant_id: int
    author: str
    source: str
    written_at: datetime
