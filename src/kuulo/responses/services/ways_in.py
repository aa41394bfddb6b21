"""Opening and closing ways in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.instruments import queries as instruments
from kuulo.instruments.rules.questionnaire import LANGUAGES
from kuulo.responses.models import WayIn
from kuulo.responses.queries import WayInView, way_in_by_id
from kuulo.responses.rules.states import WayKind

NO_ATTRIBUTES: Final[Mapping[str, str]] = {}
CHANNELS: Final = {
    WayKind.LINK: "web",
    WayKind.QR: "qr",
    WayKind.KIOSK: "kiosk",
    WayKind.WIDGET: "widget",
    WayKind.EMAIL: "email",
    WayKind.API: "api",
}


def open_way_in(  # noqa: PLR0913 -- what a way in is; all but three have a sensible value of their own
    *,
    slug: str,
    kind: str,
    name: str,
    touchpoint: str = "",
    channel: str = "",
    language: str = "",
    attributes: Mapping[str, str] = NO_ATTRIBUTES,
) -> WayInView:
    """Make a new way in to the instrument and return it; the channel follows from the kind where it is not said.

    Raises:
        InputError: There is no such instrument, or the kind, the name or the language cannot be used.
    """
    instrument = instruments.instrument(slug)
    if kind not in set(WayKind):
        raise InputError(_("“{kind}” is no kind of way in."), _("Use one of {kinds}."), kind=kind, kinds=_kinds())
    if not name.strip():
        raise InputError(_("The way in has no name."), _("Give it a name by which you will know it again."))
    if language and language not in LANGUAGES:
        raise InputError(_("“{language}” is no language Kuulo speaks."), _("Use fi, sv or en."), language=language)
    row = WayIn.objects.create(
        instrument_id=instrument.id,
        kind=kind,
        name=name.strip()[:120],
        touchpoint=touchpoint or instrument.touchpoint,
        channel=channel or CHANNELS[WayKind(kind)],
        language=language,
        attributes=dict(attributes),
    )
    return _shown(row.id, slug)


def close_way_in(way_in_id: int, *, slug: str) -> WayInView:
    """Close a way in: its address says so from then on, and what was answered through it stays.

    Raises:
        InputError: The instrument has no such way in.
    """
    WayIn.objects.filter(id=way_in_id, instrument__slug=slug).update(active=False)
    return _shown(way_in_id, slug)


def reopen_way_in(way_in_id: int, *, slug: str) -> WayInView:
    """Open a closed way in again.

    Raises:
        InputError: The instrument has no such way in.
    """
    WayIn.objects.filter(id=way_in_id, instrument__slug=slug).update(active=True)
    return _shown(way_in_id, slug)


def _shown(way_in_id: int, slug: str) -> WayInView:
    view = way_in_by_id(way_in_id, slug)
    if view is None:
        raise InputError(_("This instrument has no such way in."))
    return view


def _kinds() -> str:
    return ", ".join(WayKind)
