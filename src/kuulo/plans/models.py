"""Tables of the understanding plan: what must be known, what it costs, and the addresses of its calendar."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

PERSON_LENGTH = 250


class Need(models.Model):
    """What must be known to make a decision of a year.

    Attributes:
        year: The year whose plan it stands in.
        decision: Number of the decision, such as ``D3``; empty while none is proposed.
        text: What must be known.
        claims: Numbers of the claims that answer it.
        studies: Slugs of the studies that are to answer it.
        position: Its place within the decision.
    """

    year = models.PositiveSmallIntegerField(db_index=True)
    decision = models.CharField(max_length=20, blank=True, db_index=True)
    text = models.CharField(max_length=500)
    claims = models.JSONField(default=list, blank=True)
    studies = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=PERSON_LENGTH)
    made_at = models.DateTimeField()

    class Meta:
        """In the order of their places."""

        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Budget(models.Model):
    """What a year may cost, and what costs something beside studies.

    Attributes:
        amount: Euro there are; empty where nobody has said.
        lines: Further costs, each with ``what`` and ``amount`` in euro as text.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    lines = models.JSONField(default=list, blank=True)

    class Meta:
        """Nothing costs less than nothing."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="plan_budget_not_below_0"),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarFeed(models.Model):
    """A secret address under which somebody's calendar reads the plan; the secret itself is not kept.

    Attributes:
        name: What its owner calls it, such as “Phone”.
        owner: Whose it is: it shows what they may see.
        language: In which its entries are written.
        secret_hash: SHA-256 of the secret.
        shown: Its first signs, by which its owner knows it.
    """

    name = models.CharField(max_length=80)
    owner = models.CharField(max_length=PERSON_LENGTH, db_index=True)
    language = models.CharField(max_length=5)
    secret_hash = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.owner}: {self.name}"
