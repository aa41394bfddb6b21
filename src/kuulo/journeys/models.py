"""Tables of journeys: touchpoints with the rules by which signals are known as theirs, and journeys through them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Touchpoint(models.Model):
    """A named place where customers meet the company.

    Attributes:
        position: The touchpoints are asked in this order; the first whose rules fit a signal has it.
        rules: List of objects, each a `kuulo.journeys.rules.Match`; a signal that fits one of them is the touchpoint's.
    """

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    rules = models.JSONField(default=list)
    changed_at = models.DateTimeField()

    class Meta:
        """Touchpoints have an order."""

        ordering: ClassVar[list[str]] = ["position", "pk"]

    def __str__(self) -> str:
        return self.name


class Journey(models.Model):
    """An ordered way through touchpoints, and the days it may take.

    Attributes:
        within_days: Days from the first step within which the others count.
    """

    slug = models.SlugField(max_length=64, unique=True)
    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=500, blank=True)
    within_days = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Journeys are listed by name."""

        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(within_days__gte=1), name="journey_takes_days"),
        ]

    def __str__(self) -> str:
        return self.name


class JourneyStep(models.Model):
    """One step of a journey; an optional one may be left out on the way."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveIntegerField()
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, related_name="steps")
    optional = models.BooleanField(default=False)

    class Meta:
        """Steps have an order."""

        ordering: ClassVar[list[str]] = ["journey", "position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["journey", "position"], name="journey_step_once"),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id}/{self.position}"
