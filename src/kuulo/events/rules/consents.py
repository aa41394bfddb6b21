"""What an event says of consent, and what it is kept with because of that; pure.

Three things can be the case for profiling: the event grants it, denies it, or says nothing. Global Privacy Control
counts as denying, unless the event says that this person has granted it to this company.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from kuulo.customers.rules import Purpose

# Names of categories that consent managers send, in small letters, and what Kuulo calls them.
CATEGORIES: Final[Mapping[str, Purpose]] = {
    "profiling": Purpose.PROFILING,
    "personalization": Purpose.PROFILING,
    "personalisation": Purpose.PROFILING,
    "functional": Purpose.PROFILING,
    "c0003": Purpose.PROFILING,
    "marketing": Purpose.MARKETING,
    "advertising": Purpose.MARKETING,
    "targeting": Purpose.MARKETING,
    "c0004": Purpose.MARKETING,
    "tracking": Purpose.TRACKING,
    "analytics": Purpose.TRACKING,
    "performance": Purpose.TRACKING,
    "c0002": Purpose.TRACKING,
    "research": Purpose.RESEARCH,
    "recording": Purpose.RECORDING,
    "surveys": Purpose.SURVEYS,
}


class Word(StrEnum):
    """What is said about profiling."""

    GRANTED = "granted"
    DENIED = "denied"
    UNSAID = "unsaid"


def purposes_of(consent: object) -> dict[Purpose, bool]:
    """Return what a client's ``context.consent`` says by purpose; two categories of one purpose must both agree."""
    preferences = consent.get("categoryPreferences") if isinstance(consent, dict) else None
    said: dict[Purpose, bool] = {}
    for name, value in preferences.items() if isinstance(preferences, dict) else ():
        purpose = CATEGORIES.get(str(name).strip().lower())
        if purpose is not None and isinstance(value, bool):
            said[purpose] = value and said.get(purpose, True)
    return said


def word_on_profiling(said: Mapping[Purpose, bool], *, gpc: bool) -> Word:
    """Return what is said about profiling; ``gpc``: the browser signalled Global Privacy Control."""
    if said.get(Purpose.PROFILING):
        return Word.GRANTED
    if gpc or Purpose.PROFILING in said:
        return Word.DENIED
    return Word.UNSAID
