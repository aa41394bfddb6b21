"""Sessions, page views and users from a table of web events: expressions that every engine runs alike.

    from kuulo.measures.web import sessions
    sessions(events)                      # pandas, Polars, PyArrow, DuckDB, Spark or ibis; an Arrow table comes back

`kuulo.measures.web.columns` documents the columns an events table has.
"""

from kuulo.measures.web.columns import EVENT_COLUMNS, REQUIRED_COLUMNS, WebRules
from kuulo.measures.web.questions import (
    WebQuestion,
    consent_banners,
    consent_log,
    consent_scopes,
    consent_totals,
    consent_users,
    consent_versions,
    daily_traffic,
    event_counts,
    overlong_sessions,
    page_views,
    sessions,
    users,
)

__all__ = [
    "EVENT_COLUMNS",
    "REQUIRED_COLUMNS",
    "WebQuestion",
    "WebRules",
    "consent_banners",
    "consent_log",
    "consent_scopes",
    "consent_totals",
    "consent_users",
    "consent_versions",
    "daily_traffic",
    "event_counts",
    "overlong_sessions",
    "page_views",
    "sessions",
    "users",
]
