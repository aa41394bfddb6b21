"""Reads of sources and of what came from them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Sum

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.events.models import Came, Refused, Source, WriteKey
from kuulo.events.rules.sources import Channel, KeyView, SourceView, Traits
from kuulo.lake.queries import open_snapshot

LATELY: Final = timedelta(days=7)
MOST_SHOWN: Final = 50
RECENT: Final = """
    SELECT kind, occurred_at, received_at, party, question
    FROM signals WHERE source = '{slug}' AND kind IN ('page_view', 'screen_view', 'event', 'visit')
    AND received_at >= TIMESTAMPTZ '{since}'
    ORDER BY received_at DESC, occurred_at DESC LIMIT {most}
"""


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many events of a type came lately, and in which hour the last of them."""

    type: str
    events: int
    last: datetime


@dataclass(frozen=True, slots=True)
class RefusedView:
    """An event that was not taken, and why."""

    at: datetime
    type: str
    message_id: str
    found: Text
    mend: Text


@dataclass(frozen=True, slots=True)
class RecentEvent:
    """One event that is in the store: what happened, when, and whether it is somebody's."""

    kind: str
    occurred_at: datetime
    received_at: datetime
    party: str
    what: str


def sources() -> tuple[SourceView, ...]:
    """Return every source, by name."""
    return tuple(_view(row) for row in Source.objects.order_by("name", "pk").prefetch_related("keys"))


def source(slug: str) -> SourceView:
    """Return one source.

    Raises:
        NotFoundError: There is none of that name.
    """
    row = Source.objects.filter(slug=slug).prefetch_related("keys").first()
    if row is None:
        raise NotFoundError(_("There is no source of traces called “{slug}”."), _("See the list."), slug=slug)
    return _view(row)


def source_of_key(key: str) -> SourceView | None:
    """Return the open source that a write key lets into; None where it lets into none."""
    found = WriteKey.objects.filter(key=key, revoked_at=None, source__open=True).select_related("source").first()
    return _view(found.source) if found is not None else None


def sources_by_id(ids: Iterable[int]) -> dict[int, SourceView]:
    """Return the sources of those numbers."""
    return {row.pk: _view(row) for row in Source.objects.filter(pk__in=set(ids)).prefetch_related("keys")}


def came_lately(source_id: int, *, now: datetime) -> tuple[TypeCount, ...]:
    """Return what came in the last seven days by type, the most frequent first."""
    rows = Came.objects.filter(source_id=source_id, hour__gte=now - LATELY).order_by("hour")
    counts: dict[str, TypeCount] = {}
    for row in rows:
        before = counts.get(row.type)
        counts[row.type] = TypeCount(row.type, row.events + (before.events if before else 0), row.hour)
    return tuple(sorted(counts.values(), key=lambda each: (-each.events, each.type)))


def events_lately(*, now: datetime) -> dict[int, int]:
    """Return how many events came in the last seven days, by source."""
    rows = Came.objects.filter(hour__gte=now - LATELY).values_list("source_id").annotate(Sum("events"))
    return dict(rows)


def refused_lately(source_id: int) -> tuple[RefusedView, ...]:
    """Return the newest events that were not taken."""
    rows = Refused.objects.filter(source_id=source_id).order_by("-at", "-pk")[:MOST_SHOWN]
    return tuple(RefusedView(row.at, row.type, row.message_id, *_texts(row.reason)) for row in rows)


def recent_events(slug: str, *, now: datetime) -> tuple[RecentEvent, ...]:
    """Return the newest events of a source in the store."""
    since = (now - LATELY).isoformat()
    with open_snapshot() as snapshot:
        rows = snapshot.run(RECENT.format(slug=slug, since=since, most=MOST_SHOWN)).to_pylist()
    return tuple(
        RecentEvent(row["kind"], row["occurred_at"], row["received_at"], row["party"] or "", row["question"])
        for row in rows
    )


def _texts(reason: dict[str, dict[str, object]]) -> tuple[Text, Text]:
    found, mend = (reason.get(part, {}) for part in ("found", "mend"))
    return _text(found), _text(mend)


def _text(said: dict[str, object]) -> Text:
    params = said.get("params")
    return Text(str(said.get("template", "")), params if isinstance(params, dict) else {})


def _view(row: Source) -> SourceView:
    keys = sorted(row.keys.all(), key=lambda key: (key.created_at, key.pk), reverse=True)
    return SourceView(
        id=row.pk,
        slug=row.slug,
        name=row.name,
        channel=Channel(row.channel),
        scheme=row.scheme,
        group_scheme=row.group_scheme,
        origins=tuple(row.origins),
        creates_parties=row.creates_parties,
        traits=Traits(row.traits),
        open=row.open,
        keys=tuple(
            KeyView(id=key.pk, key=key.key, created_at=key.created_at, revoked_at=key.revoked_at) for key in keys
        ),
    )
