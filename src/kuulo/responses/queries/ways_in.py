"""Ways in, as other rooms and the intake see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kuulo.responses.models import WayIn
from kuulo.responses.rules.forms import TOKEN_PATTERN


@dataclass(frozen=True, slots=True, kw_only=True)
class WayInView:
    """One way in; ``channel``, ``touchpoint`` and ``attributes`` go with every answer that comes through it."""

    id: int
    token: str
    instrument_id: int
    slug: str
    kind: str
    name: str
    touchpoint: str
    channel: str
    language: str
    attributes: Mapping[str, str]
    active: bool
    created_at: datetime


def way_in_by_token(token: str) -> WayInView | None:
    """Return the way in of the token, closed ones too; None where there is none."""
    if not TOKEN_PATTERN.fullmatch(token):
        return None
    row = WayIn.objects.select_related("instrument").filter(token=token).first()
    return _view(row) if row else None


def way_in_by_id(way_in_id: int, slug: str) -> WayInView | None:
    """Return the way in of that row, if it belongs to the instrument."""
    row = WayIn.objects.select_related("instrument").filter(id=way_in_id, instrument__slug=slug).first()
    return _view(row) if row else None


def ways_in_of(slug: str) -> tuple[WayInView, ...]:
    """Return the instrument's ways in, newest first."""
    rows = WayIn.objects.select_related("instrument").filter(instrument__slug=slug)
    return tuple(_view(row) for row in rows.order_by("-id"))


def _view(row: WayIn) -> WayInView:
    return WayInView(
        id=row.id,
        token=row.token,
        instrument_id=row.instrument_id,
        slug=row.instrument.slug,
        kind=row.kind,
        name=row.name,
        touchpoint=row.touchpoint,
        channel=row.channel,
        language=row.language,
        attributes=row.attributes,
        active=row.active,
        created_at=row.created_at,
    )
