"""How many responses of an instrument stand in which state, all together and by the way they came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from kuulo.responses.models import Response
from kuulo.responses.rules.states import State

BY: Final = ("way_in", "touchpoint", "channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBy:
    """What came one way: complete responses, and all that were begun; suspect ones are in neither.

    Attributes:
        name: Name of the way in, the touchpoint or the channel; empty where there is none.
    """

    name: str
    complete: int
    begun: int


def came_by(slug: str) -> Mapping[str, tuple[CameBy, ...]]:
    """Return for ``way_in``, ``touchpoint`` and ``channel`` what came by each, the most complete first."""
    rows = Response.objects.filter(instrument__slug=slug, suspect=False).exclude(state=State.DISMISSED)
    fields = {"way_in": "way_in__name", "touchpoint": "touchpoint", "channel": "channel"}
    return {name: _grouped(rows.values(field), field) for name, field in fields.items()}


def _grouped(rows: object, field: str) -> tuple[CameBy, ...]:
    counted = rows.annotate(complete=Count("id", filter=Q(state=State.COMPLETE)), begun=Count("id"))  # type: ignore[attr-defined] # a query set of values
    found = [CameBy(name=row[field] or "", complete=row["complete"], begun=row["begun"]) for row in counted]
    return tuple(sorted(found, key=lambda one: (-one.complete, -one.begun, one.name)))
