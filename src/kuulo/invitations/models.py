"""Tables of asking: rounds, triggers, invitations and their messages, and the budget of contacts.

A row of another room is met by its key alone: `instruments.Instrument` and `customers.Party`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.rules.budget import Counted
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.outcomes import Outcome, Reason
from kuulo.invitations.rules.plans import MailingState, TriggerKind

TOKEN_LENGTH = 22
EVENT_LENGTH = 160


class Asking(models.Model):
    """What rounds and triggers have in common: which questionnaire goes to whom, how, and how often they are reminded.

    Attributes:
        name: For people.
        basis: Legal basis on which they are asked.
        spec: The sample (rounds) or the filter (triggers), as `rules.samples` reads it.
        reminders: The plan of reminders, as `rules.reminders` reads it.
        words: Subject and lead of the message, by language; what is empty comes from the questionnaire.
        valid_days: How long an invitation takes answers after it is sent.
    """

    name = models.CharField(max_length=120)
    instrument = models.ForeignKey("instruments.Instrument", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(channel, channel) for channel in Channel])
    basis = models.CharField(
        max_length=20, default=Basis.LEGITIMATE_INTEREST, choices=[(basis, basis) for basis in Basis]
    )
    touchpoint = models.CharField(max_length=120, blank=True)
    spec = models.JSONField(default=dict, blank=True)
    reminders = models.JSONField(default=dict, blank=True)
    words = models.JSONField(default=dict, blank=True)
    valid_days = models.PositiveIntegerField(default=30)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """Only its children have tables."""

        abstract = True

    def __str__(self) -> str:
        return self.name


class Round(Asking):
    """One asking of a sample.

    Attributes:
        seed: Draws the same sample again from the same frame.
        first_at: When the first messages go out; empty: as soon as it is started.
        frame_size: Everybody in the customer database when the sample was drawn.
        facts: How the frame was narrowed and the sample allocated: a `DrawFacts`.
        fingerprint: Of the frame the sample was drawn from.
        phase: 2 where the quiet ones of the parent are asked.
        parent: The round whose quiet ones these are.
    """

    state = models.CharField(max_length=10, default=RoundState.DRAFT, choices=[(state, state) for state in RoundState])
    seed = models.BigIntegerField()
    first_at = models.DateTimeField(null=True, blank=True)
    frame_size = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True)
    phase = models.PositiveSmallIntegerField(default=1)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="second_phases")
    drawn_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list; only a second phase has a parent."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(RoundState)), name="round_state_known"),
            models.CheckConstraint(
                condition=models.Q(phase=1, parent=None) | models.Q(phase=2, parent__isnull=False),
                name="round_second_phase_has_parent",
            ),
        ]


class Trigger(Asking):
    """A standing order to ask whoever something happened to.

    Attributes:
        kind: What it waits for.
        signal_kind: Kind of the signals it reads: ``encounter``, ``purchase``, ``meeting``, … (after_encounter).
        delay_minutes: How long after the event the message goes out.
        date_field: ``since``, ``until`` or an attribute holding a day (at_date); empty: ``on_day``.
        on_day: One day for everybody the filter lets through (at_date).
        offset_days: Days after that date; negative: before (at_date, when_leaves).
        yearly: Again each year (at_date).
        share: Chance of being asked, 0–1; drawn from the event's own id, so that a repeat draws the same.
        seed: Of that chance.
        token_hash: SHA-256 of the bearer token others call it with (api).
        seen_to: Signals received up to here have been looked at.
    """

    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in TriggerKind])
    signal_kind = models.CharField(max_length=64, blank=True)
    delay_minutes = models.PositiveIntegerField(default=0)
    date_field = models.CharField(max_length=100, blank=True)
    on_day = models.DateField(null=True, blank=True)
    offset_days = models.IntegerField(default=0)
    yearly = models.BooleanField(default=False)
    share = models.FloatField(default=1.0)
    seed = models.BigIntegerField()
    token_hash = models.CharField(max_length=64, blank=True)
    active = models.BooleanField(default=True)
    seen_to = models.DateTimeField()

    class Meta:
        """Kinds are a closed list, a token names one trigger, and a chance is a chance."""

        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(TriggerKind)), name="trigger_kind_known"),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1), name="trigger_share_is_chance"),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~models.Q(token_hash=""), name="trigger_token_names_one"
            ),
        ]


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
