"""Reads of people and the organisation; what crosses to other rooms is frozen."""

from __future__ import annotations

from dataclasses import dataclass

from kuulo.accounts.models import Organisation, User
from kuulo.accounts.rules import FLOOR_DEFAULT


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationView:
    """The organisation as other rooms see it."""

    name: str
    is_invented: bool
    anonymity_floor: int
    confidence: float


def organisation() -> OrganisationView:
    """Return the organisation; before it is set up, one without a name and with the defaults."""
    row = Organisation.objects.first()
    if row is None:
        return OrganisationView(name="", is_invented=False, anonymity_floor=FLOOR_DEFAULT, confidence=0.95)
    return OrganisationView(
        name=row.name,
        is_invented=row.is_invented,
        anonymity_floor=row.anonymity_floor,
        confidence=row.confidence,
    )


def count_people() -> int:
    """Return how many people can sign in."""
    return User.objects.filter(is_active=True).count()
