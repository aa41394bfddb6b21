"""Names of the organisation's own people, by which names are found in words."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Final

from kuulo.accounts.queries import names_of_people
from kuulo.customers.queries import count_parties, person_names, register_version
from kuulo.customers.rules import Purpose
from kuulo.language.personal import Names

MOST_NAMES: Final = 20_000
"""Above so many customers only the writer's own name and those of the staff are looked for beside the common ones."""
FEW: Final = 2_000


def known_names(identifiers: Collection[str]) -> Names:
    """Return the names to look for in words of some writers: common ones, the staff's, and the customers'.

    Args:
        identifiers: Writers, ``scheme:value``; of a large register only their names are looked for.
    """
    if count_parties() <= MOST_NAMES:
        return _names_of_all(register_version(), names_of_people())
    return _staff(names_of_people()).with_people(person_names(identifiers=identifiers, purpose=Purpose.SURVEYS))


def few_known_names() -> Names:
    """Return the names to look for while a page waits; of a large register those of the staff alone."""
    if count_parties() <= FEW:
        return _names_of_all(register_version(), names_of_people())
    return _staff(names_of_people())


@lru_cache(maxsize=1)
def _names_of_all(version: str, staff: tuple[str, ...]) -> Names:
    del version
    return _staff(staff).with_people(person_names(purpose=Purpose.SURVEYS))


@lru_cache(maxsize=1)
def _staff(staff: tuple[str, ...]) -> Names:
    return Names.shipped().with_people(staff)
