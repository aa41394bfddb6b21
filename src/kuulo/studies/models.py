"""Tables of studies: the plan and its frozen versions, texts, team, participants, sessions, questions to ask."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from kuulo.customers.rules import Channel
from kuulo.customers.rules.contacts import ADDRESS_LENGTH
from kuulo.studies.rules import (
    SLUG_LENGTH,
    LegalBasis,
    Method,
    ParticipantState,
    Payment,
    Recruited,
    Sending,
    StudyState,
    TeamRole,
)
from kuulo.studies.rules.sessions import SessionState

PERSON_LENGTH = 250
TOKEN_LENGTH = 32


class Study(models.Model):
    """A plan to answer a decision question; see `rules.StudyView`.

    Attributes:
        text_version: Version of the texts in force; 0 before there are any.
        link: Key of the open recruiting link; empty where there never was one.
        link_open: Whether people can join by it.
        next_number: Number the next participant gets; numbers are never given twice.
    """

    slug = models.SlugField(max_length=SLUG_LENGTH, unique=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default=StudyState.DRAFT, choices=[(each, each) for each in StudyState])
    method = models.CharField(max_length=20, choices=[(each, each) for each in Method])
    question = models.TextField(blank=True)
    changes = models.TextField(blank=True)
    legal_basis = models.CharField(max_length=24, blank=True, choices=[(each, each) for each in LegalBasis])
    text_version = models.PositiveIntegerField(default=0)
    confidential = models.BooleanField(default=False)
    shares_words = models.BooleanField(default=False)
    languages = models.JSONField(default=list)
    codebook = models.CharField(max_length=60, blank=True)
    instrument = models.CharField(max_length=120, blank=True)
    planned = models.PositiveIntegerField(default=0)
    segment = models.CharField(max_length=120, blank=True)
    sampling = models.TextField(blank=True)
    guide = models.TextField(blank=True)
    recruit_from = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    report_on = models.DateField(null=True, blank=True)
    minutes = models.PositiveIntegerField(default=0)
    consent_days = models.PositiveIntegerField(null=True, blank=True)
    budget = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    incentive = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    ethics = models.JSONField(default=dict, blank=True)
    result_found = models.TextField(blank=True)
    result_answer = models.TextField(blank=True)
    result_limits = models.TextField(blank=True)
    result_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    result_at = models.DateTimeField(null=True, blank=True)
    link = models.CharField(max_length=TOKEN_LENGTH, blank=True)
    link_open = models.BooleanField(default=False)
    next_number = models.PositiveIntegerField(default=1)
    created_by = models.CharField(max_length=PERSON_LENGTH)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """States, methods and the order of days hold in the database too."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(state__in=list(StudyState)), name="study_state_known"),
            models.CheckConstraint(condition=models.Q(method__in=list(Method)), name="study_method_known"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="study_ends_after_start",
            ),
            models.UniqueConstraint(fields=["link"], condition=~models.Q(link=""), name="study_link_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "-changed_at"], name="study_by_state"),
        ]

    def __str__(self) -> str:
        return self.slug


class StudyText(models.Model):
    """What participants are told and agree to, in one language and version; never changed once it is there.

    Attributes:
        title: What the study is called among participants.
        about: What taking part means.
        notice: What is done with their data (GDPR 13).
        consent: The words they agree to.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="texts")
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True)
    notice = models.TextField(blank=True)
    consent = models.TextField(blank=True)
    made_by = models.CharField(max_length=PERSON_LENGTH)
    made_at = models.DateTimeField()

    class Meta:
        """A version is one text in a language."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "version", "language"], name="study_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} v{self.version} {self.language}"


