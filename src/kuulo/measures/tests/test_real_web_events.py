"""Real web events become the sessions, page views and users that their tracker's makers publish, on every engine.

Left out of the comparison, because they are other people's lists rather than definitions: what user-agent parsers say
(browser, device, operating system), names of countries and languages, the channel groups of an advertiser, groups of
contents that the site itself names, conversions with values, and what is passed through unread. Nor are the moments a
warehouse loaded an event, and the consents that run out within half a year of the day one asks. Web vitals are not
collected by Kuulo.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from kuulo.measures.tests.snowplow import (
    ABOUT_NAMES,
    CAMPAIGN_NAMES,
    PAGE_NAMES,
    PLACE_NAMES,
    REFERRER_NAMES,
    WHO_NAMES,
    assert_agree,
    expected,
    read_events,
)
from kuulo.measures.web import (
    WebRules,
    consent_banners,
    consent_log,
    consent_scopes,
    consent_totals,
    consent_users,
    consent_versions,
    event_counts,
    overlong_sessions,
    page_views,
    sessions,
    users,
)

Bring = Callable[[pl.DataFrame], Any]
WHO = WHO_NAMES | {"first_visitor": "original_domain_userid"}
CAME = REFERRER_NAMES | CAMPAIGN_NAMES
VIEW_COLUMNS = (
    WHO
    | CAME
    | PAGE_NAMES
    | PLACE_NAMES
    | ABOUT_NAMES
    | {
        "page_view": "page_view_id",
        "event_id": "event_id",
        "stitched_user": "stitched_user_id",
        "number": "page_view_in_session_index",
        "of": "page_views_in_session",
        "start": "start_tstamp",
        "end": "end_tstamp",
        "engaged_seconds": "engaged_time_in_s",
        "seconds": "absolute_time_in_s",
        "scrolled_x": "horizontal_pixels_scrolled",
        "scrolled_y": "vertical_pixels_scrolled",
        "seen_x": "horizontal_percentage_scrolled",
        "seen_y": "vertical_percentage_scrolled",
        "page_width": "doc_width",
        "page_height": "doc_height",
    }
)
FIRST_AND_LAST = {
    f"{end}_{ours}": f"{end}_{theirs}" for end in ("first", "last") for ours, theirs in PAGE_NAMES.items()
}
LAST = {
    "last_country": "last_geo_country",
    "last_region_name": "last_geo_region_name",
    "last_city": "last_geo_city",
    "last_language": "last_br_lang",
}
SUMS = {
    "start": "start_tstamp",
    "end": "end_tstamp",
    "page_views": "page_views",
    "engaged_seconds": "engaged_time_in_s",
}
SESSION_COLUMNS = (
    WHO
    | CAME
    | {"referrer": "referrer"}
    | PLACE_NAMES
    | ABOUT_NAMES
    | FIRST_AND_LAST
    | LAST
    | SUMS
    | {
        "event_id": "event_id",
        "stitched_user": "stitched_user_id",
        "seconds": "absolute_time_in_s",
        "events": "total_events",
        "engaged": "is_engaged",
    }
)
USER_COLUMNS = (
    {name: column for name, column in WHO.items() if not name.startswith("session")}
    | CAME
    | {"referrer": "referrer"}
    | FIRST_AND_LAST
    | LAST
    | SUMS
    | {"sessions": "sessions", "first_event_id": "first_event_id", "last_event_id": "last_event_id"}
    | {
        "country": "first_geo_country",
        "region_name": "first_geo_region_name",
        "city": "first_geo_city",
        "language": "first_br_lang",
    }
)
# The makers' test says of this session by its id that it is engaged, to try whether their rule can be replaced.
SAID_ENGAGED = "0b0c7bb589ebd041177514f3e43446ca5d4343328936d2f8f12a42b41bf9140e"
# In their run a page view was a conversion, which makes a session engaged.
RULES = WebRules(conversions=("page_view",))


@pytest.fixture
def folder(real_data: Path) -> Path:
    return real_data / "events"


def test_page_views_agree(bring: Bring, folder: Path) -> None:
    found = page_views(bring(read_events(folder)))
    assert_agree(found, expected(folder, "page_views"), "page_view", VIEW_COLUMNS)


def test_sessions_agree(bring: Bring, folder: Path) -> None:
    wanted = expected(folder, "sessions")
    for row in wanted:
        if row["domain_sessionid"] == SAID_ENGAGED:
            assert row["is_engaged"] == "TRUE"
            row["is_engaged"] = "FALSE"
    assert_agree(sessions(bring(read_events(folder)), rules=RULES), wanted, "session", SESSION_COLUMNS)


def test_users_agree(bring: Bring, folder: Path) -> None:
    assert_agree(users(bring(read_events(folder))), expected(folder, "users"), "visitor", USER_COLUMNS)


def test_events_by_name_agree(bring: Bring, folder: Path) -> None:
    found: dict[str, dict[str, int]] = {}
    for row in event_counts(bring(read_events(folder))).to_pylist():
        found.setdefault(row["session"], {})[row["event"]] = row["events"]
    for row in expected(folder, "sessions"):
        counts = str(row["event_counts"]).strip('"').replace('""', '"').replace('"', "").strip("{}")
        wanted = {name.strip(): int(count) for name, count in (one.split(":") for one in counts.split(","))}
        assert found[str(row["domain_sessionid"])] == wanted


def test_the_session_that_went_on_too_long_is_named(bring: Bring, folder: Path) -> None:
    found = overlong_sessions(bring(read_events(folder)))["session"].to_pylist()
    assert found == [row["session_identifier"] for row in expected(folder, "base_quarantined_sessions")]


CONSENT_TEXT = {
    "consent_version": "consent_version",
    "consent_scopes": "consent_scopes",
    "consent_url": "consent_url",
    "consent_domains": "domains_applied",
}
LOG_COLUMNS = CONSENT_TEXT | {
    "event_id": "event_id",
    "visitor": "domain_userid",
    "user": "user_id",
    "country": "geo_country",
    "session": "domain_sessionid",
    "at": "derived_tstamp",
    "event": "event_name",
    "consent_type": "event_type",
    "consent_basis": "basis_for_processing",
    "gdpr_applies": "gdpr_applies",
    "banner_seconds": "cmp_load_time",
}
BANNER_COLUMNS = {
    "event_id": "event_id",
    "visitor": "domain_userid",
    "first_visitor": "original_domain_userid",
    "session": "domain_sessionid",
    "at": "cmp_tstamp",
    "banner_seconds": "cmp_load_time",
    "answered_at": "first_consent_event_tstamp",
    "consent_type": "first_consent_event_type",
    "answer_seconds": "cmp_interaction_time",
}
CONSENT_USER_COLUMNS = {
    "visitor": "domain_userid",
    "user": "user_id",
    "country": "geo_country",
    "shown": "cmp_events",
    "answered": "consent_events",
    "last_shown": "last_cmp_event_tstamp",
    "last_answered": "last_consent_event_tstamp",
    "consent_type": "last_consent_event_type",
    "consent_scopes": "last_consent_scopes",
    "consent_version": "last_consent_version",
    "consent_url": "last_consent_url",
    "consent_domains": "last_domains_applied",
    "latest": "is_latest_version",
}
VERSION_COLUMNS = CONSENT_TEXT | {"version_start": "version_start_tstamp", "latest": "is_latest_version"}
TOTAL_COLUMNS = VERSION_COLUMNS | {
    "visitors": "total_visitors",
    "allow": "allow",
    "deny_all": "denied",
    **{
        state: state for state in ("allow_all", "allow_selected", "pending", "expired", "withdrawn", "implicit_consent")
    },
}


def test_consents_agree(bring: Bring, folder: Path) -> None:
    events = bring(read_events(folder))
    assert_agree(consent_log(events), expected(folder, "consent_log"), "event_id", LOG_COLUMNS)
    assert_agree(consent_banners(events), expected(folder, "consent_cmp_stats"), "event_id", BANNER_COLUMNS)
    assert_agree(consent_users(events), expected(folder, "consent_users"), "visitor", CONSENT_USER_COLUMNS)
    assert_agree(consent_versions(events), expected(folder, "consent_versions"), "consent_version", VERSION_COLUMNS)
    assert_agree(consent_totals(events), expected(folder, "consent_totals"), "consent_version", TOTAL_COLUMNS)
    scopes = {row["scope"]: row["visitors"] for row in consent_scopes(events).to_pylist()}
    assert scopes == {row["scope"]: int(str(row["total_consent"])) for row in expected(folder, "consent_scope_status")}
