"""Writes of journeys; no table of theirs holds a person."""

from collections.abc import Mapping
from types import MappingProxyType

from kuulo.customers.rules.person_data import PersonStore
from kuulo.journeys.services.journeys import begin_with, change_journey, create_journey, remove_journey
from kuulo.journeys.services.touchpoints import (
    change_touchpoint,
    create_touchpoint,
    move_touchpoint,
    remove_touchpoint,
)

PERSON_STORES: tuple[PersonStore, ...] = ()
WITHOUT_PERSONS: Mapping[str, str] = MappingProxyType(
    {
        "journeys.Touchpoint": "names a place and the rules by which signals are known as its own",
        "journeys.Journey": "names a way through touchpoints",
        "journeys.JourneyStep": "puts a touchpoint into a journey",
    }
)

__all__ = [
    "PERSON_STORES",
    "WITHOUT_PERSONS",
    "begin_with",
    "change_journey",
    "change_touchpoint",
    "create_journey",
    "create_touchpoint",
    "move_touchpoint",
    "remove_journey",
    "remove_touchpoint",
]
