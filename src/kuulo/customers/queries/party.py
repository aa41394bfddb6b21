"""One party as a whole, for a purpose."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import F, Q
from django.utils import timezone

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import mark as _
from kuulo.customers.models import ContactPoint, Identifier, Link, Party, PartyStage, Relation
from kuulo.customers.queries.consents import require_use
from kuulo.customers.queries.wholes import parts_of, whole_of
from kuulo.customers.rules import (
    AddressState,
    Channel,
    ContactView,
    IdentifierView,
    LinkKind,
    LinkView,
    PartyKind,
    PartyView,
    Purpose,
    RelationKind,
    RelationView,
    Stage,
    StageView,
)
from kuulo.customers.rules.stages import strongest


def party(party_id: int, *, purpose: Purpose) -> PartyView:
    """Return a party as a whole: its own row laid over those of its parts.

    Args:
        party_id: Number of the whole or of any part.
        purpose: What the data are used for. Those that rest on consent alone are refused without it.

    Raises:
        NotFoundError: There is no such party.
        GuardError: The person has not agreed to the purpose.
    """
    parts = parts_of([party_id]).get(party_id)
    if parts is None:
        raise NotFoundError(_("There is no party {number}."), number=party_id)
    require_use(party_id, purpose)
    rows = list(Party.objects.filter(pk__in=parts).order_by("pk"))
    stages = _stages(rows, parts)
    stage = strongest(Stage(row.stage) for row in rows)
    return PartyView(
        party_id=parts[0],
        kind=PartyKind(rows[0].kind),
        name=next((row.name for row in rows if row.name), ""),
        language=next((row.language for row in rows if row.language), ""),
        stage=stage,
        since=min((row.since for row in rows if row.since), default=None),
        until=max(row.until for row in rows if row.until) if all(row.until for row in rows) else None,
        ended_reason=_why_ended(stage, stages),
        identifiers=_identifiers(parts),
        contacts=_contacts(parts),
        attributes=merged_attributes(row.attributes for row in rows),
        stages=stages,
        relations=_relations(parts),
        links=_links(parts),
        parts=parts,
    )


def merged_attributes(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Return the attributes of a whole from those of its rows, its own first: what an earlier row says stands."""
    merged: dict[str, str] = {}
    for attributes in rows:
        for name, value in attributes.items():
            merged.setdefault(name, value)
    return merged


def link_views(links: Iterable[Link]) -> tuple[LinkView, ...]:
    """Return links as seen from the party that was there first; ``other`` is the second of the two."""
    kept = list(links)
    ends = {each.first_id for each in kept} | {each.second_id for each in kept}
    names = dict(Party.objects.filter(pk__in=ends).values_list("pk", "name"))
    return tuple(
        LinkView(
            id=each.pk,
            first_id=each.first_id,
            second_id=each.second_id,
            other_id=each.second_id,
            other_name=names[each.second_id],
            kind=LinkKind(each.kind),
            reason=each.reason,
            probability=each.probability,
            made_at=each.made_at,
            made_by=each.made_by,
            undone_at=each.undone_at,
        )
        for each in kept
    )


def _why_ended(stage: Stage, stages: Sequence[StageView]) -> str:
    if stage is not Stage.FORMER:
        return ""
    return next((each.reason for each in reversed(stages) if each.stage is Stage.FORMER), "")


def _identifiers(parts: Collection[int]) -> tuple[IdentifierView, ...]:
    rows = Identifier.objects.filter(party_id__in=parts).order_by("pk")
    return tuple(
        IdentifierView(scheme=each.scheme, value=each.value, source=each.source, told_at=each.told_at) for each in rows
    )


def _contacts(parts: Collection[int]) -> tuple[ContactView, ...]:
    """Return addresses, the one told last first, as it is the one that counts; one that two parts have is one."""
    rows = ContactPoint.objects.filter(party_id__in=parts).order_by("-told_at", "-pk")
    seen: dict[tuple[str, str], ContactView] = {}
    for each in rows:
        seen.setdefault(
            (each.channel, each.value),
            ContactView(
                id=each.pk,
                channel=Channel(each.channel),
                value=each.value,
                label=each.label,
                parts=each.parts,
                state=AddressState(each.state),
                verified_at=each.verified_at,
                told_at=each.told_at,
                source=each.source,
            ),
        )
    return tuple(seen.values())


def _stages(rows: Sequence[Party], parts: Collection[int]) -> tuple[StageView, ...]:
    """Return the stages of all parts, oldest first; a part without noted ones is in its own from its first day."""
    noted: dict[int, list[PartyStage]] = {number: [] for number in parts}
    for each in PartyStage.objects.filter(party_id__in=parts).order_by("began_on", "pk"):
        noted[each.party_id].append(each)
    views: list[StageView] = []
    for row in rows:
        held = noted[row.pk]
        if not held:
            # A former customer's first day began the active time; the last one ends it.
            began = row.until if row.stage == Stage.FORMER and row.until else row.since
            first = began or timezone.localtime(row.created_at).date()
            views.append(StageView(stage=Stage(row.stage), began_on=first))
        ends = [each.began_on for each in held[1:]] + [None]
        views.extend(
            StageView(
                stage=Stage(each.stage), began_on=each.began_on, ended_on=end, reason=each.reason, source=each.source
            )
            for each, end in zip(held, ends, strict=False)
        )
    return tuple(sorted(views, key=lambda view: view.began_on))


def _relations(parts: Collection[int]) -> tuple[RelationView, ...]:
    rows = list(
        Relation.objects.filter(Q(party_id__in=parts) | Q(other_id__in=parts)).order_by(
            F("since").asc(nulls_first=True), "pk"
        )
    )
    ends = {each.party_id for each in rows} | {each.other_id for each in rows}
    whole = whole_of(ends)
    names = dict(Party.objects.filter(pk__in=set(whole.values()) | ends).values_list("pk", "name"))
    views: list[RelationView] = []
    for each in rows:
        outgoing = each.party_id in parts
        other = each.other_id if outgoing else each.party_id
        if other not in parts:
            views.append(
                RelationView(
                    id=each.pk,
                    kind=RelationKind(each.kind),
                    outgoing=outgoing,
                    other_id=whole[other],
                    other_name=names[whole[other]] or names[other],
                    role=each.role,
                    since=each.since,
                    until=each.until,
                    source=each.source,
                )
            )
    return tuple(views)


def _links(parts: Collection[int]) -> tuple[LinkView, ...]:
    if len(parts) == 1:
        return ()
    rows = Link.objects.filter(first_id__in=parts, undone_at=None).order_by("made_at", "pk")
    return link_views(rows)
