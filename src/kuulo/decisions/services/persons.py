"""What this room holds about customers: nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "decisions.Decision": "What the organisation decides and expects; words of its people.",
        "decisions.RestsOn": "Numbers of claims, and how many voices stood behind them.",
        "decisions.Check": "Figures of groups above the anonymity floor.",
        "decisions.Loop": "What the organisation learnt from a decision; words of its people.",
    }
)
