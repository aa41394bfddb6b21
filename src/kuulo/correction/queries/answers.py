"""Which rows of the lake are meant: conditions over ``signals`` in DuckDB's SQL, built of quoted literals alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

import pyarrow as pa

from kuulo.correction.queries.memory import MEMORY
from kuulo.correction.rules.hearing import Heard
from kuulo.customers.queries import attributes_table, party_map
from kuulo.lake.queries import Snapshot
from kuulo.lake.rules import PHASE
from kuulo.words.queries import COMMENT_WORDS, words_table

PARTIES: Final = "party_attributes"
KNOWN: Final = "known_parties"
SECOND_PHASE: Final = f"signals.attributes['{PHASE}'] = '2'"
FIRST_PHASE: Final = f"coalesce(NOT {SECOND_PHASE}, true)"
ANY_SECOND: Final = f"""
    SELECT DISTINCT definition FROM signals
    WHERE kind = 'answer' AND definition IS NOT NULL AND {SECOND_PHASE}
"""  # noqa: S608 -- names of our own
# A customer found under two identifiers is one person; who is no customer is told apart by the identifier, or by the
# response where there is none.
PERSON: Final = (
    f"coalesce({KNOWN}.party_id, -1 - CAST(hash(coalesce(signals.party, signals.response_id)) >> 2 AS BIGINT))"
)


def literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def listed(texts: Iterable[str]) -> str:
    """Return texts as a list of SQL literals."""
    return ", ".join(literal(text) for text in texts)


def measure_sql(heard: Heard) -> str:
    """Return the condition that a row belongs to the measure, whatever its state and time."""
    parts = [f"signals.kind = 'answer' AND signals.definition IN ({listed(heard.recorded)})"]
    if heard.question:
        parts.append(f"signals.question = {literal(heard.question)}")
    if heard.sources:
        parts.append(f"signals.source IN ({listed(heard.sources)})")
    return " AND ".join(parts)


def window_sql(heard: Heard) -> str:
    """Return the condition that something happened in the window; months let whole files be passed by."""
    parts = []
    if heard.start is not None:
        parts.append(f"signals.month >= {literal(heard.start.astimezone(UTC).strftime('%Y-%m'))}")
        parts.append(f"signals.occurred_at >= TIMESTAMPTZ {literal(heard.start.isoformat())}")
    if heard.end is not None:
        last = heard.end.astimezone(UTC) - timedelta(microseconds=1)
        parts.append(f"signals.month <= {literal(last.strftime('%Y-%m'))}")
        parts.append(f"signals.occurred_at < TIMESTAMPTZ {literal(heard.end.isoformat())}")
    return " AND ".join(parts) or "true"


def before_sql(moment: datetime) -> str:
    """Return the condition that something happened before a moment."""
    month = moment.astimezone(UTC).strftime("%Y-%m")
    return f"signals.month <= {literal(month)} AND signals.occurred_at < TIMESTAMPTZ {literal(moment.isoformat())}"


def first_phase_sql(snapshot: Snapshot, heard: Heard) -> str:
    """Return the condition that a row is no answer of a follow-up of the silent; ``true`` where there never was one."""
    return FIRST_PHASE if followed_up(snapshot, heard) else "true"


def first_phase_of_all_sql(snapshot: Snapshot) -> str:
    """Return the same condition for answers to any measure."""
    return FIRST_PHASE if second_phase_definitions(snapshot) else "true"


def followed_up(snapshot: Snapshot, heard: Heard) -> bool:
    """Return whether any answer to the measure ever came from a follow-up of the silent."""
    return bool(second_phase_definitions(snapshot) & set(heard.recorded))


def second_phase_definitions(snapshot: Snapshot) -> frozenset[str]:
    """Return the definitions of which there are answers from a follow-up of the silent."""

    def look() -> frozenset[str]:
        return frozenset(snapshot.run(ANY_SECOND)["definition"].to_pylist())

    return MEMORY.of(("second phase", snapshot.source.key), look)


def tables_for(sql: str, snapshot: Snapshot | None = None) -> dict[str, pa.Table]:
    """Return the tables a statement names beside ``signals``; what is known of words needs the snapshot."""
    tables = {}
    if PARTIES in sql:
        tables[PARTIES] = attributes_table()
    if KNOWN in sql:
        tables[KNOWN] = party_map()
    if snapshot is not None and COMMENT_WORDS in sql:
        tables[COMMENT_WORDS] = words_table(snapshot)
    return tables


def joined_sql(*expressions: str, source: str = "signals") -> str:
    """Return ``signals`` with the tables the expressions name."""
    text = source
    if any(KNOWN in expression for expression in expressions):
        text += f" LEFT JOIN {KNOWN} ON {KNOWN}.party = signals.party"
    if any(PARTIES in expression for expression in expressions):
        text += f" LEFT JOIN {PARTIES} ON {PARTIES}.party = signals.party"
    if any(COMMENT_WORDS in expression for expression in expressions):
        text += f" LEFT JOIN {COMMENT_WORDS} ON {COMMENT_WORDS}.response_id = signals.response_id"
    return text
