"""The table of fragments: anchors alone; words stay where they were said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.claims.rules import FragmentKind


class Fragment(models.Model):
    """An anchored piece of a source, one answer, or a figure frozen with its data version.

    Attributes:
        anchor: What it is a piece of, in one line: the same piece cut twice is one fragment.
        source: Key of the source (passages).
        start: First character of the passage, in code points.
        end: The character after its last one.
        signal_id: The answer's signal.
        signal_kind: Kind of the signal, by which the lake finds it.
        signal_month: Month of the signal, for the same.
        address: Address of the figure as it is today.
        title: The figure's measure, a text's template.
        about: The figure's filters in words.
        estimate: The figure as it was.
        data_version: Version of the data the figure was computed on.
        study: Study the words were said in.
        participant_id: Participant of the study who said them.
        party_id: Customer who said them, where known and not promised away.
        purpose: Purpose whose consent or interest an answer rests on.
        voice: Tells customers apart in counts; the same for all one customer said.
        batch: Study or source it came by: fragments of different ones err independently.
        promised: Confidence or anonymity was promised: neither the person nor the time is told beside the words.
        shared: The team of a confidential study lets others see the words masked.
        fallen_at: When it left evidence because its legal basis had ended.
        fallen_why: Why, a text's template and values.
    """

    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in FragmentKind])
    anchor = models.CharField(max_length=200, unique=True)
    source = models.CharField(max_length=40, blank=True, db_index=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    signal_id = models.CharField(max_length=128, blank=True, db_index=True)
    signal_kind = models.CharField(max_length=64, blank=True)
    signal_month = models.CharField(max_length=7, blank=True)
    address = models.CharField(max_length=1500, blank=True)
    title = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=1000, blank=True)
    estimate = models.JSONField(null=True, blank=True)
    data_version = models.CharField(max_length=200, blank=True)
    study = models.CharField(max_length=80, blank=True, db_index=True)
    participant_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    party_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    purpose = models.CharField(max_length=20, blank=True)
    voice = models.CharField(max_length=200)
    batch = models.CharField(max_length=200)
    speaker = models.CharField(max_length=120, blank=True)
    is_customer = models.BooleanField(default=False)
    method = models.CharField(max_length=40)
    occurred_at = models.DateTimeField()
    language = models.CharField(max_length=12, blank=True)
    promised = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    made_by = models.CharField(max_length=254)
    made_at = models.DateTimeField()
    fallen_at = models.DateTimeField(null=True, blank=True)
    fallen_why = models.JSONField(null=True, blank=True)

    class Meta:
        """A passage has a beginning before its end; only words are a customer's own."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(kind="passage") | models.Q(end__gt=models.F("start")),
                name="passage_begins_before_it_ends",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="figure", is_customer=True), name="figure_is_nobodys_own_words"
            ),
        ]

    def __str__(self) -> str:
        return self.anchor
