"""Tables of the idea bank: ideas beside their claims, who told them by word of mouth, weak signals and their tests."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.ideas.rules.lifecycle import Criterion, IdeaState, SignState, Verdict
from kuulo.ideas.rules.needs import Known

NUMBER_LENGTH = 20
PERSON_LENGTH = 254
REASON_LENGTH = 500
NOTE_LENGTH = 2_000
KEY_LENGTH = 200
URL_LENGTH = 1_000


class Idea(models.Model):
    """An idea: a claim of kind idea, and what is known of who needs it.

    Attributes:
        claim: Number of the claim (``C12``), which holds the wording and the customers' words behind it.
        merged_into: The idea it is part of.
        brought: Numbers of the evidence that the merge attached to the other idea's claim.
        segment, known, words, measure, low, high: The need, see `rules.needs.Need`; ``known`` is empty while not told.
        size, value: Kept figures as plain values; empty while not computed.
        data_version: Of the data they were computed on.
    """

    claim = models.CharField(max_length=NUMBER_LENGTH, unique=True)
    state = models.CharField(max_length=12, default=IdeaState.NEW, choices=[(each, each) for each in IdeaState])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    merged_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    merged_at = models.DateTimeField(null=True, blank=True)
    brought = models.JSONField(default=list, blank=True)
    segment = models.CharField(max_length=KEY_LENGTH, blank=True)
    known = models.CharField(max_length=10, blank=True, choices=[(each, each) for each in Known])
    words = models.CharField(max_length=KEY_LENGTH, blank=True)
    measure = models.CharField(max_length=KEY_LENGTH, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    size = models.JSONField(default=dict, blank=True)
    value = models.JSONField(default=dict, blank=True)
    data_version = models.CharField(max_length=KEY_LENGTH, blank=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        """States are a closed list; the newest ideas come first."""

        ordering: ClassVar[list[str]] = ["-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(IdeaState)), name="idea_state_known"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
                name="idea_not_part_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.claim


class Teller(models.Model):
    """Somebody who told an idea by word of mouth: a customer, or a colleague.

    Attributes:
        party: The customer.
        staff: The colleague's e-mail or name.
        note: What was told.
        removed_at: When it was taken away again.
    """

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tellers")
    party = models.BigIntegerField(null=True, blank=True, db_index=True)
    staff = models.CharField(max_length=PERSON_LENGTH, blank=True)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    told_at = models.DateTimeField()
    by = models.CharField(max_length=PERSON_LENGTH)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=PERSON_LENGTH, blank=True)

    class Meta:
        """A customer or a colleague, once an idea."""

        ordering: ClassVar[list[str]] = ["told_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=(models.Q(party__isnull=False) & models.Q(staff=""))
                | (models.Q(party__isnull=True) & ~models.Q(staff="")),
                name="idea_teller_is_one",
            ),
            models.UniqueConstraint(
                fields=["idea", "party"], condition=models.Q(removed_at=None), name="idea_told_by_party_once"
            ),
            models.UniqueConstraint(
                fields=["idea", "staff"],
                condition=models.Q(removed_at=None) & ~models.Q(staff=""),
                name="idea_told_by_staff_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.idea_id}: {self.party or self.staff}"


class Sign(models.Model):
    """A weak signal or a trend from outside: a claim of kind weak signal, with its source and date.

    Attributes:
        claim: Number of the claim, which holds the wording.
        trend: The trend a weak signal is a sign of.
        excerpt: The words of the source.
    """

    claim = models.CharField(max_length=NUMBER_LENGTH, unique=True)
    is_trend = models.BooleanField(default=False)
    trend = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="signs")
    publisher = models.CharField(max_length=200)
    url = models.CharField(max_length=URL_LENGTH, blank=True)
    published_on = models.DateField()
    excerpt = models.TextField(max_length=NOTE_LENGTH, blank=True)
    state = models.CharField(max_length=10, default=SignState.NOTICED, choices=[(each, each) for each in SignState])
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()

    class Meta:
        """States are a closed list; a trend is no sign of another."""

        ordering: ClassVar[list[str]] = ["-published_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(SignState)), name="sign_state_known"),
            models.CheckConstraint(
                condition=models.Q(is_trend=False) | models.Q(trend__isnull=True), name="sign_trend_is_top"
            ),
        ]

    def __str__(self) -> str:
        return self.claim


class Judgement(models.Model):
    """What one test of a weak signal came to, by whom and why; the latest counts, the earlier ones stay."""

    sign = models.ForeignKey(Sign, on_delete=models.CASCADE, related_name="judgements")
    criterion = models.CharField(max_length=14, choices=[(each, each) for each in Criterion])
    verdict = models.CharField(max_length=8, choices=[(each, each) for each in Verdict])
    reason = models.CharField(max_length=REASON_LENGTH)
    by = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()

    class Meta:
        """In the order in which they were made."""

        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.sign_id} {self.criterion}: {self.verdict}"
