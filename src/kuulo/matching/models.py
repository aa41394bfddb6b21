"""Tables of runs that look for matches, of what they propose, and of how the organisation wants it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import LinkKind
from kuulo.matching.rules.proposals import ProposalState
from kuulo.matching.rules.settings import PROPOSE_AT, Engine


class Run(models.Model):
    """One look for matches over the whole customer database; it holds counts and models, no persons.

    Attributes:
        models: Model file of each kind of party, as `kuulo.identity` wrote it.
        curve: Expected precision and recall by threshold, of each kind.
        rules: Blocking rules that were chosen, with how many pairs each makes, of each kind.
        counts: Of parties compared, links, proposals …, by name.
        trouble: Why it failed; empty otherwise.
    """

    engine = models.CharField(max_length=10, choices=[(engine, engine) for engine in Engine])
    threshold = models.FloatField()
    models_used = models.JSONField(default=dict, blank=True)
    curve = models.JSONField(default=dict, blank=True)
    rules = models.JSONField(default=dict, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    trouble = models.JSONField(null=True, blank=True)
    started_by = models.CharField(max_length=250, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"run {self.pk}"


class Proposal(models.Model):
    """That two parties are one: found, and decided by somebody, or by a rule beyond doubt.

    Attributes:
        first: The party with the smaller number.
        kind: Deterministic or probabilistic.
        rule: Of a deterministic one: by which key.
        weight: Sum of all match weights in bits.
        weights: What each comparison says: column, both values, level, weight.
        fingerprint: Print of what was known of the two when it was proposed or decided.
        history: Each decision: step, by whom, when, why.
        link: Number of the link that holds while it is accepted.
    """

    first = models.ForeignKey("customers.Party", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Party", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, default=LinkKind.PROBABILISTIC, choices=[(kind, kind) for kind in LinkKind])
    rule = models.CharField(max_length=30, blank=True)
    probability = models.FloatField()
    weight = models.FloatField(default=0.0)
    weights = models.JSONField(default=list, blank=True)
    state = models.CharField(
        max_length=10, default=ProposalState.PROPOSED, choices=[(state, state) for state in ProposalState]
    )
    fingerprint = models.CharField(max_length=32)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    link = models.BigIntegerField(null=True, blank=True)
    history = models.JSONField(default=list, blank=True)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=250, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One proposal for two parties, written in one order; states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="proposal_of_two_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="proposal_in_order"),
            models.CheckConstraint(condition=models.Q(state__in=list(ProposalState)), name="proposal_state_known"),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0) & models.Q(probability__lte=1), name="proposal_probability"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-probability", "id"], name="proposals_by_state")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}? {self.state}"


class MatchSettings(models.Model):
    """How the organisation wants its customers matched; one row, see `rules.settings.MatchWishes`."""

    propose_at = models.FloatField(default=PROPOSE_AT)
    accept_at = models.FloatField(null=True, blank=True)
    link_certain = models.BooleanField(default=True)
    personal_ids = models.BooleanField(default=False)
    models_kept = models.JSONField(default=dict, blank=True)
    certain_to = models.CharField(max_length=100, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=250, blank=True)

    class Meta:
        """There is one row of settings."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="match_settings_are_one"),
        ]

    def __str__(self) -> str:
        return f"propose at {self.propose_at}"
