"""Tables of rights: what people asked for, personal links, receipts, periods, and the facts of the organisation."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.rights.rules.requests import RequestKind, RequestState, Way

HASH_LENGTH = 64
REFERENCE_LENGTH = 20


class Request(models.Model):
    """What a person asks for by right, and how far it has come; it is answered within a month (GDPR 12(3)).

    Attributes:
        reference: What the person is told; says nothing of who asks.
        party: Who asks; None once the person is erased.
        details: A correction: which field, and what it shall be.
        note: Words of the person or of whoever took the call; they go with an erasure.
        answer: What was done, or why not.
        asked_by: Staff who took it in for the person; empty where the person did it.
    """

    reference = models.CharField(max_length=REFERENCE_LENGTH, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in RequestKind])
    state = models.CharField(
        max_length=10, default=RequestState.OPEN, choices=[(state, state) for state in RequestState]
    )
    way = models.CharField(max_length=10, choices=[(way, way) for way in Way])
    party = models.ForeignKey("customers.Party", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    details = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    asked_by = models.CharField(max_length=254, blank=True)
    handled_by = models.CharField(max_length=254, blank=True)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Kinds and states are closed lists."""

        ordering: ClassVar[list[str]] = ["due_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=list(RequestKind)), name="rights_request_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=list(RequestState)), name="rights_request_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.kind} {self.state}"


class Receipt(models.Model):
    """What an erasure removed, store by store; it holds nothing about the person.

    Attributes:
        request: The request it answers.
        steps: By store: rows, files, and what had to stay and why (a text as JSON).
        keeps_out: Whether keyed digests of numbers and addresses stay, so that no list brings the person back.
        ended_at: None while it is carried out.
    """

    request = models.OneToOneField(Request, on_delete=models.PROTECT, related_name="receipt")
    steps = models.JSONField(default=dict)
    keeps_out = models.BooleanField(default=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"receipt of {self.request.reference}"


class PersonalLink(models.Model):
    """A link to the own page, and a code for those who would rather type; only digests of both are kept."""

    party = models.ForeignKey("customers.Party", on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    code_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    ask_hash = models.CharField(max_length=HASH_LENGTH, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"link of {self.made_at}"


class LinkAsking(models.Model):
    """That a link was let go: keyed digests of the address and of where it was asked from; kept for a day."""

    digest = models.CharField(max_length=HASH_LENGTH, db_index=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"asked at {self.at}"


class KeepingPeriod(models.Model):
    """How long one kind of data is kept, in days; None: for as long as the person is known."""

    name = models.CharField(max_length=80, unique=True)
    days = models.PositiveIntegerField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=254, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.days}"


class ControllerFacts(models.Model):
    """Who answers for the data: what the record of processing (GDPR 30) cannot find out by itself; one row."""

    controller = models.CharField(max_length=250, blank=True)
    address = models.TextField(blank=True)
    contact = models.CharField(max_length=250, blank=True)
    officer = models.CharField(max_length=250, blank=True)
    recipients = models.TextField(blank=True)
    transfers = models.TextField(blank=True)
    safeguards = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        """There is one organisation."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(pk=1), name="rights_controller_is_one"),
        ]

    def __str__(self) -> str:
        return self.controller
