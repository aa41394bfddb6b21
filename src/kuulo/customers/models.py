"""Tables of parties, of how they are reached, and of what they agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import (
    ANY_CHANNEL,
    SCHEME_LENGTH,
    VALUE_LENGTH,
    AddressState,
    Basis,
    Channel,
    ConsentState,
    PartyKind,
    Purpose,
)
from kuulo.customers.rules.consents import OPEN
from kuulo.customers.rules.contacts import ADDRESS_LENGTH


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


class ContactPoint(models.Model):
    """One address of a party; of several on a channel the one told last counts.

    ``value`` is kept as `check_address` writes it.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    value = models.CharField(max_length=ADDRESS_LENGTH)
    state = models.CharField(max_length=10, default=AddressState.OK, choices=[(state, state) for state in AddressState])
    reason = models.CharField(max_length=250, blank=True)
    told_at = models.DateTimeField()
    state_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """An address is told once for each party, and states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["party", "channel", "value"], name="contact_point_once"),
            models.CheckConstraint(condition=models.Q(channel__in=list(Channel)), name="contact_channel_known"),
            models.CheckConstraint(condition=models.Q(state__in=list(AddressState)), name="contact_state_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["channel", "value"], name="contact_by_address")]

    def __str__(self) -> str:
        return f"{self.channel} {self.value}"


class Consent(models.Model):
    """What a party agreed to: a purpose, a channel (or any), a legal basis, the text of that day; see `rules.consents`.

    Ended consents stay: they tell what held when.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=[(purpose, purpose) for purpose in Purpose])
    channel = models.CharField(max_length=10, default=ANY_CHANNEL)
    basis = models.CharField(max_length=20, default=Basis.CONSENT, choices=[(basis, basis) for basis in Basis])
    text_version = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ConsentState])
    source = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """One open consent for each purpose and channel; states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["party", "purpose", "channel"],
                condition=models.Q(state__in=sorted(OPEN)),
                name="consent_one_open",
            ),
            models.CheckConstraint(condition=models.Q(state__in=list(ConsentState)), name="consent_state_known"),
            models.CheckConstraint(
                condition=models.Q(channel__in=[*Channel, ANY_CHANNEL]), name="consent_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.channel} {self.state}"
