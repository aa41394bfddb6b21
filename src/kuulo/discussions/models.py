"""Tables of the discussions: rooms, threads, messages, polls with votes, who takes part, what was reported."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.discussions.rules.states import HideReason, MessageState, PollState, RoomState, ThreadState
from kuulo.discussions.rules.talk import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    Choice,
    Notice,
    Seeing,
    Starters,
    ThreadKind,
)

KEY_LENGTH = 32
PERSON_LENGTH = 254
SLUG_LENGTH = 80
REF_LENGTH = 120
WHY_LENGTH = 500


class Room(models.Model):
    """A room in which participants of a study talk.

    Attributes:
        study: Slug of the study.
        welcome: What is talked about, and how.
    """

    study = models.CharField(max_length=SLUG_LENGTH, db_index=True)
    title = models.CharField(max_length=LONGEST_TITLE)
    welcome = models.TextField(max_length=LONGEST_TEXT, blank=True)
    state = models.CharField(max_length=10, default=RoomState.PLANNED, choices=[(each, each) for each in RoomState])
    starters = models.CharField(max_length=10, default=Starters.STAFF, choices=[(each, each) for each in Starters])
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        """States are a closed list; rooms come in the order in which they were made."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(RoomState)), name="talk_room_state_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Thread(models.Model):
    """What is talked about in a room: a topic, or a probe to one or all.

    Attributes:
        key: Names it in addresses.
        begun_by: The participant who began it; none where staff did.
        to: The one participant whom a probe is for; none for all.
        ref: What another room gave along with a probe.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="threads")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    kind = models.CharField(max_length=10, default=ThreadKind.TOPIC, choices=[(each, each) for each in ThreadKind])
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST_TEXT)
    begun_by = models.BigIntegerField(null=True, blank=True, db_index=True)
    to = models.BigIntegerField(null=True, blank=True, db_index=True)
    seeing = models.CharField(max_length=12, default=Seeing.EVERYBODY, choices=[(each, each) for each in Seeing])
    state = models.CharField(max_length=10, default=ThreadState.OPEN, choices=[(each, each) for each in ThreadState])
    ref = models.CharField(max_length=REF_LENGTH, blank=True, db_index=True)
    created_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        """What is for one person is seen by nobody else; threads come in the order in which they were begun."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(to__isnull=True) | models.Q(seeing=Seeing.STAFF_ONLY), name="talk_private_to_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What a participant or a moderator wrote in a thread.

    Attributes:
        key: Names the message; the same once more is not written twice.
        source: Key of the source it became; empty for moderators' words, and where it is no source.
        participant: Who wrote it; none for a moderator.
        staff: The moderator who wrote it.
        why: The words of the moderator who hid it.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    source = models.CharField(max_length=KEY_LENGTH, blank=True, db_index=True)
    participant = models.BigIntegerField(null=True, blank=True, db_index=True)
    staff = models.CharField(max_length=PERSON_LENGTH, blank=True)
    reply_to = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="replies")
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    state = models.CharField(max_length=10, default=MessageState.SHOWN, choices=[(each, each) for each in MessageState])
    reason = models.CharField(max_length=12, blank=True, choices=[(each, each) for each in HideReason])
    why = models.CharField(max_length=WHY_LENGTH, blank=True)
    hidden_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    written_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Of a removed message no word is kept; messages come in the order in which they were written."""

        ordering: ClassVar[list[str]] = ["written_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["thread", "written_at"], name="talk_in_order")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(state=MessageState.REMOVED) | models.Q(text="", source=""),
                name="talk_removed_is_empty",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MessageState.HIDDEN) | ~models.Q(reason=""), name="talk_hidden_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Poll(models.Model):
    """A question with options in a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="polls")
    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    question = models.CharField(max_length=WHY_LENGTH)
    options = models.JSONField(default=list)
    choice = models.CharField(max_length=10, default=Choice.ONE, choices=[(each, each) for each in Choice])
    state = models.CharField(max_length=10, default=PollState.OPEN, choices=[(each, each) for each in PollState])
    closes_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        """Polls come in the order in which they were asked."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.question


class Vote(models.Model):
    """What one participant took in a poll; it cannot be changed, for from two results one could work out a vote."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="votes")
    participant = models.BigIntegerField(db_index=True)
    picked = models.JSONField(default=list)
    cast_at = models.DateTimeField()

    class Meta:
        """One vote a participant."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["poll", "participant"], name="talk_one_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.poll_id}: {self.picked}"


class Member(models.Model):
    """What the room knows of a participant beside the study; the name the others see is the study's pseudonym.

    Attributes:
        silenced: Why a moderator took the word from them; empty where they may write.
        seen_at: When they last had the discussion before them.
        noticed_at: When a message last told them of what was written.
        left_at: When the room took their leaving into account.
    """

    study = models.CharField(max_length=SLUG_LENGTH, db_index=True)
    participant = models.BigIntegerField(unique=True)
    notice = models.CharField(max_length=10, default=Notice.DAILY, choices=[(each, each) for each in Notice])
    silenced = models.CharField(max_length=WHY_LENGTH, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.study}: {self.participant}"


class Report(models.Model):
    """A message that a participant pointed out to the moderators.

    Attributes:
        participant: Who did.
        settled_by: The moderator who looked at it; empty while it waits.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    participant = models.BigIntegerField(db_index=True)
    why = models.CharField(max_length=WHY_LENGTH, blank=True)
    at = models.DateTimeField()
    settled_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One report of a message by a participant."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["message", "participant"], name="talk_reported_once"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} at {self.at:%F}"
