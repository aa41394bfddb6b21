"""The comments a page is about: narrowed as figures are, each with its theme, feeling, calls and person."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any, Final

import pyarrow as pa

from kuulo.customers.queries import attributes_table
from kuulo.figures.queries.catalogue import read_catalogue
from kuulo.figures.queries.reading import PARTIES, Reading
from kuulo.figures.queries.scope import (
    PERSON,
    Scope,
    dimension_sql,
    filter_sql,
    from_sql,
    literal,
    many_sql,
    settle,
)
from kuulo.figures.rules import Selection, Window
from kuulo.words.queries import COMMENT_WORDS, FEELINGS, READINGS, THEMES, WORDED_SQL, words_table, words_version

GATHERED: Final = "gathered_comments"
# A page narrowed by filters stands beside the one without; each takes some hundred bytes a comment.
MOST_KEPT: Final = 2
COMPANIONS: Final = (READINGS, THEMES, FEELINGS)
JOINED: Final = f"""
    JOIN {READINGS.name} ON {READINGS.name}.signal_id = signals.signal_id
    LEFT JOIN {THEMES.name} ON {THEMES.name}.signal_id = signals.signal_id
    LEFT JOIN {FEELINGS.name} ON {FEELINGS.name}.signal_id = signals.signal_id
"""


@dataclass(slots=True)
class Kept:
    """The comments this process gathered last; others wait while some are gathered."""

    tables: dict[tuple[str, str, str], pa.Table] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


KEPT: Final = Kept()


def settled_scope(reading: Reading, selection: Selection) -> Scope | None:
    """Return the scope of what is asked; ``None`` where no measure was ever asked, so that there is nothing to pull."""
    return settle(reading, selection) if read_catalogue(reading) else None


def comments_sql(scope: Scope | None) -> str:
    """Return the SELECT of the comments of a scope's time, whether its filters keep them or not; for `ask`.

    Columns: ``signal_id``; ``theme``, ``feeling`` and ``spoken`` (its language), "" where not known; ``sure``, the
    probability of the theme; ``calls``; ``open``, whether neither confidence nor anonymity was promised;
    ``occurred_at``; ``person``; ``month`` (``YYYY-MM``) and ``week`` (Monday) in the reading's zone; ``inside``,
    whether every filter keeps it; for each way to widen the filters ``rest…``, whether it is left out by what is
    widened alone; and for each filter ``beside…``, whether the others keep it, with ``along…``, its values of what
    the filter is about.

    Args:
        scope: Time and filters; ``None`` for all comments.
    """
    window = Window(None, None) if scope is None else scope.window
    parts = [] if window.start is None else [f"occurred_at >= TIMESTAMPTZ {literal(window.start.isoformat())}"]
    parts += [] if window.end is None else [f"occurred_at < TIMESTAMPTZ {literal(window.end.isoformat())}"]
    return f"SELECT * FROM {GATHERED} WHERE {' AND '.join(parts) or 'true'}"  # noqa: S608 -- names of our own and literals


def gathering_sql(reading: Reading, scope: Scope | None) -> str:
    """Return the SELECT that gathers the comments of all times from the lake with the columns of `comments_sql`."""
    filters = [] if scope is None else [filter_sql(reading, scope, one) for one in scope.selection.filters]
    local = f"timezone({literal(str(reading.zone))}, signals.occurred_at)"
    fields = {
        "signal_id": "signals.signal_id",
        "sure": f"coalesce({THEMES.name}.theme_probability, 0)",
        "open": "signals.promise = 'identified'",
        "occurred_at": "signals.occurred_at",
        "theme": f"coalesce({THEMES.name}.theme, '')",
        "feeling": f"coalesce({FEELINGS.name}.feeling, '')",
        "spoken": f"coalesce({READINGS.name}.language, '')",
        "calls": f"coalesce({READINGS.name}.calls, [])",
        "person": PERSON,
        "month": f"strftime({local}, '%Y-%m')",
        "week": f"date_trunc('week', {local})::DATE",
        "inside": " AND ".join(filters) or "true",
    }
    fields |= {f"rest{place}": way for place, way in enumerate(_wider(filters))}
    fields |= {} if scope is None else _along(reading, scope, filters)
    chosen = ", ".join(f"{expression} AS {name}" for name, expression in fields.items())
    return f"SELECT {chosen} FROM {from_sql(reading, chosen)} {JOINED} WHERE {WORDED_SQL}"  # noqa: S608 -- names of our own and literals


def rests_of(scope: Scope | None) -> list[str]:
    """Return the names of the columns that tell of each way to widen a scope's filters."""
    count = 0 if scope is None else len(scope.selection.filters)
    return [f"rest{place}" for place in range(count + (count > 1))]


def ask(reading: Reading, scope: Scope | None, sql: str) -> list[dict[str, Any]]:
    """Return the rows of a SELECT over the comments of a scope (`comments_sql`)."""
    rows: list[dict[str, Any]] = reading.snapshot.run(sql, {GATHERED: gathered(reading, scope)}).to_pylist()
    return rows


def gathered(reading: Reading, scope: Scope | None) -> pa.Table:
    """Return the comments of all times with what a scope's filters say of each.

    A page asks a dozen things of the same comments: their files are opened and joined once, and kept for the next page
    of the same version, whatever its time.
    """
    sql = gathering_sql(reading, scope)
    key = (reading.key, words_version(reading.snapshot), sql)
    with KEPT.lock:
        found = KEPT.tables.pop(key, None)
        if found is None:
            found = _gather(reading, sql)
        KEPT.tables[key] = found
        while len(KEPT.tables) > MOST_KEPT:
            del KEPT.tables[next(iter(KEPT.tables))]
    return found


def _gather(reading: Reading, sql: str) -> pa.Table:
    tables = {}
    if PARTIES in sql:
        tables[PARTIES] = attributes_table()
    if COMMENT_WORDS in sql:
        tables[COMMENT_WORDS] = words_table(reading.snapshot)
    return reading.snapshot.run(sql, tables, COMPANIONS)


def _along(reading: Reading, scope: Scope, filters: list[str]) -> dict[str, str]:
    """Return for each filter the condition of the others, and the list of the values of what it is about."""
    fields = {}
    for place, one in enumerate(scope.selection.filters):
        fields[f"beside{place}"] = " AND ".join(filters[:place] + filters[place + 1 :]) or "true"
        if one.dimension.is_multiple:
            many = many_sql(one.dimension)
            fields[f"along{place}"] = f"CASE WHEN len({many}) > 0 THEN {many} ELSE [NULL] END"
        else:
            fields[f"along{place}"] = f"[{dimension_sql(reading, scope, one.dimension)}]"
    return fields


def _wider(filters: list[str]) -> list[str]:
    """Return the condition of being left out by each filter alone, and by any of several."""
    ways = []
    for place, one in enumerate(filters):
        others = [other for at, other in enumerate(filters) if at != place]
        ways.append(" AND ".join([f"NOT {one}", *others]))
    return [*ways, f"NOT ({' AND '.join(filters)})"] if len(filters) > 1 else ways
