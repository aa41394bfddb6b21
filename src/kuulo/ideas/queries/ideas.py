"""Ideas of the bank: claims of kind idea, with who is behind each and what is known of who needs it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.claims.queries import Wanted, claim, claims, claims_numbered
from kuulo.claims.rules import ClaimKind, ClaimView
from kuulo.codebooks.rules.plain import of_plain
from kuulo.ideas.models import Idea, Teller
from kuulo.ideas.rules.lifecycle import IdeaState
from kuulo.ideas.rules.needs import Known, Need
from kuulo.ideas.rules.shapes import IdeaView, TellerView

ORDERS: Final = ("value", "size", "people", "newest")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedIdeas:
    """Which ideas are listed.

    Attributes:
        words: Words of the wording, or a number.
        state: Only those that stand so.
        order: One of `ORDERS`.
        with_parts: Whether ideas that are part of another are listed too.
    """

    words: str = ""
    state: IdeaState | None = None
    order: str = "value"
    with_parts: bool = False


EVERY: Final = WantedIdeas()


@dataclass(frozen=True, slots=True)
class Behind:
    """Who told ideas by word of mouth: customers and colleagues by idea's number."""

    parties: Mapping[str, frozenset[int]]
    staff: Mapping[str, frozenset[str]]


def ideas(wanted: WantedIdeas = EVERY) -> tuple[IdeaView, ...]:
    """Return the ideas of the bank; those whose claim is retired are left out."""
    found = claims(Wanted(kind=ClaimKind.IDEA, words=wanted.words))
    views = _views(found)
    chosen = [
        view
        for view in views
        if (wanted.with_parts or not view.into) and (wanted.state is None or view.state is wanted.state)
    ]
    return tuple(sorted(chosen, key=lambda view: _rank(view, wanted.order), reverse=True))


def idea(number: str, user: object = None) -> IdeaView:
    """Return an idea, its claim with the evidence a person may see.

    Raises:
        NotFoundError: There is no idea of this number.
    """
    found = claim(number, user)
    if found.kind is not ClaimKind.IDEA:
        raise NotFoundError(_("There is no idea {number}."), _("See the list of ideas."), number=number)
    return _views([found])[0]


def ideas_numbered(numbers: Iterable[str]) -> dict[str, IdeaView]:
    """Return ideas by number; those nobody has are left out."""
    found = claims_numbered(list(numbers))
    return {view.number: view for view in _views([each for each in found.values() if each.kind is ClaimKind.IDEA])}


def tellers_of(view: IdeaView) -> tuple[TellerView, ...]:
    """Return who told an idea by word of mouth, those of its parts among them."""
    rows = Teller.objects.filter(idea__claim__in=[view.number, *view.parts], removed_at=None).select_related("idea")
    return tuple(
        TellerView(
            id=row.pk,
            party_id=row.party,
            staff=row.staff,
            note=row.note,
            told_at=row.told_at,
            by=row.by,
            idea=row.idea.claim,
        )
        for row in rows
    )


def heads() -> dict[str, str]:
    """Return every merged idea with the one it is part of."""
    rows = Idea.objects.exclude(merged_into=None)
    return dict(rows.values_list("claim", "merged_into__claim"))


def count_states(views: Sequence[IdeaView]) -> Mapping[IdeaState, int]:
    """Return how many ideas stand where."""
    return Counter(view.state for view in views)


def need_of(row: Idea) -> Need | None:
    """Return who needs an idea, as it was told."""
    if not row.known:
        return None
    return Need(
        segment=row.segment,
        known=Known(row.known),
        words=row.words,
        measure=row.measure,
        low=row.low,
        high=row.high,
    )


def _views(found: Sequence[ClaimView]) -> list[IdeaView]:
    rows = {row.claim: row for row in Idea.objects.select_related("merged_into")}
    parts: dict[str, list[str]] = defaultdict(list)
    for row in rows.values():
        if row.merged_into is not None:
            parts[row.merged_into.claim].append(row.claim)
    behind = _behind()
    return [_view(each, rows.get(each.number), tuple(sorted(parts[each.number])), behind) for each in found]


def _behind() -> Behind:
    parties: dict[str, set[int]] = defaultdict(set)
    staff: dict[str, set[str]] = defaultdict(set)
    rows = Teller.objects.filter(removed_at=None).values_list("idea__claim", "party", "staff")
    for number, party, colleague in rows:
        if party is not None:
            parties[number].add(party)
        else:
            staff[number].add(colleague.casefold())
    return Behind(
        {number: frozenset(each) for number, each in parties.items()},
        {number: frozenset(each) for number, each in staff.items()},
    )


def _view(found: ClaimView, row: Idea | None, parts: tuple[str, ...], behind: Behind) -> IdeaView:
    own = (found.number, *parts)
    told = frozenset[int]().union(*(behind.parties.get(number, frozenset()) for number in own))
    staff = frozenset[str]().union(*(behind.staff.get(number, frozenset()) for number in own))
    return IdeaView(
        number=found.number,
        claim=found,
        state=IdeaState(row.state) if row else IdeaState.NEW,
        reason=row.reason if row else "",
        customers=found.standing.voices,
        told=len(told),
        staff=len(staff),
        into=row.merged_into.claim if row and row.merged_into else "",
        parts=parts,
        need=need_of(row) if row else None,
        size=of_plain(row.size) if row and row.size else None,
        value=of_plain(row.value) if row and row.value else None,
        computed_at=row.computed_at if row else None,
    )


def _rank(view: IdeaView, order: str) -> tuple[float, float, int]:
    value = view.value.value if view.value is not None and view.value.value is not None else -1.0
    size = view.size.value if view.size is not None and view.size.value is not None else -1.0
    first = {"value": value, "size": size, "people": float(view.people)}.get(order, 0.0)
    return (first, size if order != "newest" else 0.0, view.claim.id)
