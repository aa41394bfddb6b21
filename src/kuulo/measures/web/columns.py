"""What a table of web events holds, and the rules by which it is read.

An event is one row. Only `REQUIRED_COLUMNS` must be there; what else a table has of `EVENT_COLUMNS` is carried, what it
lacks is empty. Other columns are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

import ibis

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _

PAGE_VIEW, PAGE_PING = "page_view", "page_ping"
MOMENT = "timestamp('UTC', 6)"
REQUIRED_COLUMNS = ("event_id", "event", "at")
# What a person looked at, how the person came there and where: of the first event of a session, page view or user.
PAGE = ("title", "url", "scheme", "host", "path", "query", "fragment")
REFERRER = (
    "referrer",
    "referrer_scheme",
    "referrer_host",
    "referrer_path",
    "referrer_query",
    "referrer_fragment",
    "referrer_medium",
    "referrer_source",
    "referrer_term",
)
CAMPAIGN = ("medium", "campaign_source", "term", "content", "campaign", "click_id", "network")
PLACE = ("country", "region", "region_name", "city")
ABOUT = ("app", "platform", "source", "channel", "language")
EVENT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "event_id": "string",  # the sender's id; a repeat is the same event
        "event": "string",  # page_view, page_ping, or the name of any other event
        "at": MOMENT,  # when it happened, the sender's clock corrected
        "device_at": MOMENT,  # when it happened by the device's own clock; orders events of the same moment
        "sent_at": MOMENT,  # when the device sent it, by the device's own clock
        "collected_at": MOMENT,  # when it was received
        "visitor": "string",  # the browser's or device's id: domain_userid, anonymousId
        "user": "string",  # who had signed in: user_id, userId
        "network_visitor": "string",
        "session": "string",  # the sender's session id; where it is empty, a session ends with 30 minutes of silence
        "session_number": "int64",  # the visitor's how-manieth session it is
        "page_view": "string",  # ties the page pings to the page view
        "robot": "boolean",  # whether it was a machine, by whatever list the sender or collector uses
        "view_width": "float64",  # of the window, in pixels
        "view_height": "float64",
        "page_width": "float64",  # of the whole page, in pixels
        "page_height": "float64",
        "scrolled_x": "float64",  # furthest left and top offset since the ping before, in pixels
        "scrolled_y": "float64",
        **dict.fromkeys((*PAGE, *REFERRER, *CAMPAIGN, *PLACE, *ABOUT), "string"),
        "consent_type": "string",  # allow_all, allow_selected, deny_all, pending, expired, withdrawn, implicit_consent
        "consent_basis": "string",
        "consent_version": "string",
        "consent_scopes": "string",  # names with a comma and a space between them
        "consent_url": "string",
        "consent_domains": "string",
        "gdpr_applies": "boolean",
        "banner_seconds": "float64",  # how long the banner took to show
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebRules:
    """By which rules events become sessions, page views and users; the usual values are those of Snowplow's trackers.

    Attributes:
        gap: Silence after which a session is over, where the sender gave no session id.
        heartbeat: Seconds between two page pings.
        least_visit: Seconds after a page view at which the first ping comes.
        longest: Longest session; later events of the same session id are left out.
        latest: Events sent later than this after they happened are left out.
        conversions: Names of events that make a session engaged whatever else happened in it.
    """

    gap: timedelta = timedelta(minutes=30)
    heartbeat: int = 10
    least_visit: int = 5
    longest: timedelta = timedelta(days=3)
    latest: timedelta = timedelta(days=3)
    conversions: tuple[str, ...] = ()


USUAL = WebRules()


def as_events(table: Any) -> Any:
    """Return the ibis table with all of `EVENT_COLUMNS`, in their types; what it lacks is empty.

    Raises:
        ColumnError: One of the required columns is missing, or a column cannot be what it is to be.
    """
    missing = [name for name in REQUIRED_COLUMNS if name not in table.columns]
    if missing:
        raise ColumnError(
            _("A table of web events has the columns {wanted}; this one lacks {missing}."),
            _("Rename its columns first."),
            wanted=", ".join(REQUIRED_COLUMNS),
            missing=", ".join(missing),
        )
    return table.select(**{name: _as_kind(table, name, kind) for name, kind in EVENT_COLUMNS.items()})


def _as_kind(table: Any, name: str, kind: str) -> Any:
    if name not in table.columns:
        # An event without a time of its own on the device happened when it happened.
        return table["at"].cast(MOMENT) if name in {"device_at", "collected_at"} else ibis.null(kind)
    column = table[name]
    found = column.type()
    if kind == MOMENT and not (found.is_timestamp() or found.is_date()):
        raise ColumnError(
            _("Column {name} holds {kind}, not dates or times."),
            _("Turn it into times first."),
            name=name,
            kind=str(found),
        )
    return column.cast(kind)
