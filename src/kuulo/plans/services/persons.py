"""What this room holds about customers: nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "plans.Need": "What the organisation must know for a decision; words of its people.",
        "plans.Budget": "What a year costs.",
        "plans.CalendarFeed": "Addresses under which colleagues' calendars read the plan.",
    }
)
