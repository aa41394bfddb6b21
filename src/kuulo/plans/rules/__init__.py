"""What must be known for a year's decisions, what is known, and when what happens; pure."""

from kuulo.plans.rules.calendar import calendar_of, event_title
from kuulo.plans.rules.knowing import KNOWN_WORDS, UNFINISHED, Answering, Known, comes_too_late, known_by
from kuulo.plans.rules.views import (
    EVENT_WORDS,
    BudgetView,
    CostLine,
    Event,
    EventKind,
    FeedView,
    NeedView,
    PlannedDecision,
    PlanView,
)

__all__ = [
    "EVENT_WORDS",
    "KNOWN_WORDS",
    "UNFINISHED",
    "Answering",
    "BudgetView",
    "CostLine",
    "Event",
    "EventKind",
    "FeedView",
    "Known",
    "NeedView",
    "PlanView",
    "PlannedDecision",
    "calendar_of",
    "comes_too_late",
    "event_title",
    "known_by",
]
