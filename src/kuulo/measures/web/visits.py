"""Sessions and users: what a person did in one go, and everything one browser or person did."""

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
from kuulo.measures.web.views import engaged_times, users_of_visitors, whole_seconds

FIRST = (*ABOUT, *PLACE, *REFERRER, *CAMPAIGN)  # of the first event; the page stands apart, as first_… and last_…
LAST = (*PAGE, *PLACE, "language")
ENGAGED_HEARTBEATS = 2
ENGAGED_VIEWS = 2


def sessions_of(events: Any, rules: WebRules) -> Any:
    """Return the sessions of cleaned events; only those in which a page was looked at.

    Columns: ``session``, ``session_number``, ``visitor``, ``first_visitor``, ``user``, ``stitched_user``, ``start``,
    ``end``, ``seconds``, ``page_views``, ``engaged_seconds``, ``events`` (how many), ``engaged`` (two page views, or
    twenty seconds of pings, or a conversion), ``bounced`` (one page view, and not engaged), ``first_…`` and ``last_…``
    of the page, and how the person came (`FIRST`). A session that begins with a page ping began the least visit before.
    """
    firsts, counts, lasts = _firsts(events), _counts(events, rules), _lasts(events)
    users = users_of_visitors(events)
    rows = (
        firsts.inner_join(counts, firsts.session == counts.session_)
        .left_join(lasts, firsts.session == lasts.last_session)
        .left_join(users, firsts.visitor == users.visitor_)
    )
    pinged = rows.event == PAGE_PING
    before = ibis.interval(seconds=rules.least_visit)
    engaged = (
        (rows.views >= ENGAGED_VIEWS)
        | (rows.engaged_time >= ENGAGED_HEARTBEATS * rules.heartbeat)
        | (rows.converted > 0)
    )
    return rows.select(
        "session",
        "session_number",
        "event_id",
        "visitor",
        "first_visitor",
        "user",
        "network_visitor",
        stitched_user=ibis.coalesce(rows.of_visitor, rows.visitor),
        start=pinged.ifelse(rows.begin - before, rows.begin),
        end=rows.finish,
        seconds=whole_seconds(rows.finish) - whole_seconds(rows.begin) + pinged.ifelse(rules.least_visit, 0),
        page_views=rows.views,
        engaged_seconds=rows.engaged_time,
        events=rows.all_events,
        engaged=engaged,
        bounced=(rows.views == 1) & ~engaged,
        **{f"first_{name}": rows[name] for name in PAGE},
        **{f"last_{name}": _last(rows, name) for name in LAST},
        **{name: rows[name] for name in FIRST},
    )


def _last(rows: Any, name: str) -> Any:
    """Return a field of the last page view; where the session has pings alone, that of the first event."""
    told = rows.last_country if name in PLACE else rows.last_url
    return told.isnull().ifelse(ibis.coalesce(rows[f"last_{name}"], rows[name]), rows[f"last_{name}"])


def _firsts(events: Any) -> Any:
    shown = events.filter(events.event.isin([PAGE_VIEW, PAGE_PING]) & events.page_view.notnull())
    return first_rows(shown, "session", shown.at, shown.device_at, shown.event_id)


def _lasts(events: Any) -> Any:
    viewed = events.filter((events.event == PAGE_VIEW) & events.page_view.notnull())
    last = first_rows(viewed, "session", viewed.at.desc(), viewed.device_at.desc(), viewed.event_id)
    return last.select(last_session="session", **{f"last_{name}": name for name in LAST})


def _counts(events: Any, rules: WebRules) -> Any:
    pings = engaged_times(events, rules)
    engaged = pings.group_by(pinged_session=pings.session_).agg(engaged_time=_whole(pings.engaged.sum()))
    shown = events.event.isin([PAGE_VIEW, PAGE_PING])
    conversions = list(rules.conversions) or [""]
    rows = events.group_by(session_=events.session).agg(
        begin=events.at.min(),
        finish=events.at.max(),
        all_events=events.count(),
        views=shown.ifelse(events.page_view, ibis.null("string")).nunique(),
        converted=_whole(events.event.isin(conversions).ifelse(1, 0).sum()),
    )
    joined = rows.left_join(engaged, rows.session_ == engaged.pinged_session)
    return joined.mutate(engaged_time=joined.engaged_time.fill_null(0)).drop("pinged_session")


def _whole(number: Any) -> Any:
    """Return a sum of whole numbers as one; engines make wider kinds of it."""
    return number.cast("int64")


def event_counts_of(events: Any) -> Any:
    """Return how many events of each name a session holds: ``session``, ``event``, ``events``."""
    return events.group_by("session", "event").agg(events=events.count())


def users_of(events: Any, rules: WebRules) -> Any:
    """Return one row a visitor: ``visitor``, ``user``, ``start``, ``end``, ``sessions``, ``page_views``, …

    What the person first came to and by which way is that of the first session; where two begin in the same moment,
    that with the greater id.
    """
    rows = sessions_of(events, rules)
    rows = rows.filter(rows.visitor.notnull())
    sums = rows.group_by(who=rows.visitor).agg(
        start_=rows.start.min(),
        end_=rows.end.max(),
        sessions_=rows.count(),
        page_views_=_whole(rows.page_views.sum()),
        engaged_=_whole(rows.engaged_seconds.sum()),
    )
    first = first_rows(rows, "visitor", rows.start, rows.session.desc())
    final = first_rows(rows, "visitor", rows.end.desc(), rows.session.desc())
    final = final.select(
        final_visitor="visitor",
        last_session="session",
        last_event_id="event_id",
        **{f"final_{name}": f"last_{name}" for name in LAST},
    )
    joined = sums.inner_join(first, sums.who == first.visitor).inner_join(final, sums.who == final.final_visitor)
    return joined.select(
        "visitor",
        "first_visitor",
        "user",
        "network_visitor",
        first_session=joined.session,
        last_session=joined.last_session,
        first_event_id=joined.event_id,
        last_event_id=joined.last_event_id,
        start=joined.start_,
        end=joined.end_,
        sessions=joined.sessions_,
        page_views=joined.page_views_,
        engaged_seconds=joined.engaged_,
        **{f"first_{name}": joined[f"first_{name}"] for name in PAGE},
        **{f"last_{name}": joined[f"final_{name}"] for name in LAST},
        **{name: joined[name] for name in FIRST},
    )


def daily_traffic_of(events: Any, rules: WebRules) -> Any:
    """Return by day and source: ``day``, ``source``, ``sessions``, ``page_views``, ``users``, ``engaged``, ``bounced``.

    A user is a stitched user: who signed in where somebody did, the browser's id where nobody did.
    """
    rows = sessions_of(events, rules)
    rows = rows.mutate(day=rows.start.cast("date"), person=ibis.coalesce(rows.stitched_user, rows.user))
    return rows.group_by("day", "source").agg(
        sessions=rows.count(),
        page_views=_whole(rows.page_views.sum()),
        users=rows.person.nunique(),
        engaged=_whole(rows.engaged.ifelse(1, 0).sum()),
        bounced=_whole(rows.bounced.ifelse(1, 0).sum()),
        signed_in=_whole(rows.user.notnull().ifelse(1, 0).sum()),
        engaged_seconds=_whole(rows.engaged_seconds.sum()),
    )
