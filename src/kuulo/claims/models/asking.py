"""The tables of clarifying questions and of what came back to them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.claims.models.claims import Claim
from kuulo.claims.models.fragments import Fragment
from kuulo.claims.rules import Way


class Question(models.Model):
    """A question about a claim, written into a session, a discussion, a survey or a message.

    Attributes:
        ref: Given to the room it was written into, and given back with what comes.
        study: Study of the session or the discussion.
        session_id: Session it is asked at.
        participant_id: Participant it is put to in a discussion; null: all of them.
        party_id: Customer it is sent to by a message.
        instrument: The survey of one question.
        address: Open address where it is answered.
        looked: Keys of the session's sources that were searched for an answer.
        closed_at: When nothing more was waited for.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="questions")
    ref = models.CharField(max_length=40, unique=True)
    text = models.TextField()
    language = models.CharField(max_length=12)
    way = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Way])
    study = models.CharField(max_length=80, blank=True)
    session_id = models.BigIntegerField(null=True, blank=True)
    participant_id = models.BigIntegerField(null=True, blank=True)
    party_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    instrument = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=300, blank=True)
    asked_by = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    looked = models.JSONField(default=list, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        """The newest first."""

        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.ref


class Answer(models.Model):
    """A fragment that came back to a question; it waits to be judged, and is no evidence before.

    Attributes:
        verdict: Empty while it waits; then ``evidence`` or ``set_aside``.
    """

    EVIDENCE: ClassVar[str] = "evidence"
    SET_ASIDE: ClassVar[str] = "set_aside"

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    fragment = models.ForeignKey(Fragment, on_delete=models.CASCADE, related_name="answers")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    by = models.CharField(max_length=254, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A fragment comes back to a question once."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["question", "fragment"], name="answer_once_a_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.fragment_id}"
