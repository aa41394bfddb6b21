"""Tables of who was asked, by which messages, and of who was not."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import Channel
from kuulo.invitations.models.askings import Round, Trigger
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.rules.plans import MailingState

TOKEN_LENGTH = 22
EVENT_LENGTH = 160


class Invitation(models.Model):
    """One party asked once: drawn into a round, or met by a trigger.

    Where the questionnaire promises anonymity nothing here leads to a response, and ``outcome_at`` keeps the day alone.

    Attributes:
        token: The 128-bit secret of the personal link, single-use.
        event: What set the trigger off: a signal's id, or a date; unique for each trigger, so that it asks once.
        attributes: The party's attributes when it was drawn, with those of the event.
        stratum: Of the sample.
        probability: Chance of being asked, all phases together; None where chance did not decide (quotas).
        weight: Its inverse.
        tracking_allowed: The party agreed that opening the message is noted.
        expires_at: The link takes no answers after this; set when the message is sent.
    """

    token = models.CharField(max_length=TOKEN_LENGTH, unique=True)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    trigger = models.ForeignKey(Trigger, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations")
    event = models.CharField(max_length=EVENT_LENGTH, blank=True)
    instrument = models.ForeignKey("instruments.Instrument", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("customers.Party", on_delete=models.SET_NULL, null=True, related_name="+")
    identifier = models.CharField(max_length=310, blank=True)
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    address = models.CharField(max_length=500, blank=True)
    recipient = models.CharField(max_length=250, blank=True)
    language = models.CharField(max_length=20, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    touchpoint = models.CharField(max_length=120, blank=True)
    stratum = models.CharField(max_length=250, blank=True)
    probability = models.FloatField(null=True, blank=True)
    weight = models.FloatField(null=True, blank=True)
    phase = models.PositiveSmallIntegerField(default=1)
    tracking_allowed = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, default=Outcome.DRAWN, choices=[(each, each) for each in Outcome])
    outcome_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """It belongs to a round or to a trigger; each asks a party, or about an event, once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(round__isnull=False, trigger=None) | models.Q(round=None, trigger__isnull=False),
                name="invitation_of_round_or_trigger",
            ),
            models.CheckConstraint(condition=models.Q(outcome__in=list(Outcome)), name="invitation_outcome_known"),
            models.UniqueConstraint(
                fields=["round", "party"], condition=models.Q(round__isnull=False), name="invitation_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["trigger", "event"], condition=models.Q(trigger__isnull=False), name="invitation_once_an_event"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["round", "outcome"], name="invitation_by_outcome"),
            models.Index(fields=["instrument", "party"], name="invitation_of_party"),
            models.Index(fields=["outcome", "expires_at"], name="invitation_by_expiry"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk} {self.outcome}"


class Mailing(models.Model):
    """One message of an invitation: the invitation itself (number 0), or a reminder (1…).

    ``claimed`` without a receipt means that the sender died in between: nobody knows whether the message went out, so
    it becomes ``unclear`` and is never sent again by itself.

    Attributes:
        due_at: When it is to go out. For a reminder a moment drawn by chance within its window.
        window_start: From when a reminder could have been drawn.
        window_end: Until when.
        randomised: The moment was drawn by chance, so that it may serve to correct for those who do not answer.
        attempts: How often it was handed to the channel.
        message_id: The channel's id of it.
        reason: Why it was not sent, in the channel's words.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="mailings")
    number = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(
        max_length=10, default=MailingState.PLANNED, choices=[(state, state) for state in MailingState]
    )
    due_at = models.DateTimeField()
    window_start = models.DateTimeField(null=True, blank=True)
    window_end = models.DateTimeField(null=True, blank=True)
    randomised = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=32, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    message_id = models.CharField(max_length=250, blank=True, db_index=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """One message of each number; states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["invitation", "number"], name="mailing_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(MailingState)), name="mailing_state_known"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at", "id"], name="mailing_due")]

    def __str__(self) -> str:
        return f"message {self.number} of invitation {self.invitation_id}"


class NotAsked(models.Model):
    """Somebody who could have been asked and was not, and why."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, blank=True, related_name="not_asked")
    trigger = models.ForeignKey(Trigger, on_delete=models.CASCADE, null=True, blank=True, related_name="not_asked")
    event = models.CharField(max_length=EVENT_LENGTH, blank=True)
    party = models.ForeignKey("customers.Party", on_delete=models.SET_NULL, null=True, related_name="+")
    identifier = models.CharField(max_length=310, blank=True)
    stratum = models.CharField(max_length=250, blank=True)
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in Reason])
    at = models.DateTimeField()

    class Meta:
        """It belongs to a round or to a trigger, and is said once."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(round__isnull=False, trigger=None) | models.Q(round=None, trigger__isnull=False),
                name="not_asked_of_round_or_trigger",
            ),
            models.UniqueConstraint(
                fields=["round", "party"], condition=models.Q(round__isnull=False), name="not_asked_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["trigger", "event"], condition=models.Q(trigger__isnull=False), name="not_asked_once_an_event"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier}: {self.reason}"
