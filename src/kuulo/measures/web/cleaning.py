"""From what was sent to the events that count: each once, no robots, none late, in sessions that end."""

from __future__ import annotations

from typing import Any

import ibis

from kuulo.measures.web.columns import WebRules, as_events

SILENT = "~"  # before the ids of sessions that were found by silence


def clean_events(table: Any, rules: WebRules) -> Any:
    """Return the events that count, as `EVENT_COLUMNS` and ``first_visitor``, the visitor id as it came.

    Each event id once, the first received; no robots; none that was sent too late; of a session that lasts longer than
    allowed only its beginning. ``visitor`` is the session's first: where a browser changed its id meanwhile, the
    session still is one person's.
    """
    rows = _in_sessions(_once(as_events(table), rules), rules)
    return _of_one_visitor(_begun(rows).filter(lambda row: row.collected_at <= row.begun + _seconds(rules.longest)))


def sessions_too_long(table: Any, rules: WebRules) -> Any:
    """Return the ids of sessions that went on beyond the longest length without a pause of that length."""
    rows = _begun(_in_sessions(_once(as_events(table), rules), rules))
    end = rows.begun + _seconds(rules.longest)
    beyond = rows.filter((rows.collected_at > end) & (rows.collected_at <= end + _seconds(rules.longest)))
    return beyond.select("session").distinct()


def first_rows(rows: Any, key: str, *order: Any) -> Any:
    """Return the first row of each key in an order; ordered aggregates differ between engines, row numbers do not."""
    window = ibis.window(group_by=rows[key], order_by=list(order))
    numbered = rows.mutate(row_number_=ibis.row_number().over(window))
    return numbered.filter(numbered.row_number_ == 0).drop("row_number_")


def _seconds(span: Any) -> Any:
    return ibis.interval(seconds=int(span.total_seconds()))


def _once(events: Any, rules: WebRules) -> Any:
    person = ~events.robot.fill_null(False)  # noqa: FBT003 -- ibis' own signature
    in_time = events.sent_at.isnull() | (events.sent_at <= events.device_at + _seconds(rules.latest))
    kept = events.filter(person & in_time & events.event_id.notnull())
    return first_rows(kept, "event_id", kept.collected_at, kept.device_at)


def _in_sessions(events: Any, rules: WebRules) -> Any:
    """Give events without a session one: a visitor's events with no longer silence between them than allowed."""
    who = ibis.coalesce(events.visitor, events.user)
    events = events.mutate(who_=who)
    window = ibis.window(group_by=[events.who_, events.session], order_by=[events.at, events.event_id])
    before = events.at.lag().over(window)
    starts = before.isnull() | (events.at > before + _seconds(rules.gap))
    events = events.mutate(start_=starts.ifelse(events.at, ibis.null(events.at.type())))
    running = ibis.window(
        group_by=[events.who_, events.session], order_by=[events.at, events.event_id], preceding=None, following=0
    )
    events = events.mutate(start_=events.start_.max().over(running))
    found = ibis.literal(SILENT) + events.who_ + "~" + events.start_.epoch_seconds().cast("string")
    events = events.mutate(session=ibis.coalesce(events.session.nullif(""), found))
    return events.filter(events.session.notnull()).drop("who_", "start_")


def _begun(events: Any) -> Any:
    window = ibis.window(group_by=events.session)
    return events.mutate(begun=events.collected_at.min().over(window))


def _of_one_visitor(events: Any) -> Any:
    known = events.filter(events.visitor.notnull())
    first = first_rows(known, "session", known.at, known.device_at, known.event_id)
    first = first.select(session_="session", of_session="visitor")
    events = events.left_join(first, events.session == first.session_)
    return events.mutate(first_visitor=events.visitor, visitor=events.of_session).drop(
        "session_", "of_session", "begun"
    )
