"""Tables of what parties agreed to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.models.parties import Party
from kuulo.customers.rules import ANY_CHANNEL, Basis, Channel, ConsentState, Purpose
from kuulo.customers.rules.consents import OPEN


class Consent(models.Model):
    """What a party agreed to: a purpose, a channel (or any), a legal basis, the text of that day; see `rules.consents`.

    Ended consents stay: they tell what held when. ``proof`` says by what act it was given or withdrawn (form, message,
    list, person who noted it); ``own`` is False where a list told of it rather than the person.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=[(purpose, purpose) for purpose in Purpose])
    channel = models.CharField(max_length=10, default=ANY_CHANNEL)
    basis = models.CharField(max_length=20, default=Basis.CONSENT, choices=[(basis, basis) for basis in Basis])
    text_version = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ConsentState])
    source = models.CharField(max_length=120, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    own = models.BooleanField(default=True)
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


class ConsentText(models.Model):
    """The words a consent was asked in: one version for each purpose and language, never changed once asked."""

    purpose = models.CharField(max_length=20, choices=[(purpose, purpose) for purpose in Purpose])
    version = models.CharField(max_length=120)
    language = models.CharField(max_length=20)
    text = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        """A version is one text in a language."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["purpose", "version", "language"], name="consent_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.language}"
