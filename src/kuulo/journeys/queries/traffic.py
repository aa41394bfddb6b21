"""Sessions, page views and users of Kuulo's own signals, and what those figures rest on: who consented to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from kuulo.base.estimate import Estimate
from kuulo.customers.queries import party_map
from kuulo.figures.queries.reading import Reading, kept
from kuulo.figures.queries.scope import literal
from kuulo.journeys.queries.flow import MAP
from kuulo.journeys.queries.shown import frame_of
from kuulo.journeys.rules.flow import share_of
from kuulo.measures.web import EVENT_COLUMNS, WebQuestion

TRACES: Final = ("page_view", "screen_view", "event", "visit")
PURPOSES: Final = ("profiling", "marketing", "research")
LONGEST_WEEKS: Final = timedelta(days=130)
# Kuulo's name of a column → how a signal says it. What is not here a signal does not say.
COLUMNS: Final[Mapping[str, str]] = {
    "event_id": "signals.signal_id",
    # A screen of an app is a page view as well: both are something a person looked at.
    "event": "CASE WHEN kind IN ('page_view', 'screen_view') THEN 'page_view' ELSE question END",
    "at": "signals.occurred_at",
    "collected_at": "signals.received_at",
    "visitor": "coalesce(attributes['anonymous_id'], signals.party)",
    "user": "CASE WHEN starts_with(signals.party, 'anonymous_id:') THEN NULL"
    " ELSE coalesce(wholes.party_id::VARCHAR, signals.party) END",
    "session": "nullif(response_id, '')",
    "page_view": "coalesce(attributes['p.page_view_id'],"
    " CASE WHEN kind IN ('page_view', 'screen_view') THEN signals.signal_id END)",
    "url": "attributes['url']",
    "host": "attributes['host']",
    "path": "attributes['path']",
    "title": "signals.text",
    "referrer": "attributes['referrer']",
    "medium": "attributes['utm_medium']",
    "campaign_source": "attributes['utm_source']",
    "campaign": "attributes['utm_campaign']",
    "term": "attributes['utm_term']",
    "content": "attributes['utm_content']",
    "source": "signals.source",
    "channel": "signals.channel",
    "language": "signals.language",
}
QUESTION_COLUMNS: Final = tuple((name, EVENT_COLUMNS[name]) for name in COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What came in one stretch of time through one source, or through all of them.

    Attributes:
        start: First day of the week or month; None for the whole time.
        source: Source; None for all together.
        users: Persons, where somebody signed in, else browsers and devices; None when withheld.
        engaged: Share of sessions in which somebody looked at two pages or stayed.
        bounced: Share of sessions of one page and no more.
        signed_in: Share of sessions in which it is known who came.
    """

    start: date | None
    source: str | None
    sessions: int | None
    page_views: int | None
    users: int | None
    engaged: Estimate
    bounced: Estimate
    signed_in: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficShown:
    """Traffic of a stretch of time: of all, by source, over time, and by consents.

    Attributes:
        grain: ``week`` or ``month``.
        consents: Purpose → share of the browsers and persons who had consented to it when they were last seen.
    """

    whole: Traffic
    sources: tuple[Traffic, ...]
    times: tuple[Traffic, ...]
    grain: str
    consents: tuple[tuple[str, Estimate], ...]


def events_sql(since: datetime | None, source: str = "") -> str:
    """Return the SELECT of Kuulo's signals as the table of events that `kuulo.measures.web` documents.

    It reads ``signals`` and the map of wholes. Sessions are the sender's; where it told none they are found by silence.
    """
    chosen = ", ".join(f'{expression} AS "{name}"' for name, expression in COLUMNS.items())
    return f"""
        SELECT {chosen} FROM signals LEFT JOIN {MAP} AS wholes ON wholes.party = signals.party
        WHERE {_where(since, source)}
    """  # noqa: S608 -- built from literals and names of our own


def _where(since: datetime | None, source: str) -> str:
    kinds = ", ".join(literal(kind) for kind in TRACES)
    parts = [f"kind IN ({kinds})"]
    if since is not None:
        parts.append(
            f"occurred_at >= TIMESTAMPTZ {literal(since.isoformat())} AND month >= {literal(f'{since:%Y-%m}')}"
        )
    if source:
        parts.append(f"signals.source = {literal(source)}")
    return " AND ".join(parts)


