"""The tables of claims and of their evidence."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.claims.models.fragments import Fragment
from kuulo.claims.rules import ClaimKind, ClaimState, Stance


class Claim(models.Model):
    """A statement about customers; never removed, so that its number never means another.

    Attributes:
        text: Language → wording.
        searched: The wordings in small letters, for the search.
        since: Since when it stands where it stands.
        reason: Why the last step was taken, where it was said.
        importance: 1–5.
        placed: How strong its evidence is by a person's judgement, 0–5; null: as it is computed.
        may_change: Addresses of those who may change it beside its owner; empty: everybody who may edit claims.
        study: Study that was to find out.
    """

    text = models.JSONField()
    searched = models.TextField()
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ClaimKind])
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in ClaimState])
    since = models.DateTimeField()
    reason = models.TextField(blank=True)
    importance = models.PositiveSmallIntegerField()
    placed = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.CharField(max_length=254)
    may_change = models.JSONField(default=list, blank=True)
    study = models.CharField(max_length=80, blank=True)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField()

    class Meta:
        """Importance and strength have their scales."""

        ordering: ClassVar[list[str]] = ["-pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state"]), models.Index(fields=["kind"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(importance__range=(1, 5)), name="claim_importance_is_1_to_5"),
            models.CheckConstraint(
                condition=models.Q(placed__isnull=True) | models.Q(placed__lte=5), name="claim_placed_is_0_to_5"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Return ``C12``, as people say it."""
        return f"C{self.pk}"


class Evidence(models.Model):
    """A fragment attached to a claim.

    Attributes:
        affirms: In these words a customer affirms the claim.
        detached_at: When it was taken away; null while it is attached.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="evidence")
    fragment = models.ForeignKey(Fragment, on_delete=models.CASCADE, related_name="evidence")
    stance = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Stance])
    weight = models.PositiveSmallIntegerField()
    why = models.TextField()
    affirms = models.BooleanField(default=False)
    by = models.CharField(max_length=254)
    at = models.DateTimeField()
    detached_at = models.DateTimeField(null=True, blank=True)
    detached_by = models.CharField(max_length=254, blank=True)
    detached_why = models.TextField(blank=True)

    class Meta:
        """A fragment is attached to a claim once, and only what supports can affirm."""

        ordering: ClassVar[list[str]] = ["-weight", "at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["claim", "fragment"], name="evidence_once_a_claim"),
            models.CheckConstraint(condition=models.Q(weight__range=(1, 3)), name="evidence_weight_is_1_to_3"),
            models.CheckConstraint(
                condition=models.Q(affirms=False) | models.Q(stance="support"), name="evidence_affirms_by_supporting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.stance} {self.fragment_id}"
