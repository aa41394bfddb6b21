"""What can be asked of web events, as analysts ask it: a table in, an Arrow table out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa

from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.tables import open_table
from kuulo.measures.web import consents, visits
from kuulo.measures.web.cleaning import clean_events, sessions_too_long
from kuulo.measures.web.columns import EVENT_COLUMNS, USUAL, WebRules
from kuulo.measures.web.views import page_views_of

Build = Callable[[Any, WebRules], Any]


@dataclass(frozen=True, slots=True)
class WebQuestion:
    """A question to a table of events that can be turned into SQL: ``sessions``, ``page_views``, ``users``, …

    Attributes:
        name: One of `BUILDS`.
        columns: Name and ibis type of the table's columns.
        rules: By which rules events are read.
    """

    name: str
    columns: tuple[tuple[str, str], ...]
    rules: WebRules = USUAL

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text; it reads a table named ``answers``, or the SELECT ``source``."""
        return over_source(_text(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a given ibis table."""
        return BUILDS[self.name](table, self.rules)


@lru_cache(maxsize=256)
def _text(question: WebQuestion, dialect: str) -> str:
    return to_text(question.expression(unbound(question.columns)), dialect)


BUILDS: Mapping[str, Build] = {
    "page_views": lambda table, rules: page_views_of(clean_events(table, rules), rules),
    "sessions": lambda table, rules: visits.sessions_of(clean_events(table, rules), rules),
    "users": lambda table, rules: visits.users_of(clean_events(table, rules), rules),
    "event_counts": lambda table, rules: visits.event_counts_of(clean_events(table, rules)),
    "daily_traffic": lambda table, rules: visits.daily_traffic_of(clean_events(table, rules), rules),
    "overlong_sessions": sessions_too_long,
    "consent_log": lambda table, rules: consents.consent_log_of(clean_events(table, rules)),
    "consent_banners": lambda table, rules: consents.consent_banners_of(clean_events(table, rules)),
    "consent_users": lambda table, rules: consents.consent_users_of(clean_events(table, rules)),
    "consent_versions": lambda table, rules: consents.consent_versions_of(clean_events(table, rules)),
    "consent_totals": lambda table, rules: consents.consent_totals_of(clean_events(table, rules)),
    "consent_scopes": lambda table, rules: consents.consent_scopes_of(clean_events(table, rules)),
}


def ask(name: str, table: Any, rules: WebRules) -> pa.Table:
    """Return the answer to a question of `BUILDS` from any table an analyst brings.

    Raises:
        InputError: The table or a column cannot be used; the message names what was found.
    """
    opened = open_table(table)
    names: Sequence[str] = [column for column in opened.columns if column in EVENT_COLUMNS]
    columns = tuple((column, opened.columns[column]) for column in names)
    return opened.run(WebQuestion(name, columns, rules), names)


def page_views(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return one row a page view; its columns are those of `page_views_of`."""
    return ask("page_views", table, rules)


def sessions(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return one row a session; its columns are those of `sessions_of`."""
    return ask("sessions", table, rules)


def users(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return one row a visitor; its columns are those of `users_of`."""
    return ask("users", table, rules)


def event_counts(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return how many events of each name each session holds."""
    return ask("event_counts", table, rules)


def daily_traffic(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return sessions, page views and users of each day and source (UTC)."""
    return ask("daily_traffic", table, rules)


def overlong_sessions(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return the ids of sessions that went on beyond the longest length; only their beginning counts elsewhere."""
    return ask("overlong_sessions", table, rules)


def consent_log(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return one row each time a site's banner was shown or answered."""
    return ask("consent_log", table, rules)


def consent_banners(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return each showing of the banner, and how soon it was answered."""
    return ask("consent_banners", table, rules)


def consent_users(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return where each visitor stands."""
    return ask("consent_users", table, rules)


def consent_versions(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return the versions of the consent text."""
    return ask("consent_versions", table, rules)


def consent_totals(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return how many visitors stand where, by version."""
    return ask("consent_totals", table, rules)


def consent_scopes(table: Any, *, rules: WebRules = USUAL) -> pa.Table:
    """Return how many consent to each scope of the latest text."""
    return ask("consent_scopes", table, rules)