@kept
def show_traffic(reading: Reading, days: int, source: str) -> TrafficShown | None:
    """Return the traffic of so many days up to the newest trace (0 for all the time); None where there is none.

    Args:
        reading: The look at the store.
        days: How many days; 0 for all the time.
        source: One source alone; empty for all.
    """
    kinds = ", ".join(literal(kind) for kind in TRACES)
    newest = reading.snapshot.run(f"SELECT max(occurred_at) AS newest FROM signals WHERE kind IN ({kinds})")  # noqa: S608 -- literals
    last: datetime | None = newest.to_pylist()[0]["newest"]
    if last is None:
        return None
    since = last - timedelta(days=days) if days else None
    grain = "week" if since is not None and timedelta(days=days) <= LONGEST_WEEKS else "month"
    rows = _counted(reading, since, source, grain)
    by = {name: [row for row in rows if row["kind"] == name] for name in ("whole", "source", "time")}
    return TrafficShown(
        whole=_traffic(by["whole"][0], reading),
        sources=tuple(_traffic(row, reading) for row in sorted(by["source"], key=lambda row: -row["sessions"])),
        times=tuple(_traffic(row, reading) for row in sorted(by["time"], key=lambda row: row["start"])),
        grain=grain,
        consents=_consents(reading, since, source),
    )


def _counted(reading: Reading, since: datetime | None, source: str, grain: str) -> list[dict[str, Any]]:
    question = WebQuestion("sessions", QUESTION_COLUMNS)
    sessions = question.sql("duckdb", events_sql(since, source))
    sums = """
        count(*) AS sessions, sum(page_views)::BIGINT AS page_views,
        count(DISTINCT coalesce(stitched_user, "user")) AS users, count(*) FILTER (engaged) AS engaged,
        count(*) FILTER (bounced) AS bounced, count("user") AS signed_in
    """
    local = f'"start" AT TIME ZONE {literal(str(reading.zone))}'
    sql = f"""
        WITH sessions AS ({sessions})
        SELECT 'whole' AS kind, NULL::DATE AS start, NULL::VARCHAR AS source, {sums} FROM sessions
        UNION ALL
        SELECT 'source', NULL, source, {sums} FROM sessions GROUP BY source
        UNION ALL
        SELECT 'time', date_trunc('{grain}', {local})::DATE AS begin, NULL, {sums}
        FROM sessions GROUP BY begin
    """  # noqa: S608 -- built from literals and names of our own
    found: list[dict[str, Any]] = reading.snapshot.run(sql, {MAP: party_map()}).to_pylist()
    return found


def _traffic(row: Mapping[str, Any], reading: Reading) -> Traffic:
    frame = frame_of(reading)
    told = row["users"] >= frame.floor or not row["sessions"]
    sessions = row["sessions"] if told else 0
    return Traffic(
        start=row["start"],
        source=row["source"],
        sessions=row["sessions"] if told else None,
        page_views=row["page_views"] or 0 if told else None,
        users=row["users"] if told else None,
        engaged=share_of(row["engaged"], sessions or 1, frame),
        bounced=share_of(row["bounced"], sessions or 1, frame),
        signed_in=share_of(row["signed_in"], sessions or 1, frame),
    )


def _consents(reading: Reading, since: datetime | None, source: str) -> tuple[tuple[str, Estimate], ...]:
    """Return for each purpose the share of browsers and persons that had consented when they were last seen."""
    granted = ", ".join(
        f"count(*) FILTER (list_contains(string_split(coalesce(said, ''), ','), {literal(purpose)})) AS {purpose}"
        for purpose in PURPOSES
    )
    sql = f"""
        SELECT count(*) AS people, {granted} FROM (
            SELECT coalesce(attributes['anonymous_id'], party) AS who,
                   arg_max(attributes['consent'], occurred_at) AS said
            FROM signals WHERE {_where(since, source)} AND coalesce(attributes['anonymous_id'], party) IS NOT NULL
            GROUP BY who
        )
    """  # noqa: S608 -- built from literals and names of our own
    row = reading.snapshot.run(sql).to_pylist()[0]
    frame = frame_of(reading)
    return tuple((purpose, share_of(row[purpose], row["people"], frame)) for purpose in PURPOSES)


def sources_of(shown: TrafficShown | None, chosen: str) -> Sequence[str]:
    """Return the sources to choose from; the one chosen is among them even where nothing came."""
    found = [one.source for one in shown.sources if one.source] if shown else []
    return found if not chosen or chosen in found else [*found, chosen]
