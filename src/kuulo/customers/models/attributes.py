"""Tables of what the organisation wants to know of its parties, and of how that changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.models.parties import Party
from kuulo.customers.rules import ATTRIBUTE_LENGTH, AttributeKind


class AttributeDefinition(models.Model):
    """An attribute as the organisation defines it: what kind of value it takes, and what it is called."""

    name = models.CharField(max_length=ATTRIBUTE_LENGTH, unique=True)
    kind = models.CharField(max_length=10, default=AttributeKind.TEXT, choices=[(kind, kind) for kind in AttributeKind])
    choices = models.JSONField(default=list, blank=True)
    labels = models.JSONField(default=dict, blank=True)
    is_special = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        """Kinds are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(AttributeKind)), name="attribute_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class AttributeChange(models.Model):
    """One change of one attribute of a party: from what, to what, when; what holds now stands with the party."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="attribute_changes")
    name = models.CharField(max_length=ATTRIBUTE_LENGTH)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    source = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """Changes are read by party, newest first."""

        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["party", "name", "changed_at"], name="attribute_changes_of_party")
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.before} → {self.after}"
