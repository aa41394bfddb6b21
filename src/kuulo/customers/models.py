"""Tables of parties."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import SCHEME_LENGTH, VALUE_LENGTH, PartyKind


class Party(models.Model):
    """A person or an organisation the company meets."""

    kind = models.CharField(max_length=20, default=PartyKind.PERSON, choices=[(kind, kind) for kind in PartyKind])
    name = models.CharField(max_length=250, blank=True)
    language = models.CharField(max_length=20, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """What a party is, and the order of its days, hold in the database too."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(PartyKind)), name="party_kind_known"),
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="party_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"party {self.pk}"


class Identifier(models.Model):
    """One of the names a party is known by in some system; a party can have many."""

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=SCHEME_LENGTH)
    value = models.CharField(max_length=VALUE_LENGTH)

    class Meta:
        """An identifier names one party."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_names_one_party"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Register(models.Model):
    """The register of parties as a whole; one row, which writers lock.

    ``version`` is a new token after each change rather than a number, so it never stands for two contents.
    """

    version = models.CharField(max_length=32, blank=True)

    class Meta:
        """There is one register."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="register_is_one"),
        ]

    def __str__(self) -> str:
        return self.version
