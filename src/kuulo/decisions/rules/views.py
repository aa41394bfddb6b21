"""What other rooms and pages see of decisions; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import Text
from kuulo.decisions.rules.checking import Proposal, Sides
from kuulo.decisions.rules.effects import Effect
from kuulo.decisions.rules.states import DecisionState, Facts, LoopKind, Verdict

LONGEST_TITLE: Final = 200
MOST_OPTIONS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One of the ways a question can be answered."""

    key: str
    title: str
    text: str = ""

    def to_dict(self) -> dict[str, str]:
        """Return the fields as plain values."""
        return {"key": self.key, "title": self.title, "text": self.text}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView:
    """A computed check.

    Attributes:
        proposal: The verdict it proposes.
        expected: Expected change, in the measure's unit.
        sides: Figures before and after, of those touched and of those compared with; ``None`` where there are none.
        observed: Observed change; ``None`` where it has no interval.
        before: First and last day measured before; the first is open where ``None``.
        after: First and last day measured after; the last is open where ``None``.
        notes: What to know before trusting it.
        data_version: Version of the data.
        computed_at: When.
    """

    proposal: Proposal
    expected: float
    sides: Sides | None
    observed: Estimate | None
    before: tuple[date | None, date] | None
    after: tuple[date, date | None] | None
    notes: tuple[Text, ...]
    data_version: str
    computed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopView:
    """What followed a decision that did not hold."""

    kind: LoopKind
    why: str
    claims: tuple[str, ...]
    successor: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """That the day of a check was moved."""

    before: date
    after: date
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision.

    Attributes:
        id: Its number alone.
        number: ``D3``, as people say it.
        question: What is to be decided.
        background: What one must know to understand the question.
        options: The ways to answer it.
        chosen: Key of the option chosen; empty before it is decided.
        why: Why it was chosen.
        effect: Expected effect.
        check_on: Day of the check.
        owner: Who answers for it.
        certainty: How sure those who decided were, per cent.
        decide_by: When it is to be made.
        state: Where it stands.
        decided_by: Who made it.
        decided_on: When.
        in_effect_on: First day in effect.
        verdict: What was confirmed; ``None`` before.
        verdict_why: Why, where it differs from the proposal.
        checked_by: Who confirmed it.
        checked_on: When.
        claims: Numbers of the claims it rests on.
        standings: What was known of each when it was decided: ``state``, ``methods`` and ``affirmed``; empty before.
        check: The newest computed check.
        loop: What followed.
        moved: How the day of the check was moved.
        supersedes: Number of the decision it takes the place of.
        superseded_by: Number of the one that takes its place.
    """

    id: int
    number: str
    question: str
    background: str = ""
    options: tuple[Option, ...] = ()
    chosen: str = ""
    why: str = ""
    effect: Effect | None = None
    check_on: date | None = None
    owner: str = ""
    certainty: int | None = None
    decide_by: date | None = None
    state: DecisionState = DecisionState.PROPOSED
    decided_by: str = ""
    decided_on: date | None = None
    in_effect_on: date | None = None
    verdict: Verdict | None = None
    verdict_why: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    claims: tuple[str, ...] = ()
    standings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    check: CheckView | None = None
    loop: LoopView | None = None
    moved: tuple[Moved, ...] = ()
    supersedes: str = ""
    superseded_by: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None

    @property
    def option(self) -> Option | None:
        """The option chosen."""
        return next((one for one in self.options if one.key == self.chosen), None)

    @property
    def edition(self) -> str:
        """What tells this edition from the ones before it; a form that was opened on another one is out of date."""
        return "" if self.changed_at is None else self.changed_at.astimezone(UTC).isoformat()

    def facts(self, today: date) -> Facts:
        """Return what guards look at on a day."""
        return Facts(
            today=today,
            state=self.state,
            claims=frozenset(self.claims),
            chosen=self.chosen,
            options=frozenset(one.key for one in self.options),
            effect=self.effect,
            check_on=self.check_on,
            owner=self.owner,
            certainty=self.certainty,
            decided_on=self.decided_on,
            in_effect_on=self.in_effect_on,
            proposal=self._proposal(),
            verdict=self.verdict,
            looped=self.loop is not None,
        )

    def _proposal(self) -> Proposal | None:
        """Return what the newest check proposes; one that was computed before the effect was due proposes nothing."""
        if self.check is None or self.effect is None or self.check.computed_at.date() <= self.effect.due:
            return None
        return self.check.proposal
