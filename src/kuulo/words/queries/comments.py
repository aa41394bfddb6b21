"""Comments as the rooms above read them: masked, with all that is known of each, and without what was promised away."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pyarrow as pa
from django.conf import settings

from kuulo.lake.queries import Companion, Snapshot
from kuulo.words.queries.companions import CODES, FEELINGS, READINGS, THEMES, WORDED_SQL

IDENTIFIED: Final = "signals.promise = 'identified'"
MASKED: Final = "coalesce(word_readings.masked, signals.text)"
# Whoever was promised confidence or anonymity: never the person, the place or the time beside the words.
_TOLD: Final = {name: f"CASE WHEN {IDENTIFIED} THEN signals.{name} END" for name in ("party", "touchpoint", "channel")}
EXPRESSIONS: Final[Mapping[str, str]] = {
    "signal_id": "signals.signal_id",
    "kind": "signals.kind",
    "month": "signals.month",
    "occurred_at": f"CASE WHEN {IDENTIFIED} THEN signals.occurred_at END",
    "week": "date_trunc('week', timezone({zone}, signals.occurred_at))::DATE",
    **_TOLD,
    "response_id": "signals.response_id",
    "source": "signals.source",
    "question": "signals.question",
    "promise": "signals.promise",
    "language": "word_readings.language",
    "languages": "word_readings.languages",
    "text": MASKED,
    "personal": "word_readings.personal",
    "calls": "coalesce(word_readings.calls, [])",
    "call_probabilities": "coalesce(word_readings.call_probabilities, [])",
    "feeling": "word_feelings.feeling",
    "negative": "word_feelings.negative",
    "neutral": "word_feelings.neutral",
    "positive": "word_feelings.positive",
    "feeling_learned": "coalesce(word_feelings.learned, false)",
    "theme": "word_themes.theme",
    "theme_probability": "word_themes.theme_probability",
    "codes": "coalesce(word_codes.codes, [])",
}
COLUMNS: Final = tuple(EXPRESSIONS)
ASKED: Final = "asked_ids"


def read_comments(
    snapshot: Snapshot,
    *,
    columns: Sequence[str] = COLUMNS,
    ids: Collection[str] | None = None,
    where: str = "true",
    order: str = "",
    most: int | None = None,
) -> pa.Table:
    """Return the comments that have been read, masked, one row each; what is not known yet is null or empty.

    ``party``, ``touchpoint``, ``channel`` and ``occurred_at`` are null where confidence or anonymity was promised.
    ``week`` (Monday, in the organisation's time zone) and ``month`` are there for all: for counting, never to be shown
    beside words. ``calls`` and ``call_probabilities`` are of one length.

    Args:
        snapshot: The version of the lake.
        columns: Which of `COLUMNS`; few are read in a fraction of the time of all.
        ids: Only signals of these ids.
        where: SQL condition over the columns asked for, or over all where ``most`` is given; texts of readers as quoted
            literals alone.
        order: SQL order over the same; without it the order is not told.
        most: At most so many.
    """
    if most is not None:
        # Found by what narrows and orders them alone, and fetched afterwards: joining texts of millions takes seconds.
        ids = _first_ids(snapshot, ids, where, order, most)
        where = "true"
    inner = ", ".join(f"{_expression(name)} AS {name}" for name in columns)
    tables, named = _asked(ids)
    sql = f"SELECT * FROM (SELECT {inner} FROM {_from_sql(inner)}{named} WHERE {WORDED_SQL}) WHERE {where}"  # noqa: S608 -- names of our own
    sql += f" ORDER BY {order}" if order else ""
    return snapshot.run(sql, tables, _companions(inner))


def _first_ids(snapshot: Snapshot, ids: Collection[str] | None, where: str, order: str, most: int) -> list[str]:
    """Return the first comments under a condition in an order."""
    names = [name for name in COLUMNS if name == "signal_id" or re.search(rf"\b{name}\b", f"{where} {order}")]
    found = read_comments(snapshot, columns=names, ids=ids, where=where, order=f"{order or 'signal_id'} LIMIT {most:d}")
    return list(found["signal_id"].to_pylist())


def unmasked_texts(snapshot: Snapshot, ids: Collection[str]) -> dict[str, str]:
    """Return the words of comments as they came; only for readers with the permission ``words.view_unmasked``.

    Those of whoever was promised confidence or anonymity are not among them: they may name their writer.
    """
    tables, named = _asked(ids)
    sql = f"SELECT signals.signal_id, signals.text FROM signals{named} WHERE {WORDED_SQL} AND {IDENTIFIED}"  # noqa: S608 -- names of our own
    return {row["signal_id"]: row["text"] for row in snapshot.run(sql, tables).to_pylist()}


def _asked(ids: Collection[str] | None) -> tuple[dict[str, pa.Table], str]:
    if ids is None:
        return {}, ""
    table = pa.table({"signal_id": pa.array(sorted(ids), pa.string())})
    return {ASKED: table}, f" SEMI JOIN {ASKED} ON {ASKED}.signal_id = signals.signal_id"


def _expression(name: str) -> str:
    zone = "'" + settings.TIME_ZONE.replace("'", "''") + "'"
    return EXPRESSIONS[name].replace("{zone}", zone)


def _companions(sql: str) -> tuple[Companion, ...]:
    return (READINGS, *(each for each in (FEELINGS, THEMES, CODES) if each.name in sql))


def _from_sql(sql: str) -> str:
    joined = "".join(
        f" LEFT JOIN {each.name} ON {each.name}.signal_id = signals.signal_id"
        for each in _companions(sql)
        if each is not READINGS
    )
    return f"signals JOIN {READINGS.name} ON {READINGS.name}.signal_id = signals.signal_id{joined}"
