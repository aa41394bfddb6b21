"""Tables of who was asked, and of comparisons that took long to compute."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.correction.rules.askings import AskingOutcome

KEY_LENGTH = 64


class Asking(models.Model):
    """Somebody was asked once: by an invitation of this installation, or as another system told.

    Where anonymity was promised nothing here leads to an answer: no moment of it, and no id.

    Attributes:
        key: What it follows from, such as ``invitation:42``; told again, the row is written again.
        source: The source its answer comes through, as signals name it.
        identifier: ``scheme:value`` of who was asked; empty where the party has none.
        touchpoint: Of the encounter that was asked about; empty where it was about none.
        phase: 2 in a follow-up of the silent.
        of: What the follow-up follows up, such as ``round:7``; empty otherwise.
        probability: Chance of being asked, all phases together; None where chance did not decide.
        chance: Chance of being drawn into this phase; None as above.
        reminders: Reminders sent; who answers gets no more, so that their number itself is no lot.
        moments: Of each reminder planned, the moment drawn by lot and the window it was drawn from, as ISO times.
        reached: Whether the question arrived, as far as anybody can tell.
    """

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    source = models.CharField(max_length=120)
    party = models.ForeignKey("customers.Party", on_delete=models.SET_NULL, null=True, related_name="+")
    identifier = models.CharField(max_length=310, blank=True)
    touchpoint = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField()
    phase = models.PositiveSmallIntegerField(default=1)
    of = models.CharField(max_length=KEY_LENGTH, blank=True)
    probability = models.FloatField(null=True, blank=True)
    chance = models.FloatField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    moments = models.JSONField(default=list, blank=True)
    reached = models.BooleanField(default=False)
    outcome = models.CharField(
        max_length=10, default=AskingOutcome.SILENT, choices=[(each, each) for each in AskingOutcome]
    )

    class Meta:
        """Outcomes are a closed list; who was asked through a source is looked for by time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(outcome__in=list(AskingOutcome)), name="asking_outcome_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["asked_at"], name="asking_by_time")]

    def __str__(self) -> str:
        return f"{self.key}: {self.outcome}"


class AskingLedger(models.Model):
    """The ledger as a whole; one row. ``version`` is a new token after each change, by which kept figures are told."""

    version = models.CharField(max_length=32, blank=True)

    class Meta:
        """There is one ledger."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="asking_ledger_is_one"),
        ]

    def __str__(self) -> str:
        return self.version


class KeptComparison(models.Model):
    """The figure of everything heard by the slow methods, as it was computed on one version of the data.

    Attributes:
        heard: Digest of what was heard.
        data_version: Version of the data; another one makes it old.
        figures: Method → estimate, as plain values.
    """

    heard = models.CharField(max_length=64)
    data_version = models.CharField(max_length=120)
    figures = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    class Meta:
        """One comparison of what is heard is kept."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["heard"], name="comparison_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.heard} {self.data_version}"
