"""Everybody who was a customer on a day, with what is known of them: whom figures are corrected towards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kuulo.customers.models import AttributeDefinition, Party
from kuulo.customers.queries.selection import PARTY_ID, people_of_version
from kuulo.customers.queries.wholes import READ_CHUNK, WHOLE, register_version
from kuulo.customers.rules import Stage
from kuulo.customers.rules.segments import About

ATTRIBUTE: Final = f"{About.ATTRIBUTE}: "
FROM_ALWAYS: Final = date(1, 1, 1)
FOR_EVER: Final = date(9999, 12, 31)


def customers_on(day: date | None) -> pa.Table:
    """Return the wholes that were customers on a day (that are, without one), by number.

    Columns: ``party_id``, ``kind``, ``language``, ``since`` (a date) and ``attribute: <name>`` for each attribute
    anybody has, as they are now; null where it is not known. Attributes of special categories (GDPR 9) are left out.
    """
    days = _days_of_version(register_version())
    if day is None:
        stays = days["stays"].to_numpy(zero_copy_only=False)
    else:
        first, last = (days[name].to_numpy(zero_copy_only=False) for name in ("first", "last"))
        stays = (first <= np.datetime64(day)) & (last > np.datetime64(day))
    return parties_known().filter(pa.array(stays))


def parties_known() -> pa.Table:
    """Return every whole there is, customer or not, with the columns of `customers_on`."""
    people = people_of_version(register_version())
    special = set(AttributeDefinition.objects.filter(is_special=True).values_list("name", flat=True))
    wanted = [
        name
        for name in people.column_names
        if name in {PARTY_ID, About.KIND, About.LANGUAGE, About.SINCE}
        or (name.startswith(ATTRIBUTE) and name.removeprefix(ATTRIBUTE) not in special)
    ]
    return people.select(wanted)


@lru_cache(maxsize=1)
def _days_of_version(version: str) -> pa.Table:
    """Return for each whole, in the order of `people_of_version`, from when to when it was a customer, and if it is."""
    numbers = people_of_version(version)[PARTY_ID]
    first: dict[int, date] = {}
    last: dict[int, date] = {}
    stays: set[int] = set()
    for number, stage, since, until in _rows():
        if stage == Stage.PROSPECT:
            continue
        # Who is still a customer as another part of the whole has not left.
        left = until or (FROM_ALWAYS if stage == Stage.FORMER else FOR_EVER)
        first[number] = min(since or FROM_ALWAYS, first.get(number, FOR_EVER))
        last[number] = max(left, last.get(number, FROM_ALWAYS))
        if stage == Stage.ACTIVE:
            stays.add(number)
    known = numbers.to_pylist()
    return pa.table(
        {
            PARTY_ID: numbers,
            "first": pa.array([first.get(number, FOR_EVER) for number in known], pa.date32()),
            "last": pa.array([last.get(number, FROM_ALWAYS) for number in known], pa.date32()),
            "stays": pc.is_in(numbers, value_set=pa.array(sorted(stays), pa.int64())),
        }
    )


def _rows() -> Iterator[tuple[int, str, date | None, date | None]]:
    rows = Party.objects.annotate(of=WHOLE).values_list("of", "stage", "since", "until")
    yield from rows.iterator(chunk_size=READ_CHUNK)
