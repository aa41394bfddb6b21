"""What crosses to other rooms: studies, participants, sessions as frozen rows; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from kuulo.customers.rules import Channel
from kuulo.studies.rules.ethics import Answer, Trigger
from kuulo.studies.rules.kinds import LegalBasis, Method, Recruited
from kuulo.studies.rules.lifecycle import StudyState
from kuulo.studies.rules.taking_part import ParticipantState, Payment, Sending

NO_DECIMAL = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The plan as it was frozen when fieldwork began, or as it was amended later; `told` is what it said."""

    number: int
    at: datetime
    by: str
    why: str
    told: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """What came out: what was found, what it means for the decision, what fell short of the plan."""

    found: str
    answer: str
    limits: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyView:
    """One study.

    Attributes:
        question: The decision question.
        changes: What would change depending on the answer.
        notice: Language → what participants are told of the handling of their data; its version is `notice_version`.
        consents: Language → the words they agree to, of the same version.
        titles, about: Language → what the study is called and what taking part means, for participants.
        confidential: Seen by its team only.
        shares_words: Staff outside the team may see participants' words (masked), and signals are written of them.
        codebook: Slug of the codebook by which the material is coded; empty for none.
        instrument: Slug of the questionnaire (surveys).
        team: E-mail and part of each member.
        planned: How many participants the plan wants.
        segment: Slug of the segment they are drawn from; empty for all customers.
        sampling: How they are chosen, in words.
        consent_days: For how many days what was told may be used; None: until it is withdrawn.
        incentive: In euro for each participant, owed whether they stay or leave.
        minutes: How long taking part takes.
        plan: The plan as frozen when fieldwork began; None before.
        amendments: What was changed afterwards, oldest first.
        open_link: The key of the open recruiting link; empty where it is closed.
    """

    id: int
    slug: str
    title: str
    state: StudyState
    method: Method
    question: str
    changes: str
    legal_basis: LegalBasis | None
    notice: Mapping[str, str]
    notice_version: int
    consents: Mapping[str, str]
    titles: Mapping[str, str]
    about: Mapping[str, str]
    confidential: bool
    shares_words: bool
    languages: tuple[str, ...]
    codebook: str
    instrument: str
    team: tuple[tuple[str, str], ...]
    planned: int
    segment: str
    sampling: str
    guide: str
    recruit_from: date | None
    starts_on: date | None
    ends_on: date | None
    report_on: date | None
    minutes: int
    consent_days: int | None
    budget: Decimal
    incentive: Decimal
    ethics: Mapping[Trigger, Answer]
    plan: PlanView | None
    amendments: tuple[PlanView, ...]
    result: ResultView | None
    open_link: str
    created_by: str
    created_at: datetime
    changed_at: datetime

    @property
    def version(self) -> int:
        """Return the version of notice and consent text."""
        return self.notice_version

    @property
    def records(self) -> bool:
        """Return whether voice, pictures or films are recorded."""
        return self.ethics[Trigger.RECORDINGS].applies is True


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipantView:
    """One participant.

    Attributes:
        study: Slug.
        label: ``P03``: what the team calls them.
        pseudonym: What they call themselves among other participants; may be empty.
        party_id: The customer, where known.
        token: The key in their own addresses: /join/<token>/, /diary/<token>/, /talk/<token>/.
        language: Which they read.
        basis_in_force: What they told may be used now.
        may_record: They agreed to be recorded.
        keeps_told: After leaving: what they told stays (True) or goes (False); None while they take part.
        address: Channel and address for messages; only where a purpose was named.
        consent_version: Of the texts they agreed to; 0 for none.
    """

    id: int
    study: str
    label: str
    pseudonym: str
    party_id: int | None
    token: str
    state: ParticipantState
    language: str
    how: Recruited
    invited_at: datetime | None
    joined_at: datetime | None
    left_at: datetime | None
    basis_in_force: bool
    may_record: bool
    keeps_told: bool | None
    consent_version: int
    incentive: Decimal
    payment: Payment
    sending: Sending
    address: tuple[Channel, str] | None = None

    @property
    def name(self) -> str:
        """Return the pseudonym, or the label where there is none."""
        return self.pseudonym or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """A clarifying question to be asked in a session; `ref` belongs to whoever wrote it and is given back."""

    id: int
    text: str
    ref: str
    by: str
    at: datetime
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A meeting with participants: interview, visit, observation, group."""

    id: int
    study: str
    number: int
    title: str
    state: str
    participants: tuple[int, ...]
    starts_at: datetime
    minutes: int
    place: str
    observers: tuple[str, ...]
    guide: str
    to_ask: tuple[ToAsk, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView:
    """What is owed to a participant, or was paid; it never depends on staying."""

    participant_id: int
    label: str
    state: ParticipantState
    amount: Decimal
    payment: Payment
    paid_at: datetime | None
    paid_by: str
