"""The plan of a year as pages and other rooms see it; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.claims.rules import ClaimView
from kuulo.decisions.rules.views import DecisionView
from kuulo.plans.rules.knowing import Known
from kuulo.studies.rules import StudyView


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """What must be known.

    Attributes:
        id: Its number.
        year: The year whose plan it stands in.
        decision: Number of the decision; empty while none is proposed.
        text: What must be known.
        claims: Claims that answer it.
        studies: Studies that are to answer it, those the reader may see.
        known: How far it is answered.
        late: Whether what is on its way comes after the decision.
    """

    id: int
    year: int
    decision: str
    text: str
    claims: tuple[ClaimView, ...]
    studies: tuple[StudyView, ...]
    known: Known
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDecision:
    """A decision of the year with what must be known for it."""

    decision: DecisionView
    needs: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine:
    """Something that costs: a study, or what a person wrote down; in euro."""

    what: str
    amount: Decimal
    study: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetView:
    """What a year costs against what there is; in euro.

    Attributes:
        amount: What there is; ``None`` where nobody has said.
        lines: What costs.
    """

    amount: Decimal | None
    lines: tuple[CostLine, ...]

    @property
    def spent(self) -> Decimal:
        """What is planned to be spent."""
        return sum((one.amount for one in self.lines), Decimal(0))

    @property
    def left(self) -> Decimal | None:
        """What is left; below zero where more is planned than there is."""
        return None if self.amount is None else self.amount - self.spent


class EventKind(StrEnum):
    """What happens on a day of the plan."""

    DECIDE = "decide"
    CHECK = "check"
    EFFECT = "effect"
    FIELDWORK = "fieldwork"
    REPORT = "report"
    SESSION = "session"


EVENT_WORDS: Final[Mapping[EventKind, Text]] = MappingProxyType(
    {
        EventKind.DECIDE: say(_("To be decided")),
        EventKind.CHECK: say(_("Check")),
        EventKind.EFFECT: say(_("Effect due")),
        EventKind.FIELDWORK: say(_("Fieldwork")),
        EventKind.REPORT: say(_("Report")),
        EventKind.SESSION: say(_("Meeting")),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something of the plan on a day, over days, or at a time.

    Attributes:
        key: The same as long as it is the same thing, whatever its day.
        kind: What happens.
        about: Number of the decision, or slug of the study.
        title: The question of the decision, the title of the study.
        first: The first day.
        last: The last day.
        at: The moment, of sessions.
        minutes: How long, of sessions.
        place: Where, of sessions.
    """

    key: str
    kind: EventKind
    about: str
    title: str
    first: date
    last: date
    at: datetime | None = None
    minutes: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """The plan of a year as one reader sees it.

    Attributes:
        year: Which.
        decisions: Decisions of the year in the order of their days, each with its needs.
        loose: Needs of no decision yet.
        studies: Studies of the year, those the reader may see.
        budget: What it costs.
        events: Its calendar in the order of days.
    """

    year: int
    decisions: tuple[PlannedDecision, ...]
    loose: tuple[NeedView, ...]
    studies: tuple[StudyView, ...]
    budget: BudgetView
    events: tuple[Event, ...]

    @property
    def needs(self) -> tuple[NeedView, ...]:
        """All needs."""
        return (*(need for one in self.decisions for need in one.needs), *self.loose)

    def counts(self) -> dict[Known, int]:
        """Return how many needs are answered how far."""
        return {known: sum(one.known is known for one in self.needs) for known in Known}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """An address of somebody's calendar."""

    id: int
    name: str
    shown: str
    language: str
    made_at: datetime
    revoked_at: datetime | None
