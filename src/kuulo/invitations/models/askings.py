"""Tables of rounds and triggers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.rules.lifecycle import RoundState
from kuulo.invitations.rules.plans import TriggerKind


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
