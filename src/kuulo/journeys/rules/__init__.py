"""What holds in journeys; pure."""

from kuulo.journeys.rules.matching import Facts, Known, Match, checked, facts_of, fits, match_of, touchpoint_for
from kuulo.journeys.rules.plans import JourneyPlan, Step, check_plan

__all__ = [
    "Facts",
    "JourneyPlan",
    "Known",
    "Match",
    "Step",
    "check_plan",
    "checked",
    "facts_of",
    "fits",
    "match_of",
    "touchpoint_for",
]
