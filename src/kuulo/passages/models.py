"""Tables of codings, memos, acts, rounds of blind coding, and what the machine proposes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.passages.rules import (
    CODE_LENGTH,
    KEY_LENGTH,
    PERSON_LENGTH,
    SLUG_LENGTH,
    About,
    Origin,
    ProposalState,
    RoundState,
)
from kuulo.qualitative.agreeing import Cut


class CodedStudy(models.Model):
    """Which codebook a study is coded with, and what its machine said last.

    Attributes:
        study: Slug of the study.
        book: Slug of the codebook.
        fingerprint: Of what the machine learned from.
        learned: How many segments it learned from; 0 where there were too few.
        trouble: Why nothing was learned; a text.
        figures: Code → name of a figure → the figure.
        made_at: When the machine spoke last.
    """

    study = models.CharField(max_length=SLUG_LENGTH, unique=True)
    book = models.CharField(max_length=SLUG_LENGTH, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    learned = models.PositiveIntegerField(default=0)
    trouble = models.JSONField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.study}: {self.book}"


class Round(models.Model):
    """A round in which several people code the same sources, unseen by each other.

    Attributes:
        sources: Keys of the sources.
        coders: Who codes.
        done: Coder → keys of the sources she has finished.
        cut: On what segments they are compared.
        decisions: Key of a difference → from where to where it is kept, or null where it is dropped.
    """

    study = models.CharField(max_length=SLUG_LENGTH, db_index=True)
    sources = models.JSONField(default=list)
    coders = models.JSONField(default=list)
    done = models.JSONField(default=dict, blank=True)
    decisions = models.JSONField(default=dict, blank=True)
    cut = models.CharField(max_length=10, choices=[(each, each) for each in Cut])
    state = models.CharField(
        max_length=10, default=RoundState.CODING, choices=[(state, state) for state in RoundState], db_index=True
    )
    started_by = models.CharField(max_length=PERSON_LENGTH)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """States are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(RoundState)), name="coding_round_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.pk} {self.state}"


class Coding(models.Model):
    """A passage with a code somebody gave it; see `rules.PassageCoded`."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    study = models.CharField(max_length=SLUG_LENGTH)
    source = models.CharField(max_length=KEY_LENGTH)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.CharField(max_length=CODE_LENGTH, db_index=True)
    coder = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()
    memo = models.TextField(blank=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, blank=True, related_name="codings")
    origin = models.CharField(max_length=10, default=Origin.HAND, choices=[(each, each) for each in Origin])

    class Meta:
        """A coder gives a passage a code once, and once in a round."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="passage_not_empty"),
            models.CheckConstraint(condition=models.Q(origin__in=list(Origin)), name="passage_coding_origin_known"),
            models.UniqueConstraint(
                fields=["source", "start", "end", "code", "coder"],
                condition=models.Q(round__isnull=True),
                name="passage_coded_once",
            ),
            models.UniqueConstraint(
                fields=["source", "start", "end", "code", "coder", "round", "origin"],
                condition=models.Q(round__isnull=False),
                name="passage_coded_once_a_round",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "start"], name="passage_codings_of_source"),
            models.Index(fields=["study", "code"], name="passage_codings_of_study"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.start}–{self.end}: {self.code}"


class Memo(models.Model):
    """What somebody noted about a study, a source, a passage or a code; see `rules.MemoView`."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True)
    study = models.CharField(max_length=SLUG_LENGTH, db_index=True)
    about = models.CharField(max_length=10, choices=[(each, each) for each in About])
    source = models.CharField(max_length=KEY_LENGTH, blank=True, db_index=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    code = models.CharField(max_length=CODE_LENGTH, blank=True)
    text = models.TextField()
    author = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """What it can be about is a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(about__in=list(About)), name="memo_about_known"),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.pk}"


class Act(models.Model):
    """What a coder did last and before that, each with what it changed, so that it can be taken back.

    Attributes:
        number: Its place among the coder's acts in the study.
        undone: Whether it is taken back now.
        source: Key of the source it was done in; empty where in none.
        changes: See `rules.Change`.
    """

    study = models.CharField(max_length=SLUG_LENGTH)
    coder = models.CharField(max_length=PERSON_LENGTH)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    undone = models.BooleanField(default=False)
    source = models.CharField(max_length=KEY_LENGTH, blank=True, db_index=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    changes = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        """Acts of a coder in a study are numbered."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "coder", "number"], name="act_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.coder} {self.number}: {self.verb}"


class Proposal(models.Model):
    """That a passage has a code, as the machine holds; see `rules.ProposalView`."""

    study = models.CharField(max_length=SLUG_LENGTH)
    source = models.CharField(max_length=KEY_LENGTH)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    code = models.CharField(max_length=CODE_LENGTH)
    probability = models.FloatField()
    state = models.CharField(
        max_length=10, default=ProposalState.PROPOSED, choices=[(state, state) for state in ProposalState]
    )
    decided_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A code is proposed for a passage once; states are a closed list."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "start", "end", "code"], name="passage_proposed_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(ProposalState)), name="passage_proposal_state"),
            models.CheckConstraint(
                condition=models.Q(probability__gte=0) & models.Q(probability__lte=1), name="passage_proposal_share"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["source", "state", "start"], name="passage_proposals_of_source"),
            models.Index(fields=["study", "state"], name="passage_proposals_of_study"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.start}–{self.end}: {self.code}? {self.state}"
