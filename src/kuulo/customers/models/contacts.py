"""Tables of how parties are reached."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.models.parties import Party
from kuulo.customers.rules import AddressState, Channel
from kuulo.customers.rules.contacts import ADDRESS_LENGTH


class ContactPoint(models.Model):
    """One address of a party; of several on a channel the one told last counts.

    ``value`` is kept as `check_address` writes it; ``parts`` has street, postcode, town and country where they are
    known apart; ``label`` says what the address is for (home, work, invoices).
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    value = models.CharField(max_length=ADDRESS_LENGTH)
    state = models.CharField(max_length=10, default=AddressState.OK, choices=[(state, state) for state in AddressState])
    reason = models.CharField(max_length=250, blank=True)
    label = models.CharField(max_length=40, blank=True)
    parts = models.JSONField(default=dict, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField()
    state_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An address is told once for each party, and states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "channel", "value"], name="contact_point_once"),
            models.CheckConstraint(condition=models.Q(channel__in=list(Channel)), name="contact_channel_known"),
            models.CheckConstraint(condition=models.Q(state__in=list(AddressState)), name="contact_state_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["channel", "value"], name="contact_by_address"),
            models.Index(fields=["value"], name="contact_begins", opclasses=["varchar_pattern_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.value}"
