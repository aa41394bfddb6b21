"""Tables of decisions, the claims they rest on, their checks, and what followed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kuulo.decisions.rules import LEAST_SURE, MOST_SURE, DecisionState, LoopKind, Proposal, Verdict

PERSON_LENGTH = 250
CLAIM_LENGTH = 20


class Decision(models.Model):
    """An answer to a question, with what is expected of it.

    Attributes:
        question: What is to be decided.
        background: What one must know to understand the question.
        options: Options, each with ``key``, ``title`` and ``text``.
        chosen: Key of the option chosen; empty before it is decided.
        why: Why it was chosen.
        effect: Expected effect, as `Effect.to_dict` writes it.
        check_on: Day of the check.
        owner: Who answers for it.
        certainty: How sure those who decided were that the effect comes, per cent.
        decide_by: When it is to be made; the plan of the year holds it.
        decided_on: The local day it was made.
        in_effect_on: First day in effect.
        moved: How the day of the check was moved: ``before``, ``after``, ``why``, ``by``.
        verdict: What a person confirmed; empty before.
        verdict_why: Why, where it is another verdict than was proposed.
        supersedes: The decision this one takes the place of.
    """

    question = models.CharField(max_length=500)
    background = models.TextField(blank=True)
    options = models.JSONField(default=list)
    chosen = models.CharField(max_length=40, blank=True)
    why = models.TextField(blank=True)
    effect = models.JSONField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
    owner = models.CharField(max_length=PERSON_LENGTH, blank=True)
    certainty = models.PositiveSmallIntegerField(null=True, blank=True)
    decide_by = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, default=DecisionState.PROPOSED, choices=[(state, state) for state in DecisionState]
    )
    decided_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    in_effect_on = models.DateField(null=True, blank=True)
    moved = models.JSONField(default=list, blank=True)
    verdict = models.CharField(max_length=8, blank=True, choices=[(verdict, verdict) for verdict in Verdict])
    verdict_why = models.TextField(blank=True)
    checked_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """What is decided has an effect to be checked and a day for it; what is checked has a verdict."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(state__in=list(DecisionState)), name="decision_state_known"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.PROPOSED)
                | (
                    Q(check_on__isnull=False)
                    & Q(effect__isnull=False)
                    & Q(certainty__gte=LEAST_SURE)
                    & Q(certainty__lte=MOST_SURE)
                    & ~Q(owner="")
                    & ~Q(chosen="")
                ),
                name="decision_can_be_checked",
            ),
            models.CheckConstraint(
                condition=(Q(state=DecisionState.CHECKED) & Q(verdict__in=list(Verdict)))
                | (~Q(state=DecisionState.CHECKED) & Q(verdict="")),
                name="decision_verdict_when_checked",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "check_on"], name="decisions_by_check"),
        ]

    def __str__(self) -> str:
        return f"D{self.pk}"


class RestsOn(models.Model):
    """That a decision rests on a claim.

    Attributes:
        claim: Number of the claim, such as ``C12``.
        standing: What was known of it when the decision was made: state and counts, no words; empty before.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="rests_on")
    claim = models.CharField(max_length=CLAIM_LENGTH, db_index=True)
    standing = models.JSONField(default=dict, blank=True)

    class Meta:
        """A decision rests on a claim once."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["decision", "claim"], name="decision_rests_on_claim_once"),
        ]

    def __str__(self) -> str:
        return f"D{self.decision_id} ← {self.claim}"


class Check(models.Model):
    """A computed check of a decision; the newest counts, earlier ones stay.

    Attributes:
        proposal: The verdict it proposes.
        result: The figures behind it.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="checks")
    proposal = models.CharField(max_length=12, choices=[(one, one) for one in Proposal])
    result = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-computed_at", "-pk"]

    def __str__(self) -> str:
        return f"D{self.decision_id}: {self.proposal}"


class Loop(models.Model):
    """What followed a decision that did not hold.

    Attributes:
        kind: Single: another action on the same claims. Double: claims were reopened.
        why: What was learnt.
        claims: Numbers of the claims that were reopened.
        successor: The decision that takes its place.
    """

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="loop")
    kind = models.CharField(max_length=6, choices=[(one, one) for one in LoopKind])
    why = models.TextField()
    claims = models.JSONField(default=list)
    successor = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()

    class Meta:
        """Kinds are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=list(LoopKind)), name="loop_kind_known"),
        ]

    def __str__(self) -> str:
        return f"D{self.decision_id} → D{self.successor_id}"
