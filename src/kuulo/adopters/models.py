"""Tables of proposed and confirmed early adopters, and of what the last search found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.adopters.rules import AdopterState


class Adopter(models.Model):
    """Somebody who may be, or is, an early adopter.

    Attributes:
        party_id: The customer, by the number of the whole.
        days: On how many days they were among the first with something.
        expected: How many chance gives.
        chance: How likely so many are by chance alone; null for whom people named.
        reasons: With what they were among the first: kind, name, when, place, users.
        still: Whether the last search found them too.
    """

    party = models.OneToOneField("customers.Party", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        max_length=10, default=AdopterState.PROPOSED, choices=[(state, state) for state in AdopterState]
    )
    days = models.PositiveIntegerField(default=0)
    expected = models.FloatField(default=0)
    chance = models.FloatField(null=True, blank=True)
    suggestions = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)
    still = models.BooleanField(default=True)
    found_at = models.DateTimeField()
    decided_by = models.CharField(max_length=254, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list."""

        ordering: ClassVar[list[str]] = ["chance", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(AdopterState)), name="adopter_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Search(models.Model):
    """What the last search found, of all customers together.

    Attributes:
        items: New things that spread: kind, name, when they appeared, users.
        again: How many chance alone would propose; and whether the early are early again, two figures as plain values
            that are missing where it cannot be told.
        data_version: Of the lake, and of the register.
    """

    items = models.JSONField(default=list)
    again = models.JSONField(default=dict)
    data_version = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.data_version
