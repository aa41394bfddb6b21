"""Reads of the room: the plan of a year, what must be known, the calendar."""

from __future__ import annotations

from kuulo.plans.queries.feeds import events_for, feed_opened_by, feeds_of
from kuulo.plans.queries.plans import check_year, day_of, need, needs_of_decision, plan_of, years_with_plans

__all__ = [
    "check_year",
    "day_of",
    "events_for",
    "feed_opened_by",
    "feeds_of",
    "need",
    "needs_of_decision",
    "plan_of",
    "years_with_plans",
]
