"""Proposed and confirmed early adopters, and what the search rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kuulo.adopters.models import Adopter, Search
from kuulo.adopters.rules import AdopterState, Again, ItemKind, Reason
from kuulo.adopters.rules.plain import of_plain
from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.queries.frame import frame_of
from kuulo.customers.queries.segments import SegmentView, list_segments
from kuulo.customers.rules import Purpose
from kuulo.customers.rules.segments import NO, About, Condition, Op

LIST: Final = "early-adopters"


@dataclass(frozen=True, slots=True, kw_only=True)
class AdopterView:
    """Somebody who may be, or is, an early adopter.

    Attributes:
        party_id: The customer.
        name: What they are called.
        chance: How likely as many early days are by chance; None for whom people named.
        still: Whether the last search found them too.
    """

    id: int
    party_id: int
    name: str
    state: AdopterState
    days: int
    expected: float
    chance: float | None
    suggestions: int
    reasons: tuple[Reason, ...]
    still: bool
    found_at: datetime
    decided_by: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThing:
    """A new thing that spread."""

    kind: ItemKind
    name: str
    at: datetime
    users: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookout:
    """What the last search rests on.

    Attributes:
        things: New things that spread.
        again: Whether the early are early again; None where it cannot be told.
        by_chance: How many chance alone would propose.
    """

    things: tuple[NewThing, ...]
    again: Again | None
    by_chance: float
    data_version: str
    made_at: datetime


def adopters(state: AdopterState, most: int = 200) -> tuple[AdopterView, ...]:
    """Return early adopters in a state, the least likely by chance first."""
    rows = list(Adopter.objects.filter(state=state).order_by("chance", "pk")[:most])
    names = frame_of([row.party_id for row in rows], purpose=Purpose.PROFILING)
    return tuple(_view(row, names[row.party_id].name if row.party_id in names else "") for row in rows)


def adopter(number: int) -> AdopterView:
    """Return one.

    Raises:
        NotFoundError: There is none of this number.
    """
    row = Adopter.objects.filter(pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such early adopter."), _("Load the page again."))
    return _view(row, "")


def lookout() -> Lookout | None:
    """Return what the last search rests on; None before the first."""
    row = Search.objects.order_by("-pk").first()
    if row is None:
        return None
    again: dict[str, Any] = row.again
    return Lookout(
        things=tuple(
            NewThing(
                kind=ItemKind(one["kind"]),
                name=one["name"],
                at=datetime.fromisoformat(one["at"]),
                users=one["users"],
            )
            for one in row.items
        ),
        again=Again(early=of_plain(again["early"]), others=of_plain(again["others"])) if "early" in again else None,
        by_chance=float(again.get("by_chance", 0.0)),
        data_version=row.data_version,
        made_at=row.made_at,
    )


def segment_of_adopters() -> SegmentView | None:
    """Return the segment of confirmed early adopters: the one that asks for their list and nothing else."""
    for segment in list_segments():
        conditions = tuple(segment.filter.conditions())
        if len(conditions) == 1 and _asks_for_list(conditions[0]):
            return segment
    return None


def _asks_for_list(one: Condition) -> bool:
    return one.about is About.LIST and one.name == LIST and one.op is Op.IS and one.values != (NO,)


def _view(row: Adopter, name: str) -> AdopterView:
    return AdopterView(
        id=row.pk,
        party_id=row.party_id,
        name=name,
        state=AdopterState(row.state),
        days=row.days,
        expected=row.expected,
        chance=row.chance,
        suggestions=row.suggestions,
        reasons=tuple(
            Reason(
                kind=ItemKind(one["kind"]),
                name=one["name"],
                at=datetime.fromisoformat(one["at"]),
                place=one["place"],
                users=one["users"],
            )
            for one in row.reasons
        ),
        still=row.still,
        found_at=row.found_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )
