"""Ideas, who told them, and weak signals as pages and other rooms see them; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kuulo.base.estimate import Estimate
from kuulo.claims.rules import ClaimView
from kuulo.ideas.rules.lifecycle import Criterion, IdeaState, SignState, Verdict
from kuulo.ideas.rules.needs import Need


@dataclass(frozen=True, slots=True, kw_only=True)
class TellerView:
    """Somebody who told an idea by word of mouth.

    Attributes:
        party_id: The customer; None for a colleague.
        staff: The colleague; empty for a customer.
        idea: Number of the idea it was told for, which may be merged into another.
    """

    id: int
    party_id: int | None
    staff: str
    note: str
    told_at: datetime
    by: str
    idea: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaView:
    """An idea of the bank.

    Attributes:
        number: Of its claim.
        claim: The claim, with its wording and standing.
        customers: How many customers are behind it in own words that are in force.
        told: How many customers told it by word of mouth.
        staff: How many colleagues are behind it.
        into: Number of the idea it is part of; empty for none.
        parts: Numbers of the ideas that are part of it.
        need: Who needs it; None while it is not told.
        size, value: As they were computed last; None while they were not.
    """

    number: str
    claim: ClaimView
    state: IdeaState
    reason: str
    customers: int
    told: int
    staff: int
    into: str
    parts: tuple[str, ...]
    need: Need | None
    size: Estimate | None
    value: Estimate | None
    computed_at: datetime | None

    @property
    def people(self) -> int:
        """How many people are behind it, as far as is known."""
        return self.customers + self.told + self.staff


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementView:
    """What one test of a weak signal came to."""

    criterion: Criterion
    verdict: Verdict
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignView:
    """A weak signal or a trend from outside.

    Attributes:
        number: Of its claim.
        trend: Number of the trend it is a sign of; empty for none.
        signs: Numbers of the weak signals under a trend.
        latest: The judgement that counts of each test there is.
        publishers: By how many publishers, its own among them, the trend is told.
    """

    number: str
    claim: ClaimView
    is_trend: bool
    trend: str
    signs: tuple[str, ...]
    publisher: str
    url: str
    published_on: date
    excerpt: str
    state: SignState
    reason: str
    latest: Mapping[Criterion, JudgementView]
    publishers: int
    created_by: str
    created_at: datetime

    @property
    def passed(self) -> int:
        """How many tests it passes."""
        return sum(each.verdict is Verdict.PASSES for each in self.latest.values())