class StudyPlan(models.Model):
    """The plan as it was frozen when fieldwork began (number 1), and each amendment with why it was made."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField()
    told = models.JSONField()
    why = models.TextField(blank=True)
    by = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()

    class Meta:
        """Numbers are given once, and an amendment has a reason."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="study_plan_number_once"),
            models.CheckConstraint(condition=models.Q(number=1) | ~models.Q(why=""), name="study_amendment_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} plan {self.number}"


class TeamMember(models.Model):
    """A colleague in the team of a study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="team")
    email = models.CharField(max_length=PERSON_LENGTH)
    role = models.CharField(max_length=12, default=TeamRole.RESEARCHER, choices=[(each, each) for each in TeamRole])
    added_by = models.CharField(max_length=PERSON_LENGTH)
    added_at = models.DateTimeField()

    class Meta:
        """A colleague is in a team once."""

        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "email"], name="team_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email} in {self.study_id}"


class Participant(models.Model):
    """Somebody who is asked to take part, takes part, or did; see `rules.ParticipantView`.

    Attributes:
        address: Where they are written to, where no customer is known or they told another one; with its channel.
        keeps_told: After leaving: whether what they told stays; None before.
        erased_at: When nothing that leads to the person was left here.
    """

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="participants")
    number = models.PositiveIntegerField()
    pseudonym = models.CharField(max_length=60, blank=True)
    party = models.ForeignKey("customers.Party", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=10, blank=True, choices=[(each, each) for each in Channel])
    address = models.CharField(max_length=ADDRESS_LENGTH, blank=True)
    language = models.CharField(max_length=10)
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True)
    how = models.CharField(max_length=10, choices=[(each, each) for each in Recruited])
    state = models.CharField(
        max_length=10, default=ParticipantState.INVITED, choices=[(each, each) for each in ParticipantState]
    )
    sending = models.CharField(max_length=10, default=Sending.NONE, choices=[(each, each) for each in Sending])
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    removed_why = models.CharField(max_length=250, blank=True)
    text_version = models.PositiveIntegerField(default=0)
    given_at = models.DateTimeField(null=True, blank=True)
    given_how = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    may_record = models.BooleanField(default=False)
    keeps_told = models.BooleanField(null=True, blank=True)
    incentive = models.DecimalField(max_digits=8, decimal_places=2, default=0)
    payment = models.CharField(max_length=10, default=Payment.NONE, choices=[(each, each) for each in Payment])
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.CharField(max_length=PERSON_LENGTH, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A number is one participant of a study, a customer takes part in it once, and states are closed lists."""

        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="participant_number_once"),
            models.UniqueConstraint(
                fields=["study", "party"],
                condition=models.Q(party__isnull=False) & models.Q(state__in=("invited", "joined")),
                name="participant_party_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ParticipantState)), name="participant_state_known"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sending", "study"], name="participant_to_be_sent"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} P{self.number:02d}"


class Session(models.Model):
    """A meeting with participants: an interview, a visit, an observation, a group."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sessions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, default=SessionState.PLANNED, choices=[(each, each) for each in SessionState]
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveIntegerField(default=60)
    place = models.CharField(max_length=200, blank=True)
    observers = models.JSONField(default=list, blank=True)
    guide = models.TextField(blank=True)
    participants = models.ManyToManyField(Participant, related_name="sessions", blank=True)
    made_by = models.CharField(max_length=PERSON_LENGTH)
    made_at = models.DateTimeField()

    class Meta:
        """A number is one session of a study."""

        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["study", "number"], name="session_number_once"),
            models.CheckConstraint(condition=models.Q(state__in=list(SessionState)), name="session_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} session {self.number}"


class ToAsk(models.Model):
    """A clarifying question to be asked in a session; `ref` belongs to the room that wrote it."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField()
    ref = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=PERSON_LENGTH)
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.CharField(max_length=PERSON_LENGTH, blank=True)

    class Meta:
        """Questions come in the order in which they were written; another room finds its own by `ref`."""

        ordering: ClassVar[list[str]] = ["pk"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ref"], name="to_ask_by_ref")]

    def __str__(self) -> str:
        return f"to ask in session {self.session_id}"
