"""Answers in the lake: what a customer wrote or said, as signals hold it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.words.queries import masked_texts
from kuulo.words.rules import WORDED_KINDS

KINDS: Final = ", ".join(f"'{kind}'" for kind in WORDED_KINDS)
FIELDS: Final = (
    "signals.signal_id, kind, month, occurred_at, party, source, response_id, text, language, promise, question"
)
IDENTIFIED: Final = "identified"
NEW_ANSWERS_SQL: Final = (
    f"SELECT {FIELDS} FROM signals WHERE kind IN ({KINDS}) AND text <> '' AND month >= '{{month}}' "  # noqa: S608 -- names of our own
    "AND source IN ({sources}) ORDER BY occurred_at, signals.signal_id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An answer as the lake holds it; ``party`` and ``occurred_at`` are kept back where that was promised."""

    signal_id: str
    kind: str
    month: str
    occurred_at: datetime
    party: str | None
    source: str
    response_id: str
    text: str
    language: str
    promise: str

    @property
    def is_identified(self) -> bool:
        """Whether the person behind it may be told."""
        return self.promise == IDENTIFIED


def said(signal_id: str) -> Said | None:
    """Return an answer, looked for in the whole lake; None where there is none with words."""
    with open_snapshot() as snapshot:
        found = _ask(snapshot, {signal_id}, "true")
    return next(iter(found.values()), None)


def answers_of_instruments(slugs: Collection[str], *, since: datetime) -> tuple[Said, ...]:
    """Return what was written in answer to surveys of one question, the oldest first."""
    if not slugs:
        return ()
    quoted = ", ".join("'" + slug.replace("'", "''") + "'" for slug in sorted(slugs))
    sql = NEW_ANSWERS_SQL.format(month=f"{since.astimezone(UTC):%Y-%m}", sources=quoted)
    with open_snapshot() as snapshot:
        return tuple(_said(row) for row in snapshot.run(sql).to_pylist())


def words_of(wanted: Mapping[str, tuple[str, str]], *, unmasked: bool) -> dict[str, str]:
    """Return the words of answers by signal; what has been erased is left out.

    Args:
        wanted: Signal → its kind and month, by which few files are read.
        unmasked: Whether the words of those who were promised nothing are shown as they came.
    """
    if not wanted:
        return {}
    with open_snapshot() as snapshot:
        found = _ask(_narrow(snapshot, wanted), set(wanted), _places(wanted))
        open_words = {key: each.text for key, each in found.items() if unmasked and each.is_identified}
        hidden = {key: (each.text, each.language) for key, each in found.items() if key not in open_words}
        return masked_texts(snapshot, hidden) | open_words


def held(wanted: Mapping[str, tuple[str, str]]) -> frozenset[str]:
    """Return those of some answers that the lake still holds."""
    if not wanted:
        return frozenset()
    with open_snapshot() as snapshot:
        return frozenset(_ask(_narrow(snapshot, wanted), set(wanted), _places(wanted)))


def _narrow(snapshot: Snapshot, wanted: Mapping[str, tuple[str, str]]) -> Snapshot:
    fresh = snapshot.source.unsealed
    chosen = fresh.filter(pc.is_in(fresh["signal_id"], value_set=pa.array(sorted(wanted), pa.string())))
    return snapshot.narrowed(set(wanted.values()), f"claims:{hash(frozenset(wanted))}", chosen)


def _places(wanted: Mapping[str, tuple[str, str]]) -> str:
    """Return the condition that names kinds and months, for lakes whose files are not passed by."""
    months = ", ".join(f"'{month}'" for month in sorted({month for _kind, month in wanted.values()}))
    return f"month IN ({months})"


def _ask(snapshot: Snapshot, ids: Collection[str], where: str) -> dict[str, Said]:
    table = pa.table({"signal_id": pa.array(sorted(ids), pa.string())})
    sql = (
        f"SELECT {FIELDS} FROM signals SEMI JOIN asked_ids ON asked_ids.signal_id = signals.signal_id "  # noqa: S608 -- names of our own
        f"WHERE kind IN ({KINDS}) AND text <> '' AND {where}"
    )
    return {row["signal_id"]: _said(row) for row in snapshot.run(sql, {"asked_ids": table}).to_pylist()}


def _said(row: Mapping[str, Any]) -> Said:
    identified = row["promise"] == IDENTIFIED
    return Said(
        signal_id=row["signal_id"],
        kind=row["kind"],
        month=row["month"],
        occurred_at=row["occurred_at"],
        party=row["party"] if identified else None,
        source=row["source"],
        response_id=row["response_id"],
        text=row["text"],
        language=row["language"] or "",
        promise=row["promise"],
    )
