"""Reads of journeys; what crosses to other rooms is names and frozen rows."""

from kuulo.journeys.queries.journeys import JourneyView, StepView, journey, list_journeys
from kuulo.journeys.queries.touchpoints import (
    TouchpointView,
    known_touchpoints,
    list_touchpoints,
    touchpoint,
    touchpoint_names,
    touchpoint_of,
)

__all__ = [
    "JourneyView",
    "StepView",
    "TouchpointView",
    "journey",
    "known_touchpoints",
    "list_journeys",
    "list_touchpoints",
    "touchpoint",
    "touchpoint_names",
    "touchpoint_of",
]
