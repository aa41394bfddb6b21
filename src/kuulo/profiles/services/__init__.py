"""Writes of profiles: a customer with its addresses; what it keeps of persons is nothing of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.customers.rules import PersonStore
from kuulo.profiles.services.customers import add_customer, part_customers

PERSON_STORES: Final[tuple[PersonStore, ...]] = ()
WITHOUT_PERSONS: Final[Mapping[str, str]] = {}
"""The room has no tables: all it shows lies with other rooms."""

__all__ = ["PERSON_STORES", "WITHOUT_PERSONS", "add_customer", "part_customers"]
