"""Real web events of a public tracker with the sessions, page views and users they must become."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pyarrow as pa

from kuulo.measures.web.columns import CAMPAIGN, PAGE, PLACE, REFERRER

# Kuulo's column → the tracker's.
PAGE_NAMES = dict(
    zip(
        PAGE,
        ("page_title", *(f"page_url{part}" for part in ("", *("scheme", "host", "path", "query", "fragment")))),
        strict=True,
    )
)
REFERRER_NAMES = {"referrer": "page_referrer"} | {
    name: f"refr_{part}"
    for name, part in zip(
        REFERRER[1:],
        ("urlscheme", "urlhost", "urlpath", "urlquery", "urlfragment", "medium", "source", "term"),
        strict=True,
    )
}
CAMPAIGN_NAMES = dict(
    zip(
        CAMPAIGN,
        (f"mkt_{part}" for part in ("medium", "source", "term", "content", "campaign", "clickid", "network")),
        strict=True,
    )
)
PLACE_NAMES = {name: f"geo_{name}" for name in PLACE}
ABOUT_NAMES = {"app": "app_id", "platform": "platform", "language": "br_lang"}
WHO_NAMES = {
    "visitor": "domain_userid",
    "user": "user_id",
    "network_visitor": "network_userid",
    "session": "domain_sessionid",
    "session_number": "domain_sessionidx",
}
TIMES = {
    "at": "derived_tstamp",
    "device_at": "dvce_created_tstamp",
    "sent_at": "dvce_sent_tstamp",
    "collected_at": "collector_tstamp",
}
SIZES = {
    "view_width": "br_viewwidth",
    "view_height": "br_viewheight",
    "page_width": "doc_width",
    "page_height": "doc_height",
    "scrolled_x": "pp_xoffset_max",
    "scrolled_y": "pp_yoffset_max",
}
CONTEXT = "contexts_com_snowplowanalytics_snowplow_web_page_1_0_0"
# The run whose results are expected took these applications, and events that name none.
APPS = {
    "default",
    "non dupe same time event",
    "true base",
    "true users",
    "true page views",
    "discourse",
    "consent_accel",
}
MOMENT = "%Y-%m-%d %H:%M:%S%.f"


def read_events(folder: Path) -> pl.DataFrame:
    """Return the events in the columns `kuulo.measures.web` documents."""
    raw = pl.read_csv(folder / "source" / "snowplow_web_events.csv", infer_schema=False)
    raw = raw.filter(pl.col("app_id").is_null() | pl.col("app_id").is_in(APPS))
    names = {"event_id": "event_id", "event": "event_name"} | WHO_NAMES | PAGE_NAMES | REFERRER_NAMES | CAMPAIGN_NAMES
    events = raw.select(
        **{ours: pl.col(theirs) for ours, theirs in (names | PLACE_NAMES | ABOUT_NAMES).items()},
        **{
            ours: pl.col(theirs).str.to_datetime(MOMENT, time_unit="us", time_zone="UTC")
            for ours, theirs in TIMES.items()
        },
        **{ours: pl.col(theirs).cast(pl.Float64) for ours, theirs in SIZES.items()},
        page_view=pl.col(CONTEXT).map_elements(_first_id, return_dtype=pl.String),
        root=pl.col("collector_tstamp"),
    ).with_columns(pl.col("session_number").cast(pl.Int64))
    return _with_consents(_with_robots(events, folder), folder).drop("root")


def _first_id(context: str) -> str | None:
    found = json.loads(context)
    while isinstance(found, list):
        found = found[0] if found else {}
    known = found.get("id")
    return None if known is None else str(known)


def _with_robots(events: pl.DataFrame, folder: Path) -> pl.DataFrame:
    robots = pl.read_csv(folder / "source" / "snowplow_web_spider_context.csv", infer_schema=False)
    robots = robots.select(event_id="root_id", robot=pl.col("spiderOrRobot") == "true").unique("event_id")
    return events.join(robots, on="event_id", how="left", maintain_order="left")


def _with_consents(events: pl.DataFrame, folder: Path) -> pl.DataFrame:
    given = pl.read_csv(folder / "source" / "snowplow_web_consent_preferences.csv", infer_schema=False)
    given = given.select(
        event_id="root_id",
        consent_type="event_type",
        consent_basis="basis_for_processing",
        consent_version="consent_version",
        consent_scopes=_listed("consent_scopes"),
        consent_url="consent_url",
        consent_domains=_listed("domains_applied"),
        gdpr_applies=pl.col("gdpr_applies") == "TRUE",
    ).unique("event_id")
    shown = pl.read_csv(folder / "source" / "snowplow_web_consent_cmp_visible.csv", infer_schema=False)
    shown = shown.select(event_id="root_id", banner_seconds=pl.col("elapsed_time").str.strip_chars().cast(pl.Float64))
    joined = events.join(given, on="event_id", how="left", maintain_order="left")
    return joined.join(shown.unique("event_id"), on="event_id", how="left", maintain_order="left")


def _listed(name: str) -> pl.Expr:
    return pl.col(name).map_elements(lambda text: ", ".join(json.loads(text)), return_dtype=pl.String)


def expected(folder: Path, name: str) -> list[dict[str, str | None]]:
    """Return the rows that must come out."""
    frame = pl.read_csv(folder / "expected" / f"snowplow_web_{name}_expected.csv", infer_schema=False)
    return [{column: value or None for column, value in row.items()} for row in frame.to_dicts()]


def told(value: object) -> str | None:
    """Return a value as the expected files write it."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:g}"
    return None if value is None or value == "" else str(value)


def as_told(value: str | None) -> str | None:
    """Return an expected value in the same writing: numbers without trailing noughts, yes and no in capitals."""
    if value is None:
        return None
    if value.lower() in {"true", "false"}:
        return value.upper()
    return f"{float(value):g}" if value.replace(".", "", 1).isdecimal() and value.count(".") < 2 else value


def assert_agree(found: pa.Table, wanted: list[dict[str, str | None]], key: str, columns: dict[str, str]) -> None:
    """Assert that the tables have the same rows, and in them the same in every column named."""
    rows = {told(row[key]): row for row in found.to_pylist()}
    assert set(rows) == {row[columns[key]] for row in wanted}
    assert len(rows) == found.num_rows
    for ours, theirs in columns.items():
        # Texts that look like numbers are compared as texts by both being written alike.
        got = {name: as_told(told(row[ours])) for name, row in rows.items()}
        assert got == {row[columns[key]]: as_told(row[theirs]) for row in wanted}, ours
