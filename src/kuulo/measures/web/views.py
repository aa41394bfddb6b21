"""Page views: one row a page that was looked at, how long it was looked at and how far."""

from __future__ import annotations

from typing import Any

import ibis

from kuulo.measures.web.cleaning import first_rows
from kuulo.measures.web.columns import (
    ABOUT,
    CAMPAIGN,
    PAGE,
    PAGE_PING,
    PAGE_VIEW,
    PLACE,
    REFERRER,
    WebRules,
)

CARRIED = (*ABOUT, *PAGE, *REFERRER, *CAMPAIGN, *PLACE)


def page_views_of(events: Any, rules: WebRules) -> Any:
    """Return the page views of cleaned events.

    Columns: ``page_view``, ``event_id``, ``session``, ``visitor``, ``first_visitor``, ``user``, ``stitched_user``,
    ``number`` and ``of`` (the how-manieth of how many in its session), ``start``, ``end``, ``engaged_seconds`` (by page
    pings), ``seconds`` (from start to end), ``scrolled_x``, ``scrolled_y`` (pixels), ``seen_x``, ``seen_y`` (per cent
    of the page), and what it was about (`CARRIED`). A page view sent twice counts once, the earlier.
    """
    viewed = events.filter((events.event == PAGE_VIEW) & events.page_view.notnull())
    views = first_rows(viewed, "page_view", viewed.at, viewed.device_at, viewed.event_id)
    place = ibis.window(group_by=views.session, order_by=[views.at, views.device_at, views.event_id])
    views = views.mutate(
        number=ibis.row_number().over(place) + 1, of=views.event_id.count().over(ibis.window(group_by=views.session))
    )
    pings, seen, users = engaged_times(events, rules), _scrolled(events), users_of_visitors(events)
    joined = (
        views.left_join(pings, (views.page_view == pings.page_view_) & (views.session == pings.session_))
        .left_join(seen, (views.page_view == seen.page_view_2) & (views.session == seen.session_2))
        .left_join(users, views.visitor == users.visitor_)
    )
    end = ibis.coalesce(joined.last_ping, joined.at)
    return joined.select(
        "page_view",
        "event_id",
        "session",
        "session_number",
        "visitor",
        "first_visitor",
        "user",
        stitched_user=ibis.coalesce(joined.of_visitor, joined.visitor),
        network_visitor=joined.network_visitor,
        number=joined.number,
        of=joined.of,
        start=joined.at,
        end=end,
        engaged_seconds=joined.engaged.fill_null(0),
        seconds=whole_seconds(end) - whole_seconds(joined.at),
        scrolled_x=joined.furthest_x,
        scrolled_y=joined.furthest_y,
        seen_x=joined.part_x,
        seen_y=joined.part_y,
        page_width=joined.page_width,
        page_height=joined.page_height,
        **{name: joined[name] for name in CARRIED},
    )


def whole_seconds(moment: Any) -> Any:
    """Return the second a moment falls in, counted since 1970; casts of fractions round, so they are cut off first."""
    return moment.truncate("s").epoch_seconds()


def engaged_times(events: Any, rules: WebRules) -> Any:
    """Return how long each page view with page pings was looked at: ``page_view_``, ``session_``, ``engaged``, …

    Each heartbeat with a ping counts once, save the first, which came after the least visit.
    """
    pings = events.filter((events.event == PAGE_PING) & events.page_view.notnull())
    beats = (whole_seconds(pings.device_at).cast("float64") / float(rules.heartbeat)).floor()
    pings = pings.mutate(beat=beats)
    grouped = pings.group_by(page_view_=pings.page_view, session_=pings.session).agg(
        last_ping=pings.at.max(), beats=pings.beat.nunique()
    )
    return grouped.mutate(engaged=(grouped.beats - 1) * rules.heartbeat + rules.least_visit)


def users_of_visitors(events: Any) -> Any:
    """Return who last signed in on each browser or device: ``visitor_``, ``of_visitor``."""
    known = events.filter(events.visitor.notnull() & events.user.notnull())
    last = first_rows(known, "visitor", known.collected_at.desc(), known.at.desc(), known.event_id.desc())
    return last.select(visitor_="visitor", of_visitor="user")


def _scrolled(events: Any) -> Any:
    """Return how much of each page was seen; the window counts, so that an unscrolled page is not 0 % seen."""
    shown = events.filter(
        events.event.isin([PAGE_VIEW, PAGE_PING])
        & events.page_view.notnull()
        & (events.page_height > 0)
        & (events.page_width > 0)
    )
    rows = shown.group_by(page_view_2=shown.page_view, session_2=shown.session).agg(
        width=shown.page_width.max(),
        height=shown.page_height.max(),
        view_x=shown.view_width.max(),
        view_y=shown.view_height.max(),
        far_x=shown.scrolled_x.fill_null(0).max(),
        far_y=shown.scrolled_y.fill_null(0).max(),
    )
    rows = rows.mutate(
        furthest_x=ibis.least(ibis.greatest(rows.far_x, 0.0), rows.width),
        furthest_y=ibis.least(ibis.greatest(rows.far_y, 0.0), rows.height),
    )
    return rows.select(
        "page_view_2",
        "session_2",
        "furthest_x",
        "furthest_y",
        part_x=_per_cent(rows.furthest_x + rows.view_x, rows.width),
        part_y=_per_cent(rows.furthest_y + rows.view_y, rows.height),
    )


def _per_cent(part: Any, whole: Any) -> Any:
    return (ibis.least(part, whole) / whole * 100.0).round()
