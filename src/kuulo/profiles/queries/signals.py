"""One party's signals, read from the few files that hold any of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.lake.queries import Snapshot, open_snapshot
from kuulo.profiles.queries.places import Partition, places_of
from kuulo.words.queries import mask_now
from kuulo.words.rules import WORDED_KINDS

ANONYMOUS: Final = "anonymous"


class Showing(StrEnum):
    """How the customer's own words are shown."""

    MASKED = "masked"
    AS_WRITTEN = "as_written"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySignals:
    """What one version of the lake holds of one party; anonymous answers cannot be among it.

    Attributes:
        identifiers: All the party is known by, ``scheme:value``.
        places: How many sealed signals, by kind and month.
        fresh: The rows not yet sealed.
        showing: How words are shown: with personal data masked, or as they were written.
        name: What the party is called, by which it is found in words; may be empty.
    """

    snapshot: Snapshot
    identifiers: tuple[str, ...]
    places: Mapping[Partition, int]
    fresh: pa.Table
    showing: Showing = Showing.MASKED
    name: str = ""

    def kinds(self) -> frozenset[str]:
        """Return the kinds there are signals of."""
        return frozenset(kind for kind, _month in self.places) | frozenset(self.fresh["kind"].to_pylist())

    def count(self, kinds: Collection[str]) -> int:
        """Return how many signals of these kinds there are."""
        sealed = sum(count for (kind, _month), count in self.places.items() if kind in kinds)
        return sealed + sum(kind in kinds for kind in self.fresh["kind"].to_pylist())

    def ask(self, sql: str, partitions: Collection[Partition]) -> pa.Table:
        """Return the result of a SELECT over ``signals``: the files of the partitions, and what is not yet sealed.

        The statement itself must name the party by `mine`.
        """
        name = f"of:{hash(self.identifiers)}"
        return self.snapshot.narrowed(partitions, name, self.fresh).run(sql)

    def mine(self) -> str:
        """Return the condition that a signal is this party's."""
        return f"party IN ({', '.join(literal(each) for each in self.identifiers)}) AND promise <> '{ANONYMOUS}'"

    def worded(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """Return rows with ``signal_id``, ``kind``, ``text`` and ``language``, their words as they may be shown."""
        if self.showing is Showing.AS_WRITTEN:
            return list(rows)
        said = {
            row["signal_id"]: (row["text"], row["language"])
            for row in rows
            if row["kind"] in WORDED_KINDS and (row["text"] or "").strip()
        }
        masked = mask_now(said, [self.name])
        return [{**row, "text": masked.get(row["signal_id"], row["text"])} for row in rows]


def signals_of(identifiers: Sequence[str], *, showing: Showing = Showing.MASKED, name: str = "") -> PartySignals:
    """Return what the newest version of the lake holds of a party with these identifiers."""
    snapshot = open_snapshot()
    rows = snapshot.source.unsealed
    wanted = pa.array(identifiers, pa.string())
    mine = pc.and_(pc.is_in(rows["party"], value_set=wanted), pc.not_equal(rows["promise"], ANONYMOUS))
    return PartySignals(
        snapshot=snapshot,
        identifiers=tuple(identifiers),
        places=places_of(snapshot, identifiers),
        fresh=rows.filter(pc.fill_null(mine, fill_value=False)),
        showing=showing,
        name=name,
    )


def newest(places: Mapping[Partition, int], kinds: Collection[str], *, at_least: int) -> frozenset[Partition]:
    """Return the newest months of some kinds that hold at least so many signals, or all where there are fewer."""
    mine = [(month, kind, count) for (kind, month), count in places.items() if kind in kinds]
    chosen: set[Partition] = set()
    held, reached = 0, ""
    for month, kind, count in sorted(mine, reverse=True):
        if held >= at_least and month != reached:
            break
        chosen.add((kind, month))
        held, reached = held + count, month
    return frozenset(chosen)


def literal(text: str) -> str:
    """Return a text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"
