"""Tables of diaries: the plan of each, how each participant keeps it, prompts that go out, entries that come in.

Words, pictures and recordings lie in the room of sources; here stands which of them belong to an entry. Studies and
participants are known by their names, not by keys of the database: they belong to another room.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.diaries.rules.schedule import LONGEST_ZONE
from kuulo.diaries.rules.states import PromptState

KEY_LENGTH = 32
LONGEST_NAME = 120


class Diary(models.Model):
    """The diary of one study.

    Attributes:
        study: Slug of the study.
        plan: What it asks and when it prompts, as `rules.plans.DiaryPlan` reads it.
    """

    study = models.SlugField(max_length=LONGEST_NAME, unique=True)
    plan = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """In the order in which they were made."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.study


class Keeper(models.Model):
    """How a participant keeps the diary.

    Attributes:
        participant_id: Number of the participant.
        zone: Time zone their phone told; empty: the house's.
        muted: They want no prompts.
        prompts_from: What was due before is not sent: they wanted no prompts then.
        opened_at: When they first opened it.
        seen_at: When they last did.
    """

    participant_id = models.BigIntegerField(unique=True)
    study = models.SlugField(max_length=LONGEST_NAME)
    zone = models.CharField(max_length=LONGEST_ZONE, blank=True)
    muted = models.BooleanField(default=False)
    prompts_from = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """In the order in which they came."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.study}/{self.participant_id}"


class PromptMessage(models.Model):
    """One message that reminds a participant of the diary.

    Attributes:
        prompt: Key of the prompt in the plan.
        occurrence: Which time it is due: with prompt and participant never twice.
        occurs_at: When it was due.
        due_at: When it may go out: quiet hours and failures move it.
        claimed_by: Who is sending it.
        reason: Why it was not sent, a `rules.states.Dropped`, or what the channel said.
    """

    study = models.SlugField(max_length=LONGEST_NAME)
    participant_id = models.BigIntegerField()
    prompt = models.CharField(max_length=40)
    occurrence = models.CharField(max_length=160)
    occurs_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, default=PromptState.PLANNED, choices=[(state, state) for state in PromptState]
    )
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    channel = models.CharField(max_length=10, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """An occurrence is sent once; states are a closed list."""

        ordering: ClassVar[list[str]] = ["occurs_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due_at"], name="prompt_due"),
            models.Index(fields=["study", "occurs_at"], name="prompt_of_study"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["participant_id", "prompt", "occurrence"], name="prompt_occurs_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(PromptState)), name="prompt_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt}/{self.occurrence}"


class Entry(models.Model):
    """One entry of a participant.

    Attributes:
        key: Chosen by who writes it, so that what is sent twice is kept once; unique to the participant.
        values: Points of scales and choices, by question key.
        sources: Key of the source with the words, picture or recording of each question.
        written_at: When it was written, as the phone told.
        received_at: When it came here.
        erased_at: When the participant erased it: only its key stays, so that a repeat does not bring it back.
    """

    study = models.SlugField(max_length=LONGEST_NAME)
    participant_id = models.BigIntegerField()
    key = models.CharField(max_length=KEY_LENGTH)
    values = models.JSONField(default=dict, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=10, blank=True)
    written_at = models.DateTimeField()
    received_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A key names one entry of a participant."""

        ordering: ClassVar[list[str]] = ["-written_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["study", "written_at"], name="entry_of_study")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["participant_id", "key"], name="entry_key_names_one"),
        ]

    def __str__(self) -> str:
        return f"{self.study}/{self.participant_id}/{self.key}"
