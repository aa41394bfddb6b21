"""Tables of the contact budget: its rules and its ledger."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import Channel
from kuulo.invitations.models.invitations import Mailing
from kuulo.invitations.rules.budget import Counted


class BudgetRule(models.Model):
    """At most so many contacts in so many days.

    Attributes:
        channel: On which channel; empty: on all together.
        attribute: Only for parties with this attribute; empty: for everybody.
        value: Its value.
        counted: Whether every message counts or askings alone, each with its reminders as one.
    """

    most = models.PositiveIntegerField()
    days = models.PositiveIntegerField()
    channel = models.CharField(max_length=10, blank=True)
    attribute = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=250, blank=True)
    counted = models.CharField(max_length=10, default=Counted.ASKINGS, choices=[(each, each) for each in Counted])
    active = models.BooleanField(default=True)

    class Meta:
        """A rule says something."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(days__gte=1), name="budget_days_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.most} in {self.days} days"


class Contact(models.Model):
    """One entry of the ledger of contacts: a message to a party, sent or bound to be.

    Attributes:
        source: What it was for, such as ``round:12`` or ``research:4``.
        reminder: It reminds of an asking that has an entry of its own.
        mailing: The message it stands for; None where another room wrote it.
    """

    party = models.ForeignKey("customers.Party", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    at = models.DateTimeField()
    source = models.CharField(max_length=80)
    reminder = models.BooleanField(default=False)
    mailing = models.ForeignKey(Mailing, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts")

    class Meta:
        """The ledger is read by party and time."""

        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["party", "at"], name="contact_by_party")]

    def __str__(self) -> str:
        return f"{self.channel} {self.at} {self.source}"


class Ledger(models.Model):
    """The ledger of contacts as a whole; one row, which whoever spends from the budget locks."""

    entries = models.BigIntegerField(default=0)

    class Meta:
        """There is one ledger."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="ledger_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.entries} contacts"
