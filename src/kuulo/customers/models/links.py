"""Tables of parties that are one and the same."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.models.parties import Party
from kuulo.customers.rules import LinkKind


class Link(models.Model):
    """Why two parties are held to be one; it can be undone, and then both stand for themselves again.

    Attributes:
        first: The party with the smaller number.
        second: The other one.
        kind: Deterministic, probabilistic (a proposal somebody accepted) or manual.
        reason: What speaks for it: the rule, or columns and match weights; shown wherever the link is.
        probability: Of a probabilistic link, 0–1.
        undone_at: When it was undone; None while it holds.
    """

    first = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="links")
    second = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="links_of_others")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in LinkKind])
    reason = models.JSONField(default=dict, blank=True)
    probability = models.FloatField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=250, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=250, blank=True)

    class Meta:
        """Two parties are joined by one link at a time, written in one order."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["first", "second"], condition=models.Q(undone_at=None), name="link_holds_once"
            ),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="link_in_order"),
            models.CheckConstraint(condition=models.Q(kind__in=list(LinkKind)), name="link_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}"
